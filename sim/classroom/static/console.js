/* The facilitator's console: the state of the room, the clock, the next step, the map and the desk of tabs. */

import { asked, closeAll, onAsk } from "./ask.js";
import { el, $ } from "./dom.js";
import { Ground } from "./console-ground.js";
import { injectPanel } from "./console-inject.js";
import { LogPanel, timeOf } from "./console-log.js";
import { ordersPanel } from "./console-orders.js";
import { proposalPanel } from "./console-proposal.js";
import { RoomPanel } from "./console-room.js";
import { seatsPanel, stuck } from "./console-seats.js";
import { Stepper } from "./console-step.js";
import { connect } from "./net.js";
import { redraw } from "./redraw.js";
import { Tabs } from "./tabs.js";
import { load, t } from "./words.js";

const TABS = ["seats", "orders", "proposal", "inject", "log", "room"];
/** The tab that a phase needs. @type {Record<string, string>} */
const HOME = { lobby: "room", briefing: "seats", planning: "seats", locked: "orders", adjudication: "proposal", reveal: "seats", debrief: "log", closed: "log" };

class Console {
  constructor(ground) {
    this.line = connect("/console");
    this.up = true;
    this.phase = "";
    this.ground = new Ground($("ground"), ground);
    this.stepper = new Stepper(this);
    this.room = new RoomPanel(this);
    this.log = new LogPanel(this);
    this.tabs = new Tabs($("desk"), TABS.map(key => ({ key, name: t(`console.tab.${key}`) })), t("console.tabs"), () => this.drawDesk());
    onAsk(() => this.drawDesk());
    this.line.onState(state => this.take(state));
    this.line.onLine(up => { this.up = up; this.tick(); });
    this.ground.onPick(region => this.picked(region));
    setInterval(() => this.tick(), 500);
    document.addEventListener("keydown", event => this.key(event));
  }

  /** The clock of the server [s]. */
  get now() { return this.line.now(); }

  /** Seconds since the state was sent. */
  get age() { return Math.max(0, this.now - this.state.clock.now); }

  /** Whether the time of the phase is over. */
  get late() {
    const { clock } = this.state;
    return clock.time_up || !clock.paused && !!clock.deadline && this.now >= clock.deadline;
  }

  /**
   * Ask the server for something; the answer tells whether it was done.
   * @param {string} kind
   * @param {Record<string, any>} [body]
   */
  act(kind, body = {}) { return this.line.act(kind, body); }

  take(state) {
    const moved = `${state.turn}/${state.phase}/${state.game.branch}`;
    this.state = state;
    if (moved !== this.phase) {
      const first = this.phase === "";
      this.phase = moved;
      this.spots = [];
      closeAll();
      if (!first || state.phase !== "lobby") this.tabs.open(HOME[state.phase] || "seats");
      else this.tabs.open("room");
    }
    document.title = `${state.month} \u00b7 ${t("console.title")}`;
    $("month").textContent = state.month;
    const where = state.turn ? t("console.turn", { turn: state.turn, turns: state.game.turns }) : state.game.title;
    redraw($("state"), () => [`${where} \u00b7 ${t(state.phase === "adjudication" && (state.proposal || {}).state === "ready" ? "console.worked_out" : `console.phase.${state.phase}`)}`, state.game.branch ? ` \u00b7 ${t("console.branch", { n: state.game.branch })}` : "", state.clock.paused ? el("span", { class: "stopped" }, ` \u00b7 ${t("console.paused")}`) : null]);
    this.stepper.take(state);
    this.ground.take(state);
    this.drawAlarm();
    this.drawDesk();
    this.tick();
  }

  tick() {
    if (!this.state) return;
    const { room } = this.state, light = $("light");
    this.stepper.tick();
    const late = this.late;
    if (late !== this.told) { this.told = late; this.drawAlarm(); }
    const ago = Math.max(0, Math.round(this.now - room.saved_at));
    light.classList.toggle("down", !this.up);
    light.textContent = this.up ? t("console.light", { n: ago > 99 ? "99+" : ago, connected: room.connected }) : t("console.down");
    this.room.tick();
  }

  /** Pauses that pupils asked for, and time that is up: said loudly. */
  drawAlarm() {
    const { room, seats, clock, phase } = this.state, name = key => (seats.find(each => each.seat === key) || { name: key }).name;
    const rows = room.pause_asked.map(each => el("p", {}, t("console.pause_asked", { seat: name(each.seat), at: timeOf(each.at) })));
    const offer = rows.length && !clock.paused ? this.stepper.pauseButton() : null;
    if (rows.length) rows.push(el("p", { class: "how" }, t("console.pause_how")));
    if (this.late && ["briefing", "planning", "reveal"].includes(phase)) rows.push(el("p", {}, t("console.time_up")));
    redraw($("alarm"), () => [rows.length ? el("div", { class: "alarm" }, el("div", {}, ...rows), offer) : null]);
  }

  drawDesk() {
    const { state, tabs } = this;
    if (!state || !tabs) return;
    const slow = stuck(state, this.age), pending = state.orders.seats.flatMap(each => each.side_orders).filter(each => !each.accepted && !each.struck).length;
    tabs.count("seats", slow.length, t("console.stuck_n", { n: slow.length }));
    tabs.count("orders", pending, t("console.refused_n", { n: pending }));
    const draw = { seats: seatsPanel, orders: ordersPanel, proposal: proposalPanel, inject: injectPanel, log: () => this.log.draw(), room: () => this.room.draw() };
    redraw(tabs.panels[tabs.now], () => draw[tabs.now](this));
  }

  /** A place was picked on the map: it joins the list if a form asks for places. @param {string} region */
  picked(region) {
    if (!asked("overrule")) return;
    this.spots = this.spots.includes(region) ? this.spots.filter(each => each !== region) : [...this.spots, region];
    this.ground.mark(this.spots);
    document.dispatchEvent(new CustomEvent("spots"));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const at = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) || document.querySelector("dialog[open]")) return;
    const does = { n: () => this.stepper.ask(), p: () => this.stepper.pause(), "/": () => this.ground.find(), "?": () => this.stepper.help() }[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }
}

await load();
const answer = await fetch("/ground.json");
new Console(await answer.json());
