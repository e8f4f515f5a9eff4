/* The tab of the log: everything that was done, by whom and why; filtered here, exported by the server. */

import { el } from "./dom.js";
import { control } from "./ask.js";
import { t } from "./words.js";

const MOST = 200;

export class LogPanel {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    this.words = control({ name: "words", label: t("console.log.filter"), kind: "text" });
    this.who = control({ name: "who", label: t("console.log.who"), kind: "choice", choices: ["all", "white", "seat", "policy", "clock"].map(value => ({ value, name: t(`console.log.who_${value}`) })) });
    for (const each of [this.words, this.who]) each.addEventListener("input", () => desk.drawDesk());
    this.tools = el("div", { class: "row" }, this.words, this.who);
  }

  value(room) { return /** @type {HTMLInputElement} */ (room.querySelector("input, select")).value; }

  draw() {
    const { state } = this.desk, sought = this.value(this.words).toLowerCase(), who = this.value(this.who);
    const of = row => row.actor.startsWith("seat") ? "seat" : row.actor === "engine" ? "policy" : row.actor.startsWith("white") ? "white" : row.actor;
    const rows = state.log.filter(row => (who === "all" || of(row) === who) && (!sought || [row.words, row.reason, row.kind, row.actor].join(" ").toLowerCase().includes(sought))).reverse();
    const name = actor => actor.startsWith("seat:") ? (state.seats.find(each => each.seat === actor.slice(5)) || { name: actor.slice(5) }).name : t(`console.actor.${actor.split(":")[0]}`);
    const heads = ["at", "turn_head", "by", "words", "reason"].map(key => el("th", { scope: "col" }, t(`console.log.${key}`)));
    return [el("h2", {}, t("console.tab.log")), this.tools, el("p", { class: "quiet" }, t("console.log.shown", { n: Math.min(rows.length, MOST), all: state.log.length })),
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("console.tab.log") }, el("table", { class: "log" }, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows.slice(0, MOST).map(row => el("tr", { class: of(row) === "white" ? "white" : null },
        el("td", {}, row.at), el("td", {}, `${row.turn} \u00b7 ${t(`console.phase.${row.phase}`)}`), el("td", {}, name(row.actor)), el("td", {}, row.words || row.kind), el("td", {}, row.reason || "")))))),
      el("p", {}, el("a", { href: "/console/api/export", download: "", class: "button" }, t("console.log.export")), el("span", { class: "quiet" }, ` ${t("console.log.export_means")}`))];
  }
}

/** The time of day of a moment. @param {number} at seconds since 1970 */
export function timeOf(at) { return new Date(at * 1000).toTimeString().slice(0, 5); }
