/* The page of a seat: phone first, with three tabs; on a desk the map stands left of the two others. */

import { $, el, refill } from "/static/dom.js";
import { Clock } from "/static/clock.js";
import { Draft } from "/static/draft.js";
import { FieldMap } from "/static/field-map.js";
import { legend } from "/static/legend.js";
import { connect, fetched } from "/static/net.js";
import { Orders } from "/static/orders.js";
import { Place } from "/static/place.js";
import { Reveal } from "/static/reveal.js";
import { Situation, dateOf } from "/static/situation.js";
import { load, t } from "/static/words.js";

const TABS = ["situation", "map", "orders"];
/** Where a phase begins. */
const FIRST = { lobby: "situation", briefing: "situation", planning: "orders", locked: "orders", adjudication: "orders", reveal: "map", debrief: "situation", closed: "situation" };
const PACE = 4500, SAID = 8000;
const desk = matchMedia("(min-width: 900px)");

class Seat {
  constructor(base, ground) {
    this.base = base;
    this.ground = ground;
    this.state = null;
    this.tab = "situation";
    this.guesses = {};
    this.frame();
    this.line = connect(base);
    this.draft = new Draft(this.line, base, () => this.draw());
    this.situation = new Situation($("panel-situation"), this);
    this.orders = new Orders($("panel-orders"), this);
    this.reveal = new Reveal(() => this.drawMap(), PACE);
    this.place = new Place($("sheet"), $("tables"), this);
    this.clock = new Clock($("clock"), { now: () => this.line.now() }, words => this.urge(words));
    this.line.onState(state => this.take(state));
    this.line.onLine(up => this.online(up));
    this.line.onUnsent(() => { if (this.state) { this.banner(); this.orders.draw(); } });
    this.line.onLost(() => this.lost());
    desk.addEventListener("change", () => this.open(this.tab));
  }

  /* ---- the frame ---- */

