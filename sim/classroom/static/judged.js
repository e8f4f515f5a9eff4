/* How a fight was judged: strengths, what spoke for and against, the odds and the draw. */

import { el, svg } from "/static/dom.js";
import { t } from "/static/words.js";

/** Odds from 0 to 1 with the draw on them. */
function odds(probability, draw) {
  const x = value => 4 + 292 * value;
  return svg("svg", { viewBox: "0 0 300 40", role: "img", "aria-label": t("common.odds.told", { odds: percent(probability), draw: draw.toFixed(2) }) },
    svg("rect", { x: x(0), y: 6, width: 292, height: 10, fill: "#E7E4DD" }), svg("rect", { x: x(0), y: 6, width: 292 * probability, height: 10, fill: "#1F7A6E" }), svg("path", { d: `M${x(draw)} 1v20`, stroke: "#1E2329", "stroke-width": 2.5 }),
    svg("text", { x: Math.min(Math.max(x(draw), 24), 270), y: 35, "text-anchor": "middle" }, t("common.odds.draw")));
}

const percent = share => `${Math.round(100 * share)} %`;

/** How much something helped the attack, to the right, or the defence, to the left, as a bar from the middle. */
function bar(factor, helped) {
  const by = Math.min(40, Math.abs(58 * Math.log2(factor))), far = (helped ? helped === "for" : factor > 1) ? by : -by;
  return svg("svg", { viewBox: "0 0 84 10", "aria-hidden": "true" }, svg("path", { d: "M42 0v10", stroke: "#8B877F" }), svg("rect", { x: Math.min(42, 42 + far), y: 1.5, width: Math.abs(far), height: 7, fill: far > 0 ? "#1F7A6E" : "#9B8A76" }));
}

/**
 * Cards of fights, as many as there are.
 * @param {any[]} rows
 * @returns {HTMLElement[]}
 */
export const cards = rows => rows.map(card => el("article", { class: "card judged" }, el("h3", {}, card.title), (card.lines || []).map(line => el("p", {}, line)),
  card.modifiers && card.modifiers.length ? el("ul", { class: "modifiers" }, card.modifiers.map(([words, factor, helped]) => el("li", {}, el("span", {}, words, helped ? el("span", { class: "second small" }, ` ${t(`common.odds.${helped}`)}`) : null), bar(factor, helped), el("span", { class: "number" }, `\u00d7 ${factor}`)))) : null,
  typeof card.probability === "number" && typeof card.draw === "number" ? [el("p", { class: "small" }, t(card.draw < card.probability ? "common.odds.came" : "common.odds.not", { odds: percent(card.probability), draw: card.draw.toFixed(2) })), odds(card.probability, card.draw)] : null));
