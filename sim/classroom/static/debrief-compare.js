/* Where this war falls: the class's line among many wars of the model that go on from a turn with every seat played by
   its policy, and the lines of other rooms. */

import { dateOf, monthOf } from "./debrief-words.js";
import { el } from "./dom.js";
import { fan } from "./fan.js";
import { post } from "./net.js";
import { t } from "./words.js";

const INK = "#1E2329", SECOND = "#5B6168", FLED = "#1F7A6E";
const HARM = [["civilians", INK], ["killed", SECOND], ["displaced", FLED]];
/** Holders that never had so much are left out. */
const LEAST = .03;

export class Compare {
  /**
   * @param {HTMLElement} room
   * @param {any} ground
   * @param {boolean} host whether futures can be asked for here
   * @param {() => void} asked called when futures were asked for
   */
  constructor(room, ground, host, asked) {
    this.looks = ground.looks;
    this.host = host;
    this.again = asked;
    this.asking = el("div", { class: "asking" });
    this.said = el("div", {});
    this.plots = el("div", {});
    room.append(this.asking, this.said, this.plots);
    if (host) this.form();
  }

  /** From which turn, and how many. */
  form() {
    this.turn = /** @type {HTMLSelectElement} */ (el("select", { id: "from-turn" }));
    this.runs = /** @type {HTMLInputElement} */ (el("input", { type: "number", id: "runs", min: "20", max: "1000", step: "20", value: "200" }));
    this.go = /** @type {HTMLButtonElement} */ (el("button", { type: "button", class: "go", onclick: () => this.ask() }, t("debrief.compare.go")));
    this.fault = el("p", { class: "fault", role: "alert" });
    this.asking.append(el("div", { class: "row" }, el("label", { class: "field" }, el("span", {}, t("debrief.compare.from")), this.turn), el("label", { class: "field" }, el("span", {}, t("debrief.compare.runs")), this.runs), this.go), this.fault);
  }

  async ask() {
    this.go.disabled = true;
    this.fault.textContent = "";
    const answer = await post("/console/api/futures", { from_turn: Number(this.turn.value), runs: Number(this.runs.value) }).catch(() => ({ status: 0, text: "" }));
    if (answer.status !== 200) { this.fault.textContent = answer.text || t("debrief.no_line"); this.go.disabled = false; return; }
    this.again();
  }

  take(state) {
    const { futures } = state, turns = Math.max(1, Math.ceil(state.curves.weeks.length / 4));
    if (this.host) {
      if (this.turn.options.length !== turns) this.turn.replaceChildren(...[...Array(turns).keys()].map(n => el("option", { value: String(n + 1) }, t("debrief.compare.turn", { n: n + 1, month: monthOf(state, 4 * n + 2) }))));
      this.go.disabled = futures.state === "working";
    }
    const now = JSON.stringify([futures, state.curves, state.beside]);
    if (now === this.key) return;
    this.key = now;
    this.state = state;
    this.say(futures);
    this.draw(futures);
  }

  say(futures) {
    if (futures.state === "none") return this.said.replaceChildren(el("p", { class: "none" }, t(this.host ? "debrief.compare.none_host" : "debrief.compare.none")));
    if (futures.state === "working") {
      const bar = el("progress", { max: String(futures.runs), value: String(futures.done), "aria-label": t("debrief.compare.progress") });
      return this.said.replaceChildren(el("p", { class: "working", role: "status" }, bar, " ", t("debrief.compare.working", { done: futures.done, runs: futures.runs })));
    }
    const sides = this.sides(futures).map(look => `area.${look.side}`);
    const order = Object.keys(futures.place).filter(key => !key.includes(".") || sides.includes(key)).sort((a, b) => this.rank(a) - this.rank(b)), last = this.state.curves.weeks.length;
    this.said.replaceChildren(el("h3", {}, t("debrief.compare.falls", { date: dateOf(this.state, last) })), el("ul", { class: "place" }, ...order.map(key => el("li", { class: key === "civilians" ? "first" : null }, sentence(futures.place[key])))),
      el("p", { class: "quiet" }, t("debrief.compare.sample", { runs: futures.runs, low: futures.seeds[0], high: futures.seeds.at(-1), turn: futures.from_turn }), " ", futures.draws || "", " ", el("b", {}, t("debrief.compare.range"))));
  }

  rank(key) { const at = HARM.findIndex(([name]) => name === key); return at < 0 ? 9 : at; }

  /** Sides that held, or might have held, enough to be drawn. */
  sides(futures) {
    const rows = [this.state.curves.series, Object.fromEntries(Object.entries(futures.bands || {}).map(([key, band]) => [key, band.high]))];
    return this.looks.filter(look => rows.some(each => ["area", "present"].some(what => Math.max(0, ...(each[`${what}.${look.side}`] || [])) >= LEAST)));
  }

  /** Harm first, civilians before all; then land and people side by side. */
  draw(futures) {
    const sides = this.sides(futures);
    const land = sides.flatMap(look => ["area", "present"].map(what => this.figure(`${what}.${look.side}`, look.line, look.text, t(`debrief.measure.${what}`, { who: look.name }), true)));
    this.plots.replaceChildren(el("div", { class: "plots harm" }, ...HARM.map(([key, colour]) => this.figure(key, colour, colour, t(`debrief.measure.${key}`), false))),
      el("h3", { class: "land-head" }, t("debrief.compare.land")), el("p", { class: "quiet" }, t("debrief.compare.desert")), el("div", { class: "plots" }, ...land.filter(Boolean)));
  }

  figure(key, colour, text, title, share) {
    const { state } = this, { futures, curves } = state, row = curves.series[key];
    if (!row) return null;
    const bands = futures.state === "ready" && futures.bands[key] ? [{ name: t("debrief.compare.middle", { n: futures.runs }), band: futures.bands[key], colour, text: SECOND }] : [];
    const weeks = bands.length && futures.weeks.length > curves.weeks.length ? futures.weeks : curves.weeks;
    const fill = line => [...line, ...Array(Math.max(0, weeks.length - line.length)).fill(null)];
    const lines = [{ name: t("debrief.compare.own"), row: fill(row), colour, text, kind: "own" }];
    for (const other of state.beside) {
      const theirs = (other.curves.series || other.curves)[key];
      if (theirs) lines.push({ name: other.name, row: fill(theirs).slice(0, weeks.length), colour: INK, text: INK, kind: "beside" });
    }
    const place = futures.state === "ready" && futures.place[key] ? sentence(futures.place[key]) : "";
    return fan({ title, place, weeks, dates: week => monthOf(state, week), bands, lines, share, from: futures.state === "ready" ? 4 * (futures.from_turn - 1) : undefined, high: key === "civilians" ? 250 : 200 });
  }
}

/** A sentence begins large and ends with a stop. @param {string} words */
function sentence(words) { return words.charAt(0).toUpperCase() + words.slice(1) + (/[.!?]$/.test(words) ? "" : "."); }
