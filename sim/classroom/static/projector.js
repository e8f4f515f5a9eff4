/* The wall of the room: what everyone knows, large enough for the last row. Nothing here can be pressed. */

import { $, el, refill } from "/static/dom.js";
import { Clock } from "/static/clock.js";
import { FieldMap } from "/static/field-map.js";
import { LEAST, chip, landOf, legend, swatch } from "/static/legend.js";
import { connect, fetched } from "/static/net.js";
import { Reveal } from "/static/reveal.js";
import { curves, dateOf } from "/static/situation.js";
import { load, t } from "/static/words.js";

const PACE = 6500, MOST = 5;

class Projector {
  constructor(ground) {
    this.ground = ground;
    this.state = null;
    this.frame();
    this.line = connect("/projector");
    this.reveal = new Reveal(() => this.draw(), PACE, true);
    this.clock = new Clock($("clock"), { now: () => this.line.now() });
    this.line.onState(state => this.take(state));
    this.line.onLine(up => { $("away").hidden = up; });
  }

  frame() {
    document.body.replaceChildren(
      el("header", { class: "dark" }, el("h1", { id: "month" }), el("p", { id: "state", role: "status" }), el("p", { id: "away", hidden: true }, t("common.away")), el("div", { id: "chips" }), el("p", { id: "clock", role: "timer" })),
      el("main", {}, el("div", { id: "map", role: "img" }), el("div", { id: "side" }), el("div", { id: "stage", hidden: true })),
      el("footer", {}, t("common.game")));
  }

  take(state) {
    this.state = state;
    this.clock.set(state.clock);
    if (!state.reveal) this.told = state.messages.length;
    this.reveal.take(state);
    this.draw();
  }

  draw() {
    const { state, reveal } = this;
    if (!state) return;
    clearTimeout(this.beat);
    if (!reveal.done || !reveal.open) this.heard = false;
    else if (!this.heard) this.beat = setTimeout(() => { this.heard = true; this.draw(); }, PACE);
    document.title = `${state.game.title} \u00b7 ${state.turn ? state.month : t("common.phase.lobby")}`;
    document.body.dataset.phase = state.phase;
    this.bar();
    const stage = this.stage(), plain = !stage && !!state.map;
    $("map").hidden = $("side").hidden = !plain;
    $("stage").hidden = plain;
    refill($("stage"), plain ? null : stage || el("p", { class: "large" }, t("projector.soon")));
    if (plain) {
      this.drawMap();
      refill($("side"), this.side());
      this.trim();
    }
  }

  bar() {
    const { state } = this, { phase, turn, game, clock } = state, lobby = phase === "lobby";
    $("month").textContent = lobby ? game.title : state.month;
    $("state").textContent = clock.paused ? t("projector.paused") : lobby ? "" : `${t("projector.turn", { n: turn, all: game.turns })} \u00b7 ${t(`common.phase.${phase}`)}`;
    const told = seat => t(seat.played_by === "policy" ? "projector.by_policy" : seat.ready ? "projector.is_ready" : "projector.not_ready", { name: seat.name });
    const shown = ["planning", "locked"].includes(phase);
    refill($("chips"), shown ? [el("span", {}, t("projector.ready")), state.seats.filter(seat => seat.open && seat.played_by === "people").map(seat => chip(seat, this.ground.looks, told(seat)))] : null);
  }

  /** What does not fit is left out whole, not cut. The facilitator's words stay: for them the last curve goes, then headlines, then what else is drawn. */
  trim() {
    const room = document.querySelector(".knows"), news = room.querySelector(".news"), told = room.querySelector(".told"), full = () => room.scrollHeight > room.clientHeight + 2;
    if (told && full()) document.querySelector(".drawn figure:last-child")?.remove();
    while (news && news.children.length > (told ? 0 : 1) && full()) news.lastChild.remove();
    if (told && news && !news.children.length && !this.reveal.open) room.replaceChildren(told);
    if (told && full()) document.querySelector(".drawn").replaceChildren();
  }

  /** Who holds what on the map that is shown. */
  holders() { return this.reveal.open ? this.reveal.holders() : this.state.map.holders; }

  /** Shares of the land on the map that is shown, so that map and numbers are of one moment. */
  land() { return Object.entries(landOf(this.ground.ground, this.holders(), this.ground.looks)).filter(([side, row]) => row.area >= (side === "israel" ? LEAST : .005) || row.people >= .005); }

  /** The facilitator's last words in full; during a reveal only those that came with it. */
  message() {
    const { messages, reveal } = this.state, last = messages.at(-1);
    return last && (!reveal || messages.length > (this.told ?? messages.length)) ? el("p", { class: "told", dir: "auto" }, last.text) : null;
  }

  /** What stands in the place of the map, where a phase has no map to show. */
  stage() {
    const { phase } = this.state;
    if (phase === "lobby") return this.lobby();
    if (phase === "adjudication") return el("div", { class: "calm" }, el("p", { class: "large" }, t("projector.adjudication", { month: this.state.month })), el("p", {}, t("projector.adjudication_more")));
    if (phase === "debrief" || phase === "closed") return el("div", { class: "calm" }, el("p", { class: "large" }, t(`projector.${phase}`)), el("p", {}, t(`projector.${phase}_more`, { address: `${this.state.join?.address || location.origin}/debrief/` })), this.state.map ? null : "");
    return null;
  }

