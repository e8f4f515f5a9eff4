/* Who is who: the three carriers of a holder (colour, pattern, letter) beside its name, and the chip of a seat. */

import { el, svg } from "/static/dom.js";
import { t } from "/static/words.js";

/** @typedef {{side: string, name: string, short: string, code: string, fill: string, thin: string, line: string, pattern: any}} Look */

/** Sides in the order of legends. */
const ORDER = ["regime", "opposition", "hts", "sdf", "is", "turkey", "us", "israel"];
/** Israel holds a strip along the border and is no seat: with a smaller share of the land it is not listed. */
export const LEAST = .01;
/** Seat -> the side whose colour and pattern its chip wears. */
const WORN = { regime: "regime", russia: "russia", iran: "iran", us_sdf: "sdf", opposition: "opposition", turkey: "turkey" };

let made = 0;

/** The pattern of a holder as marks on a small field. */
function marks(look, wide, high) {
  const own = look.pattern;
  if (!own) return [];
  const gap = own.spacing * 1.7, weight = own.weight * 1.7, id = `swatch-${made += 1}`;
  const ink = { stroke: own.colour, "stroke-width": weight };
  const drawn = own.kind === "dots" ? [[.25, .25], [.75, .75]].map(([x, y]) => svg("circle", { cx: x * gap, cy: y * gap, r: weight / 1.6, fill: own.colour }))
    : [svg("path", { d: `M0 ${gap / 2}H${gap}${own.kind === "cross" ? `M${gap / 2} 0V${gap}` : ""}`, ...ink })];
  const turn = own.kind === "dots" ? 0 : -own.angle;
  return [
    svg("defs", {}, svg("pattern", { id, width: gap, height: gap, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${turn})` }, drawn)),
    svg("rect", { width: wide, height: high, fill: `url(#${id})` }),
  ];
}

/**
 * A small field with colour, pattern and letter of a holder.
 * @param {Look} look
 * @param {string} [letters] other letters than the holder's code
 * @returns {SVGElement}
 */
export function swatch(look, letters = look.code) {
  const wide = 34, high = 20;
  return svg("svg", { class: "swatch", viewBox: `0 0 ${wide} ${high}`, "aria-hidden": "true", focusable: "false" },
    svg("rect", { width: wide, height: high, fill: look.fill }), marks(look, wide, high), letters ? svg("text", { x: wide / 2, y: 15 }, letters) : null);
}

/** A field in the pale shades of up to three holders. */
function pale(rows) {
  const shades = rows.slice(0, 3), wide = 34 / shades.length;
  return svg("svg", { class: "swatch", viewBox: "0 0 34 20", "aria-hidden": "true", focusable: "false" }, shades.map((look, at) => svg("rect", { x: at * wide, width: wide, height: 20, fill: look.thin })));
}

/**
 * Land and homes by holder, as shares of the whole, on the map that is shown.
 * @param {{km2: number[], people: number[]}} ground
 * @param {string} holders digits of a map
 * @param {Look[]} looks
 * @returns {Record<string, {area: number, people: number}>}
 */
export function landOf(ground, holders, looks) {
  const found = {}, sum = row => row.reduce((all, each) => all + each, 0), [area, people] = [sum(ground.km2), sum(ground.people)];
  [...holders].forEach((digit, region) => {
    const row = found[looks[Number(digit)].side] ||= { area: 0, people: 0 };
    row.area += ground.km2[region] / area;
    row.people += ground.people[region] / people;
  });
  return found;
}

/**
 * A list of holders with their names.
 * @param {{ground: any, looks: Look[]}} data the answer of /ground.json
 * @param {string} holders digits of a map: only who is on it is listed
 * @param {boolean} [weeks] whether the marks of a week are explained too
 * @returns {HTMLElement}
 */
export function legend({ ground, looks }, holders, weeks = false) {
  const land = landOf(ground, holders, looks), rows = ORDER.filter(side => land[side] && (side !== "israel" || land[side].area >= LEAST)).map(side => looks.find(look => look.side === side));
  const mark = (d, dash, words) => el("li", {}, svg("svg", { class: "mark", viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d, fill: "none", stroke: "#1E2329", "stroke-width": 2.2, "stroke-dasharray": dash })), words);
  return el("ul", { class: "legend" }, rows.map(look => el("li", {}, swatch(look), look.short)), rows.length ? el("li", {}, pale(rows), t("common.pale")) : null, weeks ? [
    mark("M6 2l9 2 3 8-6 6-9-4z", null, t("common.changed")), mark("M10 2a8 8 0 1 1-.01 0", "3.5 2.2", t("common.fought"))] : null);
}

/**
 * The chip of a seat: filled when it is ready, an outline when it is not.
 * @param {{seat: string, letters: string, name: string, ready: boolean, played_by: string}} seat
 * @param {Look[]} looks
 * @param {string} words what a reader of the screen hears
 * @returns {SVGElement}
 */
export function chip(seat, looks, words) {
  const look = looks.find(each => each.side === WORN[seat.seat]) || looks[0], size = 40;
  const own = { russia: look.thin, iran: "#FFFFFF" }[seat.seat] || look.fill;
  const filled = seat.ready || seat.played_by === "policy";
  return svg("svg", { class: `seat-chip${filled ? " filled" : ""}`, viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": words },
    svg("rect", { width: size, height: size, fill: filled ? own : "#1E2329" }), filled ? marks(look, size, size) : null,
    svg("rect", { x: 1.5, y: 1.5, width: size - 3, height: size - 3, fill: "none", stroke: look.fill, "stroke-width": 3 }),
    svg("text", { x: size / 2, y: 27, fill: filled ? "#1E2329" : look.fill, stroke: filled ? "#FFFFFF" : "none" }, seat.letters));
}
