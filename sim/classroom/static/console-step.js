/* The clock and the one large button that names the next step; a step is sent once, with what the page saw. */

import { el, $ } from "./dom.js";
import { redraw } from "./redraw.js";
import { has, t } from "./words.js";

/** Phases that people work against a clock in. */
const TIMED = ["briefing", "planning", "reveal", "debrief"];

export class Stepper {
  /** @param {any} desk the console */
  constructor(desk) {
    this.desk = desk;
    this.sent = "";
    this.dialog = /** @type {HTMLDialogElement} */ (el("dialog", { "aria-labelledby": "asked" }));
    document.body.append(this.dialog);
    this.face = el("output", { class: "face", "aria-label": t("console.clock") });
    this.more = this.button("console.plus", () => this.act("extend", { seconds: 60 }), "plus");
    this.stop = el("button", { type: "button", "data-key": "pause", "aria-keyshortcuts": "p" });
    this.stop.addEventListener("click", () => this.pause());
    $("clock").append(this.face, this.more, this.stop);
    this.go = /** @type {HTMLButtonElement} */ (el("button", { type: "button", class: "step", "aria-keyshortcuts": "n" }));
    this.go.addEventListener("click", () => this.risk() ? this.ask() : this.step());
    this.told = el("p", { class: "ready" });
    const help = this.button("console.help", () => this.help(), "help");
    help.setAttribute("aria-keyshortcuts", "?");
    help.classList.add("help");
    $("next").append(this.told, this.go, help);
  }

  button(words, does, key) {
    const made = el("button", { type: "button", "data-key": key }, t(words));
    made.addEventListener("click", does);
    return made;
  }

  act(kind, body) { return this.desk.act(kind, body); }

  take(state) {
    const { next, phase, turn, clock } = state;
    if (this.sent !== `${turn}/${phase}/${state.game.branch}`) this.sent = "";
    const waits = this.waits();
    this.go.textContent = next && next.phase ? next.label : t("console.closed");
    this.go.disabled = !next || !next.phase || !!waits || !!this.sent;
    this.told.textContent = waits || (phase === "planning" && next ? next.ready : "");
    this.stop.textContent = t(clock.paused ? "console.resume" : "console.pause");
    this.stop.classList.toggle("on", clock.paused);
    this.more.hidden = !TIMED.includes(phase);
    const first = `console.todo.${phase}_first`, say = turn === 1 && has(first) ? first : `console.todo.${phase}`;
    redraw($("todo"), () => [el("b", {}, t("console.todo_now")), " ", el("span", {}, t(say, { step: this.go.textContent || "" }))]);
    this.tick();
  }

  /** Why the next step cannot be taken yet. */
  waits() {
    const { phase, proposal, next } = this.desk.state;
    if (phase === "adjudication" && proposal && proposal.state === "failed") return t("console.failed");
    return next && next.waiting || phase === "adjudication" && (!proposal || proposal.state === "working") ? t("console.working") : "";
  }

  /** What would be lost by the next step, in a sentence. */
  risk() {
    const { phase, seats, next, room } = this.desk.state;
    if (!next || !next.phase) return "";
    const late = seats.filter(each => each.open && each.played_by === "people" && !each.ready).map(each => each.name);
    if (phase === "planning" && late.length) return t("console.risk.planning", { seats: late.join(", ") });
    if (phase === "lobby" && !room.seats.some(each => each.sessions.length)) return t("console.risk.lobby");
    if (next.phase === "debrief" || next.phase === "closed") return t(`console.risk.${next.phase}`);
    return "";
  }

  tick() {
    const { state, now } = this.desk;
    if (!state) return;
    const { clock } = state;
    const left = clock.deadline ? Math.max(0, clock.deadline - now) : clock.left;
    this.face.hidden = left === null || left === undefined;
    this.face.textContent = left === null || left === undefined ? "\u2013:\u2013\u2013" : `${Math.floor(left / 60)}:${String(Math.floor(left % 60)).padStart(2, "0")}`;
    this.face.classList.toggle("late", left !== null && left !== undefined && left < 60 && !clock.paused);
    this.face.classList.toggle("paused", clock.paused);
  }

  pauseButton() {
    const made = this.button("console.pause_now", () => this.pause(), "pause now");
    made.classList.add("go");
    return made;
  }

  pause() { return this.act(this.desk.state.clock.paused ? "resume" : "pause"); }

  /** Take the next step once: a second click, or an older page, changes nothing. @param {string} [to] */
  async step(to) {
    const { state } = this.desk;
    if (this.sent) return { status: 200 };
    this.sent = `${state.turn}/${state.phase}/${state.game.branch}`;
    this.go.disabled = true;
    const answer = await this.act("step", { turn: state.turn, phase: state.phase, ...(to ? { to } : {}) });
    if (answer.status !== 200) {
      this.sent = "";
      this.take(this.desk.state);
      if (answer.fault !== "stale") this.say(t("console.not_done"), [answer.text || ""]);
    }
    return answer;
  }

  /** Ask before the next step. */
  ask() {
    const { state } = this.desk;
    if (this.go.disabled) return this.say(t("console.cannot"), [this.told.textContent || t("console.cannot_why")]);
    const seen = `${state.turn}/${state.phase}`;
    const yes = el("button", { type: "button", class: "go" }, this.go.textContent);
    yes.addEventListener("click", () => {
      this.dialog.close();
      if (`${this.desk.state.turn}/${this.desk.state.phase}` === seen) this.step();
    });
    this.say(t("console.sure", { step: this.go.textContent }), [this.risk() || t(`console.means.${state.next.phase}`)], yes);
  }

  help() {
    const rows = ["n", "p", "/", "?", "arrows", "brackets"].map(key => el("div", {}, el("dt", {}, el("kbd", {}, t(`console.keys.${key === "/" ? "slash" : key === "?" ? "mark" : key}.key`))), el("dd", {}, t(`console.keys.${key === "/" ? "slash" : key === "?" ? "mark" : key}.does`))));
    const steps = ["lobby", "briefing", "planning", "locked", "adjudication", "reveal", "debrief"].map(key => el("li", {}, el("b", {}, t(`console.phase.${key}`)), " ", t(`console.todo.${key}`, { step: t("console.large") })));
    this.say(t("console.help_title"), [el("h3", {}, t("console.help_keys")), el("dl", { class: "keys" }, ...rows), el("h3", {}, t("console.help_steps")), el("ol", { class: "steps" }, ...steps)]);
  }

  /** @param {string} title @param {(string|HTMLElement)[]} parts @param {HTMLElement} [yes] */
  say(title, parts, yes) {
    const close = this.button(yes ? "console.cancel" : "console.close", () => this.dialog.close(), "close");
    this.dialog.replaceChildren(el("h2", { id: "asked" }, title), ...parts.map(each => typeof each === "string" ? el("p", {}, each) : each), el("div", { class: "row" }, yes || null, close));
    if (!this.dialog.open) this.dialog.showModal();
    (yes || close).focus();
  }
}