  lobby() {
    const { state } = this, { join } = state, address = join ? join.address.replace(/^https?:\/\//, "") : location.host;
    return el("div", { class: "lobby" },
      el("section", { class: "way" }, el("h2", {}, t("projector.join")), el("p", { class: "address", dir: "ltr" }, address), join ? el("img", { src: join.qr, alt: t("projector.qr", { address }) }) : null, el("p", {}, t("projector.card"))),
      el("section", {}, el("h2", {}, t("projector.seats")), el("ul", { class: "plain seats" }, state.seats.filter(seat => seat.open).map(seat => el("li", { class: seat.here ? "here" : "" }, chip({ ...seat, ready: seat.here > 0, played_by: "people" }, this.ground.looks, seat.name), el("span", { class: "name" }, seat.name), el("span", { class: "n" }, seat.here ? t("projector.here", { n: seat.here }) : t("projector.empty"))))),
        el("p", {}, t("projector.free_seats")), el("p", { class: "content" }, t("projector.content"))));
  }

  drawMap() {
    const { state, reveal } = this;
    if (!this.map) {
      this.map = new FieldMap($("map"), this.ground, { still: false, tools: false, insets: true, weight: this.weight() });
      this.map.room.removeAttribute("tabindex");
      this.map.room.removeAttribute("role");
      this.map.room.setAttribute("aria-hidden", "true");
      document.fonts.ready.then(() => this.map.fit());
      new ResizeObserver(() => { this.map.options.weight = this.weight(); for (const inset of this.map.insets) inset.weigh(this.weight()); this.map.fit(); }).observe($("map"));
    }
    this.map.show(this.holders(), { hidden: state.map.hidden, marks: reveal.open ? reveal.marks() : {} });
    $("map").setAttribute("aria-label", this.words());
  }

  /** So large that only the chief towns have names. */
  weight() { return Math.max(1, $("map").clientWidth / 515); }

  /** The map in words: who holds how much of the land. */
  words() {
    const rows = this.land().sort((a, b) => b[1].area - a[1].area).filter(([, row]) => row.area >= .005);
    return t("projector.map", { shares: rows.map(([side, row]) => `${this.ground.looks.find(look => look.side === side)?.short || side} ${Math.round(100 * row.area)} %`).join(", ") });
  }

  side() {
    const { state, reveal } = this, size = 26;
    return [
      reveal.open ? this.weeks() : el("section", { class: "knows" }, this.message(), el("h2", {}, t("common.knows")), state.headlines.length ? el("ul", { class: "plain news" }, state.headlines.slice(0, MOST).map(line => el("li", {}, line))) : el("p", {}, state.game.summary || t("projector.no_news"))),
      el("section", { class: "drawn" }, state.curves.weeks.some(week => week <= reveal.last) ? curves(state, { size, high: 172, table: false }, reveal.last) : this.shares()),
      el("section", {}, legend(this.ground, this.holders(), reveal.open)),
    ];
  }

  /** Land beside people: before there is a curve, and never one without the other. */
  shares() {
    const rows = this.land().sort((a, b) => b[1].people - a[1].people), percent = share => `${Math.round(100 * share)} %`;
    return el("table", { class: "shares" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("projector.holder")), el("th", { scope: "col", class: "number" }, t("projector.people")), el("th", { scope: "col", class: "number" }, t("projector.area")))),
      el("tbody", {}, rows.map(([side, row]) => { const look = this.ground.looks.find(each => each.side === side); return el("tr", {}, el("th", { scope: "row" }, swatch(look), " ", look.short), el("td", { class: "number" }, percent(row.people)), el("td", { class: "number" }, percent(row.area))); })));
  }

  weeks() {
    const { reveal, state } = this, { week, at, weeks } = reveal, said = this.heard ? state.statements.filter(each => each.turn === state.turn) : [];
    return el("section", { class: "knows" }, this.message(), el("h2", { "aria-live": "polite" }, week ? t("common.week", { n: at, all: weeks.length, date: dateOf(state.game, week.week) }) : t("common.week_0", { date: dateOf(state.game, reveal.told.from) })),
      el("div", { class: "steps", "aria-hidden": "true" }, weeks.map((_, i) => el("i", { class: i < at ? "past" : "" }))),
      said.length ? el("ul", { class: "plain news" }, said.slice(0, 3).map(each => el("li", { dir: "auto" }, el("b", {}, `${state.seats.find(seat => seat.seat === each.seat)?.name}: `), each.text)))
        : week && week.headlines.length ? el("ul", { class: "plain news" }, week.headlines.slice(0, 4).map(line => el("li", {}, line))) : el("p", {}, t(week ? "common.week_quiet" : "common.week_start")));
  }
}

const [, ground] = await Promise.all([load(), fetched("/ground.json")]);
new Projector(ground);