  frame() {
    const tab = name => el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => this.open(name), onkeydown: event => this.tabKey(event) }, t(`seat.tab.${name}`), el("span", { class: "badge", id: `badge-${name}` }));
    const panel = (name, ...inside) => el("section", { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, class: "panel", tabindex: "-1" }, inside);
    document.body.replaceChildren(
      el("header", { class: "top dark" }, el("div", { class: "where" }, el("h1", { id: "month" }), el("p", { id: "status" })), el("p", { id: "clock", role: "timer" }), el("button", { type: "button", id: "ask-pause", onclick: () => this.askPause() }, t("seat.ask_pause"))),
      el("p", { class: "unseen", id: "urgent", "aria-live": "assertive" }), el("p", { class: "unseen", id: "told", "aria-live": "polite" }), el("p", { id: "banner", class: "banner", role: "status", hidden: true }),
      el("p", { id: "now", role: "status" }),
      el("main", {}, panel("situation"),
        panel("map", el("div", { id: "map" }), el("div", { id: "tables", hidden: true }), el("div", { class: "under" }, el("div", { id: "weeks" }), el("div", { id: "sheet" }), el("div", { id: "key" }, el("button", { type: "button", id: "as-table", "aria-pressed": "false", onclick: () => this.turn() }, t("seat.as_table")), el("div", { id: "legend" }), el("p", { class: "second small" }, t("common.game"))))),
        panel("orders"),
        el("nav", {}, el("div", { role: "tablist", "aria-label": t("seat.tabs") }, TABS.map(tab)))));
    this.open("situation");
  }

  /** @param {string} name */
  open(name) {
    if (desk.matches) document.querySelector("main").append($("weeks"));
    else document.querySelector(".under").prepend($("weeks"));
    this.tab = name;
    const shown = desk.matches && name === "map" ? this.state?.phase === "reveal" ? "situation" : "orders" : name;
    document.body.dataset.tab = shown;
    for (const each of TABS) {
      const on = each === shown;
      $(`tab-${each}`).setAttribute("aria-selected", String(on));
      $(`tab-${each}`).tabIndex = on ? 0 : -1;
      $(`panel-${each}`).hidden = !on && !(desk.matches && each === "map");
    }
    if (this.map) this.map.fit();
  }

  tabKey(event) {
    const shown = TABS.filter(name => !(desk.matches && name === "map")), turn = document.documentElement.dir === "rtl" ? -1 : 1, at = shown.indexOf(document.body.dataset.tab);
    const to = { ArrowRight: at + turn, ArrowLeft: at - turn, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.open(shown[(to + shown.length) % shown.length]);
    $(`tab-${document.body.dataset.tab}`).focus();
  }

  /* ---- what comes in ---- */

  take(state) {
    const old = this.state;
    this.state = state;
    if (old && old.turn !== state.turn) this.guesses = {};
    this.remember();
    this.draft.take(state);
    this.clock.set(state.clock);
    this.reveal.take(state);
    if (!old || old.phase !== state.phase || old.turn !== state.turn) this.open(FIRST[state.phase] || "situation");
    this.draw();
    if (!old && this.draft.form && this.draft.open_) this.open("orders");
  }

  draw() {
    const { state } = this;
    if (!state) return;
    const { seat } = state, people = state.seats.find(each => each.seat === seat.seat);
    document.title = `${people?.name || seat.name} \u00b7 ${state.month}`;
    $("month").textContent = state.turn ? state.month : people?.name || seat.name;
    this.online(this.line.up);
    const now = this.now();
    if ($("now").textContent !== now) $("now").textContent = now;
    $("now").classList.toggle("alert", state.clock.paused || state.clock.time_up && state.phase === "planning");
    document.body.dataset.phase = state.phase;
    $("badge-orders").textContent = this.draft.rows.length ? String(this.draft.rows.length) : "";
    this.banner();
    this.situation.draw();
    this.orders.draw();
    this.drawMap();
  }

  /** What do I do now? One sentence. */
  now() {
    const { state } = this, { phase, clock, orders, seat } = state, say = key => t(`seat.now.${key}`, { month: state.month });
    if (clock.paused) return say("paused");
    if (seat.lent) return say("lent");
    if (phase !== "planning") return say(phase);
    if (orders.submitted) return say("submitted");
    if (seat.me.role !== "commander") return say("observer");
    return say(clock.time_up ? "time_up" : "planning");
  }

  /** Say something at once, and take it away again: it would be read as news later. @param {string} words */
  urge(words) {
    $("urgent").textContent = words;
    setTimeout(() => { if ($("urgent")) $("urgent").textContent = ""; }, SAID);
  }

  online(up) {
    const { state } = this;
    if (!state) { $("status").textContent = t("seat.joining"); return; }
    const seat = state.seats.find(each => each.seat === state.seat.seat);
    refill($("status"), state.turn ? [t(`seat.short.${state.seat.seat}`), " \u00b7 "] : null, t(`common.phase.${state.phase}`), " \u00b7 ", el("span", { class: up ? "line up" : "line down" }, t(up ? "common.connected" : "common.away")));
    if (this.draft) this.banner();
  }

  banner() {
    const { draft, line, state } = this, unsent = line.unsent > 0 || draft.dirty && !line.up, asked = state && this.askedPause && !state.clock.paused;
    $("banner").hidden = !unsent && !asked;
    $("banner").classList.toggle("calm", !unsent);
    const words = unsent ? t("seat.offline") : asked ? t("seat.pause_asked") : "";
    if ($("banner").textContent !== words) $("banner").textContent = words;
    if (state && state.clock.paused) this.askedPause = false;
  }

  lost() {
    document.body.replaceChildren(el("main", { class: "gone" }, el("h1", {}, t("seat.gone")), el("p", {}, t("seat.gone_more")), el("p", {}, el("a", { href: "/" }, t("seat.gone_link")))));
  }

  async askPause() {
    this.askedPause = true;
    this.banner();
    await this.line.act("ask_pause");
  }

  /* ---- the map ---- */

  /** Who holds what, as it is shown now. @returns {string} */
  holders() { return this.reveal.open ? this.reveal.holders() : this.state.map.holders; }

  /** Who held what a month ago, if this tab has seen it. @returns {string | null} */
  before() { return this.reveal.open ? this.reveal.start : sessionStorage.getItem(this.shelf(this.state.map.week - 4)); }

  remember() {
    const { map } = this.state;
    if (map) sessionStorage.setItem(this.shelf(map.week), map.holders);
  }

  /** Where the map of a week is kept in this tab. @param {number} week */
  shelf(week) { return `map ${this.state.game.scenario} ${this.state.game.seed} ${this.state.game.branch} ${week}`; }

  /** The front of one's own side, nearest to the middle of what it holds: there a phone begins. */
  home() {
    const { ground } = this.ground, mine = new Set(this.state.seat.sides.map(side => this.ground.looks.findIndex(look => look.side === side)));
    if (this.state.seat.sides.some(side => ["russia", "iran"].includes(side))) mine.add(0);
    if (mine.has(6)) mine.add(2);
    const own = ground.ids.map((_, region) => region).filter(region => mine.has(this.map.holderOf(region)));
    const front = own.filter(region => [...this.map.neighbours[region]].some(to => !mine.has(this.map.holderOf(to)) && ground.people[to] > 0));
    if (!front.length) return ground.ids.indexOf("damascus");
    const mid = name => front.reduce((sum, region) => sum + ground[name][region], 0) / front.length, [x, y] = [mid("x"), mid("y")];
    const far = region => Math.hypot(ground.x[region] - x, ground.y[region] - y) - 200 * Math.log10(1 + ground.people[region]);
    return front.reduce((best, region) => far(region) < far(best) ? region : best);
  }

  openMap() {
    this.map = new FieldMap($("map"), this.ground, { insets: desk.matches, locator: !desk.matches });
    this.map.onPick(region => { this.place.pick(region); if (region !== null) this.place.focus(); });
  }

  drawMap() {
    const { state, reveal } = this;
    if (!state || !state.map) { this.place.draw(); return; }
    const first = !this.map;
    if (first) this.openMap();
    this.map.show(this.holders(), { hidden: state.map.hidden, marks: reveal.open ? reveal.marks() : {} });
    if (first) {
      this.map.options.start = this.home();
      if (!desk.matches) this.map.lookAt(this.map.options.start);
      document.fonts.ready.then(() => this.map.fit());
    }
    refill($("legend"), legend(this.ground, this.holders(), reveal.open));
    refill($("weeks"), reveal.open ? this.weeks() : null);
    if (reveal.open) this.situation.draw();
    const told = reveal.week ? [t("common.week", { n: reveal.at, all: reveal.weeks.length, date: dateOf(state.game, reveal.week.week) }), ...reveal.week.headlines].join(". ") : "";
    if ($("told").textContent !== told) $("told").textContent = told;
    this.place.draw();
  }

  weeks() {
    const { reveal, state } = this, { week, at, weeks, playing, done } = reveal, last = week || { headlines: [] };
    return el("section", { class: "weeks", "aria-labelledby": "week-title" },
      el("div", { class: "row" }, el("h2", { id: "week-title", class: "grow" }, week ? t("common.week", { n: at, all: weeks.length, date: dateOf(state.game, week.week) }) : t("common.week_0", { date: dateOf(state.game, reveal.told.from) })),
        el("div", { class: "steps" }, el("button", { type: "button", id: "week-back", "aria-label": t("common.week_back"), disabled: !at, onclick: () => { reveal.pause(); reveal.go(reveal.at - 1); } }, "\u2039"),
        el("button", { type: "button", id: "week-play", onclick: () => { if (reveal.playing) { reveal.pause(); this.drawMap(); } else reveal.play(); } }, t(playing ? "common.hold" : done ? "common.again" : "common.play")),
        el("button", { type: "button", id: "week-next", "aria-label": t("common.week_next"), disabled: done, onclick: () => { reveal.pause(); reveal.go(reveal.at + 1); } }, "\u203a"))),
      last.headlines.length ? el("ul", {}, last.headlines.map(line => el("li", {}, line))) : el("p", { class: "second" }, t(week ? "common.week_quiet" : "common.week_start")),
      done && !desk.matches ? el("button", { type: "button", class: "go wide", id: "to-report", onclick: () => { this.open("situation"); $("panel-situation").scrollTop = 0; } }, t("seat.to_report")) : null);
  }

  turn() {
    this.place.turn();
    $("map").hidden = this.place.asTable;
    $("tables").hidden = !this.place.asTable;
    $("as-table").setAttribute("aria-pressed", String(this.place.asTable));
    $("as-table").textContent = t(this.place.asTable ? "seat.as_map" : "seat.as_table");
    if (!this.place.asTable && this.map) this.map.fit();
  }

  /** Begin an order from the map, the tables or an offer. @param {Record<string, any>} start */
  begin(start) {
    this.open("orders");
    this.orders.begin(start);
  }
}

const [, ground] = await Promise.all([load(), fetched("/ground.json")]);
new Seat(location.pathname.replace(/\/$/, ""), ground);
