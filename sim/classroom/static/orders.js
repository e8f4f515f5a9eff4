/* The orders of a seat: effort that is left, the list, adding and changing, submitting and taking back. */

import { $, el, refill } from "/static/dom.js";
import { OrderForm, costOf, priced, wordsOf } from "/static/order-form.js";
import { offers, predictions, statement } from "/static/talk.js";
import { t } from "/static/words.js";

export class Orders {
  /** @param {HTMLElement} room @param {any} seat the page: its draft, line, state and ways to other tabs */
  constructor(room, seat) {
    this.seat = seat;
    this.asked = false;
    this.parts = {};
    for (const part of ["kept", "conflict", "guess", "answers", "effort", "list", "form", "submit", "speech"]) room.append(this.parts[part] = el("div", { class: `part ${part}` }));
    this.form = new OrderForm(this.parts.form, { draft: seat.draft, state: () => seat.state, done: made => this.made(made) });
  }

  made(made) {
    const { draft } = this.seat;
    if (made) {
      const rows = [...draft.rows];
      if (made.at === null) rows.push(made.row);
      else rows[made.at] = made.row;
      draft.set(rows);
    }
    this.draw();
    $("add-order")?.focus();
  }

  /** Begin an order from elsewhere: the map, an offer. @param {Record<string, any>} start */
  begin(start) {
    this.parts.form.hidden = false;
    this.form.open(start);
    this.draw();
  }

  draw() {
    const { parts, seat } = this, { state, draft } = seat, open = draft.open_;
    if (!open && draft.form && state.phase !== "planning") this.form.draw();
    parts.form.hidden = !open || !draft.form;
    if (open) this.form.draw();
    const forming = open && !!draft.form;
    refill(parts.kept, this.late(), draft.kept.map(each => this.kept(each)));
    const fresh = draft.conflict && !parts.conflict.firstChild;
    refill(parts.conflict, draft.conflict ? this.conflict() : null);
    if (fresh) { parts.conflict.scrollIntoView({ block: "nearest" }); parts.conflict.querySelector("button").focus(); }
    refill(parts.guess, state.prediction.open && (state.phase !== "planning" || state.orders.submitted) ? predictions(seat) : null);
    refill(parts.answers, forming ? null : offers(seat));
    refill(parts.effort, ["planning", "locked"].includes(state.phase) ? state.menu.map(menu => this.effort(menu)) : null);
    refill(parts.list, forming ? null : this.list(open));
    refill(parts.submit, forming ? null : this.submit(open));
    statement(parts.speech, seat, !forming && ["briefing", "planning"].includes(state.phase));
  }

  effort(menu) {
    const { state, draft } = this.seat, side = state.situation.sides.find(each => each.side === menu.by), most = side?.effort ?? 6;
    const spent = draft.rows.reduce((sum, row, at) => sum + (row.by === menu.by && draft.rulings[at]?.accepted !== false ? costOf(state, row) : 0), 0), left = Math.max(0, most - spent);
    return el("div", { class: "effort" }, el("span", { class: "who" }, menu.name), el("span", { class: "pips", "aria-hidden": "true" }, Array.from({ length: most }, (_, at) => el("i", { class: at < spent ? "spent" : "" }))),
      el("span", { class: "left" }, t("seat.left", { n: left, most })));
  }

  list(open) {
    const { state, draft } = this.seat;
    const before = ["lobby", "briefing"].includes(state.phase);
    if (before && !draft.rows.length) return el("p", { class: "note" }, t("seat.orders_later"));
    const title = el("h2", { id: "orders-title", tabindex: "-1" }, t(open || state.orders.submitted ? "seat.orders_of" : "seat.orders_were", { month: state.month }));
    const rows = (state.phase === "planning" ? draft.rows : state.orders.orders).map((row, at) => this.row(row, at, open));
    return el("section", { "aria-labelledby": "orders-title" }, title, rows.length ? el("ol", { class: "orders plain" }, rows) : el("p", { class: "second" }, t("seat.no_orders")),
      open ? el("button", { type: "button", class: "wide", id: "add-order", onclick: () => this.begin({}) }, t("seat.add")) : null);
  }

  row(row, at, open) {
    const { state, draft } = this.seat, ruling = (state.phase === "planning" ? draft : state.orders).rulings[at] || { accepted: true, reason: "" }, words = wordsOf(state, row);
    return el("li", { class: ruling.accepted ? "order" : "order wrong" }, el("p", { class: "words" }, el("b", {}, words), el("span", { class: "cost" }, priced(costOf(state, row)))),
      row.reason ? el("p", { class: "why", dir: "auto" }, row.reason) : null, ruling.accepted ? null : el("p", { class: "fault" }, ruling.reason),
      open ? el("div", { class: "row" }, row.verb === "accept" ? null : el("button", { type: "button", id: `change-${at}`, "aria-label": t("seat.change_this", { words }), onclick: () => this.change(at) }, t("seat.change")),
        el("button", { type: "button", id: `remove-${at}`, "aria-label": t("seat.remove_this", { words }), onclick: () => this.remove(at) }, t("seat.remove"))) : null);
  }

  change(at) {
    const { by, verb, reason = "", words, cost, ...values } = this.seat.draft.rows[at];
    this.begin({ at, by, verb, values, reason });
  }

  remove(at) {
    const { draft } = this.seat;
    draft.set(draft.rows.filter((_, place) => place !== at));
    ($("add-order") || $("orders-title"))?.focus();
  }

