/* Curves as drawings, each with the table of its numbers beneath. */

import { el, svg } from "/static/dom.js";
import { count, t } from "/static/words.js";

const INK = "#1E2329", GRID = "#E7E4DD", SECOND = "#5B6168";

/**
 * @typedef {object} Series
 * @property {string} name
 * @property {number[]} values
 * @property {string} [colour]
 * @property {boolean} [area] filled down to zero
 */

/**
 * @typedef {object} Figure
 * @property {string} title
 * @property {string} [unit]
 * @property {string[]} dates one a point, as a reader is told them
 * @property {number} [size] size of the type [px of the drawing]
 * @property {number} [high] height of the drawing; it is 600 wide
 * @property {(value: number) => string} [say] how a value is written
 * @property {boolean} [zero] whether the scale begins at zero; it does unless told otherwise
 * @property {boolean} [table] whether a table stands beneath; it does unless told otherwise
 */

const WIDE = 600;

function stepOf(span, most) {
  const raw = span / most || 1, ten = 10 ** Math.floor(Math.log10(raw));
  return ten * ([1, 2, 5, 10].find(each => each * ten >= raw * .999) || 10);
}

/** Scales, grid and dates of a drawing. */
function frame(room, spec, low, top) {
  const size = spec.size || 15, high = spec.high || 210, left = size * 3.4, right = WIDE - size * .6, head = size * .7, foot = high - size * 1.7;
  const step = stepOf(top - low || 1, 3), floor = Math.floor(low / step) * step, ceiling = Math.max(Math.ceil(top / step - 1e-9) * step, floor + step);
  const last = Math.max(spec.dates.length - 1, 1), say = spec.say || count;
  const x = at => left + (right - left) * at / last, y = value => foot - (foot - head) * (value - floor) / (ceiling - floor);
  room.setAttribute("viewBox", `0 0 ${WIDE} ${high}`);
  for (let value = floor; value <= ceiling + step / 9; value += step) {
    room.append(svg("path", { d: `M${left} ${y(value)}H${right}`, stroke: value === floor ? SECOND : GRID, "stroke-width": size / 12 }));
    room.append(svg("text", { x: left - size * .5, y: y(value) + size * .34, "font-size": size, "text-anchor": "end" }, say(value)));
  }
  const every = Math.max(1, Math.ceil(spec.dates.length / Math.floor((right - left) / (size * (.55 * Math.max(...spec.dates.map(date => date.length)) + 1.6)))));
  for (let at = 0; at < spec.dates.length; at += every) {
    const anchor = spec.dates.length === 1 ? "middle" : x(at) < left + size * 2 ? "start" : x(at) > right - size * 2.6 ? "end" : "middle";
    room.append(svg("text", { x: x(at), y: foot + size * 1.35, "font-size": size, "text-anchor": anchor }, spec.dates[at]));
  }
  return { x, y, size, foot, left, right };
}

const path = (values, x, y) => values.map((value, at) => Number.isFinite(value) ? `${at && Number.isFinite(values[at - 1]) ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}` : "").join("");

/**
 * Draw lines, or areas down to zero, the first behind the others.
 * @param {SVGElement} room an empty svg
 * @param {Figure & {series: Series[]}} spec
 */
