/* The situation of a seat: its brief, its forces, what was said and what came, its report and the curves. */

import { el, refill } from "/static/dom.js";
import { figure, lines } from "/static/curves.js";
import { cards } from "/static/judged.js";
import { aims, offers, pacts } from "/static/talk.js";
import { count, t } from "/static/words.js";

/** The date of a week, short, as the language writes it. @param {any} game @param {number} week */
export function dateOf(game, week) {
  const day = new Date(Date.parse(`${game.start}T00:00:00Z`) + 7 * 864e5 * week);
  return day.toLocaleDateString(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, { day: "numeric", month: "short", year: "2-digit", timeZone: "UTC" });
}

/** The two curves that everybody sees, up to a week. @param {any} state @param {Record<string, any>} [more] @param {number} [last] */
export function curves(state, more = {}, last = Infinity) {
  const [weeks, civilians, fighters, displaced] = ["weeks", "civilians", "fighters", "displaced"].map(name => state.curves[name].filter((_, at) => state.curves.weeks[at] <= last));
  if (!weeks.length) return [];
  const dates = weeks.map(week => dateOf(state.game, week)), all = civilians.map((value, at) => value + fighters[at]);
  return [
    figure(lines, { title: t("common.curve.killed"), unit: t("common.curve.killed_unit"), dates, series: [{ name: t("common.curve.all"), values: all, colour: "#CFCBC2", area: true }, { name: t("common.curve.civilians"), values: civilians, colour: "#1E2329", area: true }], ...more }),
    figure(lines, { title: t("common.curve.displaced"), unit: t("common.curve.displaced_unit"), dates, say: value => value >= 1e6 ? `${(value / 1e6).toLocaleString(undefined, { maximumFractionDigits: 2 })} m` : count(value), series: [{ name: t("common.curve.displaced"), values: displaced, colour: "#13758C" }], ...more }),
  ];
}

export class Situation {
  /** @param {HTMLElement} room @param {any} seat */
  constructor(room, seat) {
    this.seat = seat;
    this.parts = {};
    for (const part of ["messages", "report", "brief", "aims", "answers", "forces", "said", "curves"]) room.append(this.parts[part] = el("div", { class: `part ${part}` }));
  }

  draw() {
    const { parts, seat } = this, { state } = seat;
    if (this.turn !== state.turn) parts.brief.replaceChildren();
    this.turn = state.turn;
    refill(parts.messages, this.end(state), state.messages.map(each => el("p", { class: "card", dir: "auto" }, el("b", {}, t("seat.message")), " ", each.text)));
    refill(parts.report, this.report(state));
    aims(parts.aims, seat);
    refill(parts.answers, state.phase === "briefing" ? offers(seat) : null, pacts(state));
    refill(parts.forces, this.forces(state));
    refill(parts.brief, this.brief(state));
    refill(parts.said, this.said(state));
    refill(parts.curves, this.curves(state));
  }

  /** Where to go when the war is over. */
  end(state) {
    if (state.phase !== "debrief" && state.phase !== "closed") return null;
    return el("section", { class: "card" }, el("h2", {}, t("seat.end")), el("p", {}, t("seat.end_more")), el("p", {}, el("a", { class: "button", href: "/debrief/" }, t("seat.end_link"))));
  }

  /** A team's own report, and how each fight was judged. */
  report(state) {
    const { report } = state.situation, judged = state.situation.cards, { reveal } = this.seat;
    if (reveal.open && !reveal.done) return el("section", {}, el("p", { class: "note" }, t("seat.report_soon")), el("button", { type: "button", id: "skip-weeks", onclick: () => reveal.go(reveal.weeks.length) }, t("seat.report_now")));
    if (!report.length && !judged.length) return null;
    return el("section", { "aria-labelledby": "report-title" }, el("h2", { id: "report-title" }, t("seat.report")), el("p", { class: "second small" }, t("seat.report_more")),
      report.length ? el("ul", {}, report.map(line => el("li", {}, line))) : el("p", { class: "second" }, t("seat.report_none")),
      judged.length ? el("details", {}, el("summary", {}, t("seat.judged", { n: judged.length })), cards(judged)) : null);
  }

  forces(state) {
    const { sides } = state.situation;
    if (!sides.length) return null;
    return el("section", { "aria-labelledby": "forces-title" }, el("h2", { id: "forces-title" }, t("seat.forces")), sides.map(side => el("div", {}, el("h3", {}, side.name), el("dl", { class: "facts" }, side.facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))))));
  }

  brief(state) {
    const { brief, others, me, name } = state.seat, open = state.phase === "lobby" || state.phase === "briefing" && state.turn <= 1;
    const list = (words, rows) => rows && rows.length ? [el("h3", {}, words), el("ul", {}, rows.map(row => el("li", {}, row)))] : null;
    if (!brief.role && !others.length) return null;
    return el("details", { class: "card", open }, el("summary", {}, t("seat.brief", { seat: brief.title || name })), brief.role ? el("p", {}, brief.role) : null, list(t("seat.want"), brief.want), list(t("seat.can"), brief.can), list(t("seat.mind"), brief.mind),
      el("p", { class: "second small" }, t("seat.team", { names: others.map(each => `${each.name || t("seat.somebody")} (${t(`join.${each.role}`).toLocaleLowerCase()})`).join(", ") || me.name || t("seat.somebody") })));
  }

  said(state) {
    const name = key => state.seats.find(each => each.seat === key)?.name || key, { reveal } = this.seat;
    const headlines = reveal.open && !reveal.done ? reveal.heard() : state.headlines;
    return [
      headlines.length ? el("section", {}, el("h2", {}, t("common.knows")), el("ul", {}, headlines.map(line => el("li", {}, line)))) : null,
      state.statements.length ? el("section", {}, el("h2", {}, t("seat.said")), el("ul", {}, state.statements.slice(-6).map(each => el("li", { dir: "auto" }, el("b", {}, `${name(each.seat)}: `), each.text)))) : null,
    ];
  }

  curves(state) {
    return state.curves.weeks.length ? el("section", {}, el("h2", { class: "unseen" }, t("seat.curves")), curves(state, innerWidth < 600 ? { size: 25, high: 290 } : { size: 21, high: 250 }, this.seat.reveal.last)) : null;
  }
}