  submit(open) {
    const { state, draft } = this.seat, { role } = state.seat.me;
    if (state.seat.lent) return el("p", { class: "note" }, t("seat.lent"));
    if (state.phase !== "planning") return this.changed();
    const saved = this.saved();
    if (state.orders.submitted) {
      return el("div", { class: "ready" }, el("p", { class: "done" }, t("seat.submitted", { at: state.orders.saved?.at || "" })), role === "commander" ? el("button", { type: "button", class: "wide", id: "revise", onclick: () => this.revise() }, t("seat.revise")) : null);
    }
    if (role !== "commander") return el("div", {}, saved, el("p", { class: "note" }, t("seat.observer")));
    const warning = this.unready();
    if (this.asked && warning) {
      return el("div", { class: "card ask", role: "group", "aria-labelledby": "ask-words" }, el("p", { id: "ask-words", tabindex: "-1" }, warning), el("div", { class: "row" },
        el("button", { type: "button", class: "go", id: "anyway", onclick: () => this.send() }, t("seat.anyway")), el("button", { type: "button", onclick: () => { this.asked = false; this.draw(); } }, t("common.back"))));
    }
    return el("div", {}, saved, el("p", { class: "fault", role: "alert" }, draft.conflict ? "" : draft.fault),
      el("button", { type: "button", class: "go wide", id: "submit", disabled: !open || !!draft.conflict || draft.saving && this.sending, onclick: () => this.ask() }, t("seat.submit")), el("p", { class: "second small" }, t(`seat.without.${state.orders.no_orders || "policy"}`)));
  }

  saved() {
    const { draft, state, line } = this.seat;
    if (draft.dirty && (line.unsent || !line.up)) return el("p", { class: "saved" }, t("seat.kept_here"));
    if (draft.dirty || draft.saving) return el("p", { class: "saved" }, t("seat.saving"));
    return state.orders.saved ? el("p", { class: "saved" }, t("seat.saved", state.orders.saved)) : null;
  }

  /** What a commander may have forgotten, in one sentence. */
  unready() {
    const { state, draft } = this.seat;
    for (const menu of state.menu) {
      const rows = draft.rows.filter(row => row.by === menu.by), most = state.situation.sides.find(each => each.side === menu.by)?.effort ?? 6;
      const left = most - rows.reduce((sum, row) => sum + costOf(state, row), 0), posture = menu.verbs.find(verb => verb.verb === "posture" && !verb.why_not);
      if (left > 0 && posture && !rows.some(row => row.verb === "posture")) return t("seat.not_ready", { left, who: menu.name });
    }
    return "";
  }

  ask() {
    if (this.seat.draft.rulings.some(ruling => !ruling.accepted)) {
      this.seat.draft.fault = t("seat.wrong");
      this.draw();
      return;
    }
    if (this.unready()) {
      this.asked = true;
      this.draw();
      $("ask-words").focus();
    } else this.send();
  }

  async send() {
    this.asked = false;
    this.sending = true;
    await this.seat.draft.submit();
    this.sending = false;
    this.draw();
    $("revise")?.focus();
  }

  async revise() {
    const answer = await this.seat.line.act("revise", { turn: this.seat.state.turn });
    if (answer.status !== 200) { this.seat.draft.fault = answer.text || ""; this.draw(); }
  }

  /** What the facilitator changed, told with the reveal. */
  changed() {
    const { changed } = this.seat.state.orders;
    if (!changed || !changed.length) return null;
    return el("div", { class: "card" }, el("h3", {}, t("seat.changed")), el("ul", {}, changed.map(each => el("li", {}, each.words, el("span", { class: "second" }, ` ${t("seat.because", { reason: each.reason })}`)))));
  }

  conflict() {
    const { draft } = this.seat;
    return el("div", { class: "card conflict", role: "alertdialog", "aria-labelledby": "conflict-words" }, el("p", { id: "conflict-words" }, el("b", {}, draft.conflict.text || t("seat.conflict"))),
      el("div", { class: "row" }, el("button", { type: "button", class: "go", onclick: () => draft.loadTheirs() }, t("seat.theirs")), el("button", { type: "button", onclick: () => draft.keepMine() }, t("seat.mine"))));
  }

  /** What was not sent before orders were sealed: the saved set is played, the rest stays to be read. */
  late() {
    const { draft, state } = this.seat;
    if (!draft.dirty || ["lobby", "briefing", "planning"].includes(state.phase)) return null;
    return el("div", { class: "card kept" }, el("p", {}, el("b", {}, state.orders.saved ? t("seat.sealed", state.orders.saved) : t("seat.sealed_none"))), el("ul", {}, draft.rows.map(row => el("li", { dir: "auto" }, [wordsOf(state, row), row.reason].filter(Boolean).join(". ")))));
  }

  /** The text of a month that closed before it was sent. */
  kept(each) {
    const { draft, state } = this.seat, told = [...each.dirty ? each.rows.map(row => [wordsOf(state, row), row.reason].filter(Boolean).join(". ")) : [], each.form?.reason, each.statement].filter(Boolean);
    return el("div", { class: "card kept" }, el("p", {}, el("b", {}, t("seat.stale", { closed: each.month, now: state.month }))), el("ul", {}, told.map(text => el("li", { dir: "auto" }, text))),
      el("div", { class: "row" }, draft.open_ && each.dirty ? el("button", { type: "button", onclick: () => { draft.drop(each.name); draft.set([...draft.rows, ...each.rows]); } }, t("seat.use_again")) : null,
        el("button", { type: "button", onclick: () => draft.drop(each.name) }, t("seat.drop"))));
  }
}