export function lines(room, spec) {
  const all = spec.series.flatMap(each => each.values).filter(Number.isFinite);
  const low = spec.zero === false ? Math.min(...all) : Math.min(0, ...all), top = Math.max(...all, low + 1e-9);
  const { x, y, size, foot } = frame(room, spec, low, top);
  for (const { values, colour = INK, area } of spec.series) {
    const d = path(values, x, y);
    if (area && values.length > 1) room.append(svg("path", { d: `${d}L${x(values.length - 1)} ${foot}L${x(0)} ${foot}Z`, fill: colour }));
    else if (values.length === 1) room.append(svg("circle", { cx: x(0), cy: y(values[0]), r: size / 2.6, fill: colour, stroke: "#FFFFFF", "stroke-width": size / 12 }));
    else room.append(svg("path", { d, fill: "none", stroke: colour, "stroke-width": size / 4.5, "stroke-linejoin": "round", "stroke-linecap": "round" }));
  }
  const ends = spec.series.filter(each => spec.series.length > 1 && each.values.length > 3).map(each => {
    const at = Math.floor(each.values.length / 2), inside = each.area && each.colour === INK;
    return svg("text", { class: inside ? "on-dark" : "direct", x: x(at), y: inside ? (y(each.values[at]) + foot) / 2 + size * .36 : y(Math.max(...each.values.slice(at - 1, at + 2))) - size * .4, "font-size": size, "text-anchor": "middle" }, each.name);
  });
  room.append(...ends);
}

/**
 * Draw bands of many runs (90 % and 50 %), their median, and one line upon them.
 * @param {SVGElement} room an empty svg
 * @param {Figure & {band: {low: number[], q25: number[], median: number[], q75: number[], high: number[]}, colour?: string, line?: number[], offset?: number}} spec
 *   offset: how many points of `dates` lie before the first of the band
 */
export function fan(room, spec) {
  const { band, line = [], offset = 0, colour = "#1063C6" } = spec;
  const all = [...band.low, ...band.high, ...line].filter(Number.isFinite);
  const low = spec.zero === false ? Math.min(...all) : Math.min(0, ...all);
  const { x, y, size } = frame(room, spec, low, Math.max(...all, low + 1e-9));
  const from = at => x(at + offset);
  const between = (a, b, opacity) => room.append(svg("path", {
    d: `${path(a, from, y)}${[...b].map((value, at) => [value, at]).reverse().map(([value, at]) => `L${from(at).toFixed(1)} ${y(value).toFixed(1)}`).join("")}Z`, fill: colour, "fill-opacity": opacity,
  }));
  between(band.low, band.high, .2);
  between(band.q25, band.q75, .28);
  room.append(svg("path", { d: path(band.median, from, y), fill: "none", stroke: colour, "stroke-width": size / 8 }));
  if (line.length) room.append(svg("path", { d: path(line, x, y), fill: "none", stroke: INK, "stroke-width": size / 4.5, "stroke-linejoin": "round" }));
}

/**
 * A figure: caption, drawing and table.
 * @param {(room: SVGElement, spec: any) => void} draws `lines` or `fan`
 * @param {Figure & Record<string, any>} spec
 * @returns {HTMLElement}
 */
export function figure(draws, spec) {
  const columns = spec.series ? spec.series.map(each => [each.name, each.values, 0])
    : [[t("common.curve.median"), spec.band.median, spec.offset || 0], [t("common.curve.low"), spec.band.low, spec.offset || 0], [t("common.curve.high"), spec.band.high, spec.offset || 0], ...spec.line ? [[t("common.curve.game"), spec.line, 0]] : []];
  const say = spec.say || count;
  const drawing = svg("svg", { role: "img", "aria-label": `${spec.title}${spec.unit ? ", " + spec.unit : ""}: ${columns.map(([name, values]) => t("common.curve.told", { name, from: say(values[0]), to: say(values[values.length - 1]) })).join("; ")}` });
  if (spec.dates.length) draws(drawing, spec);
  const table = () => el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("common.curve.week")), columns.map(([name]) => el("th", { scope: "col", class: "number" }, name)))),
    el("tbody", {}, spec.dates.map((date, at) => el("tr", {}, el("th", { scope: "row" }, date), columns.map(([, values, offset]) => {
      const value = values[at - offset];
      return el("td", { class: "number" }, Number.isFinite(value) ? say(value) : "");
    }))))));
  return el("figure", { class: "curve" }, el("figcaption", {}, spec.title, spec.unit ? el("span", { class: "unit" }, ` ${spec.unit}`) : null), drawing,
    spec.table === false ? null : el("details", {}, el("summary", {}, t("common.curve.table")), table()));
}
