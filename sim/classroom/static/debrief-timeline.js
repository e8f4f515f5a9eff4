/* The timeline: a row a seat, a column a turn, a mark an order; what the facilitator did stands in a row of its own. */

import { chip } from "./chip.js";
import { monthOf, nameOf } from "./debrief-words.js";
import { el } from "./dom.js";
import { t } from "./words.js";

export class Timeline {
  /**
   * @param {HTMLElement} room
   * @param {(turn: number) => void} go shows the map at the end of a turn
   */
  constructor(room, go) {
    this.go = go;
    this.room = el("div", {});
    this.at = { row: 0, turn: 1 };
    this.told = el("div", { class: "cell", role: "status" });
    room.append(this.room, el("p", { class: "marks" }, ...["people", "policy", "white", "struck"].map(key => el("span", {}, el("i", { class: `mark ${key}`, "aria-hidden": "true" }), t(`debrief.mark.${key}`)))), this.told);
  }

  take(state) {
    const now = JSON.stringify(state.timeline);
    if (now === this.key) return;
    this.key = now;
    this.state = state;
    const turns = [...Array(Math.max(1, ...state.timeline.map(each => each.turn))).keys()].map(n => n + 1);
    this.rows = [...state.seats.map(each => each.seat), "policy", "white"].filter(key => state.seats.some(each => each.seat === key) || state.timeline.some(each => each.seat === key));
    const head = el("tr", {}, el("td", {}), ...turns.map(turn => el("th", { scope: "col" }, t("debrief.turn", { n: turn }), el("span", {}, monthOf(state, 4 * turn - 2)))));
    const body = this.rows.map((key, row) => el("tr", { class: key === "white" ? "white" : null }, el("th", { scope: "row" }, key === "white" || key === "policy" ? null : chip(key), nameOf(state, key)), ...turns.map(turn => el("td", {}, this.cell(key, row, turn)))));
    const table = el("table", { class: "timeline" }, el("thead", {}, head), el("tbody", {}, ...body));
    table.addEventListener("keydown", event => this.move(event, turns.length));
    this.room.replaceChildren(el("div", { class: "scroll" }, table));
  }

  of(key, turn) { return this.state.timeline.filter(each => each.seat === key && each.turn === turn); }

  cell(key, row, turn) {
    const rows = this.of(key, turn), name = nameOf(this.state, key);
    const kind = each => each.mark !== "order" ? "white" : each.struck ? "struck" : each.from === "policy" ? "policy" : each.from === "white" ? "white" : "people";
    return el("button", { type: "button", "data-row": row, "data-turn": turn, tabindex: row === this.at.row && turn === this.at.turn ? "0" : "-1", "aria-pressed": "false", "aria-label": t("debrief.cell", { name, turn, n: rows.length }), onclick: () => this.open(key, row, turn) },
      ...rows.map(each => el("i", { class: `mark ${kind(each)}`, "data-seat": key, "aria-hidden": "true" })));
  }

  button(row, turn) { return /** @type {HTMLElement|null} */ (this.room.querySelector(`[data-row="${row}"][data-turn="${turn}"]`)); }

  open(key, row, turn) {
    this.focus(row, turn);
    for (const each of this.room.querySelectorAll("[aria-pressed=true]")) each.setAttribute("aria-pressed", "false");
    this.button(row, turn)?.setAttribute("aria-pressed", "true");
    const rows = this.of(key, turn);
    this.told.replaceChildren(el("h3", {}, `${nameOf(this.state, key)}, ${t("debrief.turn", { n: turn })}`), rows.length ? el("ul", { class: "plain" }, ...rows.map(each => el("li", { class: each.struck ? "struck" : null },
      each.mark === "order" ? null : el("span", { class: "tag white" }, t(`debrief.mark.${each.mark}`)), " ", el("span", { class: "words" }, each.mark === "order" || each.mark === "inject" ? each.words : each.words in { reroll: 1, rewind: 1, overrule: 1, men: 1 } ? t(`debrief.kind.${each.words}`) : each.words), each.from === "policy" ? el("span", { class: "tag" }, t("debrief.mark.policy")) : null,
      each.modifier ? el("span", { class: "tag white" }, t("debrief.weighed", { n: each.modifier > 0 ? `+${each.modifier}` : `\u2212${-each.modifier}` })) : null,
      each.reason ? el("span", { class: "why" }, t("debrief.why", { why: each.reason })) : null))) : el("p", { class: "none" }, t("debrief.cell_none")));
    this.go(turn);
  }

  focus(row, turn) {
    const old = this.button(this.at.row, this.at.turn), now = this.button(row, turn);
    if (!now) return;
    if (old) old.tabIndex = -1;
    now.tabIndex = 0;
    this.at = { row, turn };
    now.focus();
  }

  /** @param {KeyboardEvent} event @param {number} turns */
  move(event, turns) {
    const rtl = document.documentElement.dir === "rtl" ? -1 : 1, { row, turn } = this.at;
    const to = { ArrowRight: [row, turn + rtl], ArrowLeft: [row, turn - rtl], ArrowUp: [row - 1, turn], ArrowDown: [row + 1, turn], Home: [row, 1], End: [row, turns] }[event.key];
    if (!to) return;
    event.preventDefault();
    this.focus(to[0], to[1]);
  }
}
