/* A curve among many wars: bands of 5 to 95 and 25 to 75 in a hundred, their middle, the class's own line, the lines of
   other rooms; every name stands at the end of its line, and a table of the numbers beneath. */

import { el, svg } from "./dom.js";
import { count, t } from "./words.js";

const INK = "#1E2329", SECOND = "#5B6168", GRID = "#E7E4DD";
const DASHES = ["7 4", "2 3", "10 3 2 3", "4 4"];

/** @typedef {{name: string, row: (number|null)[], colour: string, text?: string, kind: "own"|"middle"|"beside"}} Curve */
/** @typedef {{low: number[], q25: number[], median: number[], q75: number[], high: number[]}} Band */
/** @typedef {{title: string, place?: string, note?: string, weeks: number[], dates?: (week: number) => string, bands?: {name: string, band: Band, colour: string, text?: string, dash?: string}[], lines: Curve[], share?: boolean, from?: number, high?: number}} Spec */

/** A colour and white. @param {string} colour @param {number} share of white */
export function pale(colour, share) {
  return "#" + [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16)).map(each => Math.round(each + (255 - each) * share).toString(16).padStart(2, "0")).join("");
}

/** How large the type is against the usual, as on a wall. */
const size = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/** Two digits that count. @param {number|null|undefined} value @param {boolean} [share] */
export function about(value, share) {
  if (value === null || value === undefined || Number.isNaN(value)) return "\u2013";
  if (share) return `${Math.round(100 * value)} %`;
  return count(Math.abs(value) >= 100 ? Number(value.toPrecision(2)) : value);
}

/** Distance of grid lines: at most so many to the top. */
function stepOf(top, most) {
  const raw = top / most, ten = 10 ** Math.floor(Math.log10(raw || 1));
  return ten * ([1, 2, 5, 10].find(each => each * ten >= raw) || 10);
}

/**
 * A figure with its drawing and its table.
 * @param {Spec} spec
 * @returns {HTMLElement}
 */
export function fan(spec) {
  const room = el("div", { class: "plot" }), ends = el("div", { class: "ends" });
  const made = el("figure", { class: "fan" }, el("figcaption", {}, el("b", {}, spec.title), spec.place ? el("span", { class: "said" }, spec.place) : null, spec.note ? el("span", { class: "quiet" }, spec.note) : null), room, ends, table(spec));
  new ResizeObserver(() => { draw(room, spec); strip(ends, spec); }).observe(room);
  return made;
}

/** The words of a drawing for those who do not see it. @param {Spec} spec */
function words(spec) {
  const ends = spec.lines.map(line => `${line.name}: ${about(line.row.findLast(value => value !== null), spec.share)}`);
  const bands = (spec.bands || []).map(each => t("debrief.fan.band", { name: each.name, low: about(each.band.low.at(-1), spec.share), high: about(each.band.high.at(-1), spec.share) }));
  return `${spec.title}. ${[...ends, ...bands].join("; ")}`;
}

function draw(room, spec) {
  const wide = room.clientWidth, type = size(), high = (spec.high || 200) * type;
  if (!wide) return;
  const names = [...spec.lines.map(line => ({ name: line.name, value: line.row.findLast(value => value !== null), at: line.row.findLastIndex(value => value !== null), text: line.text || line.colour, heavy: line.kind === "own" })),
    ...(spec.bands || []).map(each => ({ name: each.name, value: each.band.median.at(-1), at: spec.weeks.length - 1, text: each.text || SECOND, heavy: false }))];
  const left = (spec.share ? 46 : 56) * type, right = Math.min(12 + 6.6 * type * Math.max(...names.map(each => each.name.length + about(each.value, spec.share).length + 1), 0), wide * .42);
  const bottom = high - 24 * type, head = 8, first = spec.weeks[0], last = spec.weeks.at(-1);
  const all = [...spec.lines.flatMap(line => line.row), ...(spec.bands || []).flatMap(each => each.band.high)].filter(value => value !== null);
  const top = Math.max(...all, spec.share ? .04 : 1e-9) * 1.05;
  const X = week => left + (wide - left - right) * (week - first) / Math.max(last - first, 1), Y = value => bottom - (bottom - head) * value / top;
  const picture = svg("svg", { viewBox: `0 0 ${wide} ${high}`, height: high, width: wide, role: "img", "aria-label": words(spec) });
  const step = stepOf(top, 4);
  for (let value = 0; value <= top; value += step) {
    picture.append(svg("path", { d: `M${left} ${Y(value)}H${wide - right}`, stroke: value ? GRID : SECOND }), svg("text", { x: left - 7, y: Y(value) + 4.5, "text-anchor": "end", class: "tick" }, about(value, spec.share)));
  }
  months(picture, spec, X, bottom, wide - right, type);
  const points = (row, weeks) => row.map((value, i) => value === null ? null : `${X(weeks[i]).toFixed(1)} ${Y(value).toFixed(1)}`).filter(Boolean);
  for (const { band, colour, dash } of spec.bands || []) {
    const weeks = spec.weeks.slice(-band.low.length), area = (low, up, share) => svg("path", { d: `M${points(low, weeks).join("L")}L${points(up, weeks).reverse().join("L")}Z`, fill: pale(colour, share), class: "band" });
    picture.append(area(band.low, band.high, .8), area(band.q25, band.q75, .58), svg("path", { d: `M${points(band.median, weeks).join("L")}`, fill: "none", stroke: colour, "stroke-width": dash === undefined ? 1.2 : 2, "stroke-dasharray": dash === undefined ? "3 3" : dash || null }));
  }
  if (spec.from !== undefined && spec.from > first) picture.append(svg("path", { d: `M${X(spec.from)} ${head}V${bottom}`, stroke: SECOND, "stroke-dasharray": "1 3" }));
  let beside = 0;
  for (const line of [...spec.lines].sort((a, b) => Number(a.kind === "own") - Number(b.kind === "own"))) {
    const d = `M${points(line.row, spec.weeks).join("L")}`, own = line.kind === "own";
    if (own) picture.append(svg("path", { d, fill: "none", stroke: "#fff", "stroke-width": 5.2, "stroke-linejoin": "round" }));
    picture.append(svg("path", { d, fill: "none", stroke: line.colour, "stroke-width": own ? 2.8 : 1.5, "stroke-linejoin": "round", "stroke-linecap": "round", "stroke-dasharray": own ? null : DASHES[beside++ % 4] }));
  }
  label(picture, names, X, Y, spec, head, bottom, type);
  room.replaceChildren(picture);
}

/** The last week again, larger: the band from 5 to 95, the half of all wars in the middle, and where the class is. */
function strip(room, spec) {
  const own = spec.lines.find(line => line.kind === "own"), { band, colour } = (spec.bands || [])[0] || {}, wide = room.clientWidth, type = size();
  if (!own || !band || !wide) return;
  const at = own.row.findLastIndex(value => value !== null), i = at - (spec.weeks.length - band.low.length);
  if (i < 0) return;
  const value = own.row[at], [low, q25, median, q75, high] = ["low", "q25", "median", "q75", "high"].map(key => band[key][i]);
  const least = Math.min(low, value), most = Math.max(high, value), left = (spec.share ? 46 : 56) * type, end = wide - 60 * type, y = 24 * type;
  if (most - least < (spec.share ? .001 : 1)) return room.replaceChildren();
  const X = each => left + (end - left) * (each - least) / (most - least), text = (x, words, more) => svg("text", { x, y: y + 24 * type, class: "tick", "text-anchor": "middle", ...more }, words);
  const say = each => spec.share ? `${(100 * each).toFixed(most - least < .05 ? 1 : 0)} %` : about(each), near = each => Math.abs(X(each) - X(median)) < 48 * type;
  const mine = `${t("debrief.fan.here")} ${say(value)}`, half = 3.6 * type * mine.length;
  room.replaceChildren(svg("svg", { viewBox: `0 0 ${wide} ${52 * type}`, width: wide, height: 52 * type, "aria-hidden": "true" },
    svg("rect", { x: X(low), y: y - 7, width: Math.max(X(high) - X(low), 1), height: 14, fill: pale(colour, .8) }), svg("rect", { x: X(q25), y: y - 7, width: Math.max(X(q75) - X(q25), 1), height: 14, fill: pale(colour, .58) }),
    svg("path", { d: `M${X(median)} ${y - 7}v14`, stroke: colour, "stroke-width": 1.6 }), svg("path", { d: `M${X(value)} ${y - 9}v18`, stroke: "#fff", "stroke-width": 7 }), svg("path", { d: `M${X(value)} ${y - 10}v20`, stroke: colour, "stroke-width": 3.4 }),
    svg("text", { x: Math.max(half, Math.min(X(value), wide - half)), y: 11 * type, class: "name own", "text-anchor": "middle", fill: own.text || colour }, mine),
    near(low) ? null : text(X(low), say(low)), text(X(median), say(median)), near(high) ? null : text(X(high), say(high))));
}

/** Names at the ends of their lines, none upon another. */
function label(picture, names, X, Y, spec, head, bottom, type) {
  const known = names.filter(each => each.value !== undefined && each.value !== null), end = spec.weeks.length - 1;
  for (const each of known.filter(row => row.at < end)) picture.append(svg("text", { x: X(spec.weeks[each.at]) + 8, y: Y(each.value) - 6 * type, class: each.heavy ? "name own halo" : "name halo", fill: each.text }, `${each.name} ${about(each.value, spec.share)}`));
  const rows = known.filter(row => row.at >= end).map(each => ({ ...each, y: Y(each.value) })).sort((a, b) => a.y - b.y);
  rows.forEach((row, i) => { row.to = Math.max(row.y, i ? rows[i - 1].to + 16 * type : head + 6); });
  for (let i = rows.length - 1, low = bottom; i >= 0; low = rows[i].to - 16 * type, i -= 1) rows[i].to = Math.min(rows[i].to, low);
  const x = X(spec.weeks.at(-1));
  for (const row of rows) {
    if (Math.abs(row.to - row.y) > 3) picture.append(svg("path", { d: `M${x + 1} ${row.y}L${x + 7} ${row.to}`, stroke: GRID }));
    picture.append(svg("text", { x: x + 9, y: row.to + 4.5, class: row.heavy ? "name own" : "name", fill: row.text }, `${row.name} ${about(row.value, spec.share)}`));
  }
}

/** A tick at each month, a name where there is room. */
function months(picture, spec, X, bottom, end, type) {
  if (!spec.dates) {
    const every = [4, 8, 13, 26, 52].find(each => (X(each) - X(0)) > 62 * type) || 52;
    for (const week of spec.weeks.filter(each => each % every === 0)) picture.append(svg("path", { d: `M${X(week)} ${bottom}v4`, stroke: SECOND }), svg("text", { x: X(week), y: bottom + 18 * type, class: "tick", "text-anchor": "middle" }, t("debrief.fan.at", { n: week })));
    return;
  }
  let free = -1e9, before = "";
  for (const week of spec.weeks) {
    const [month, year] = spec.dates(week).split(" ");
    if (month === before) continue;
    if (before) picture.append(svg("path", { d: `M${X(week)} ${bottom}v4`, stroke: SECOND }));
    const words = `${month} ${year}`, half = 3.3 * type * words.length, at = before ? X(week) : X(week) + half;
    if (at - half > free && at + half < end + 30) { picture.append(svg("text", { x: at, y: bottom + 18 * type, class: "tick", "text-anchor": "middle" }, words)); free = at + half + 12; }
    before = month;
  }
}

/** The numbers of a figure, a row every fourth week and the last. @param {Spec} spec */
function table(spec) {
  const heads = [t("debrief.fan.week"), ...spec.lines.map(line => line.name), ...(spec.bands || []).flatMap(each => ["low", "q25", "median", "q75", "high"].map(key => `${each.name}: ${t(`debrief.fan.${key}`)}`))];
  const rows = spec.weeks.map((week, i) => ({ week, i })).filter(({ week, i }) => week % 4 === 0 || i === spec.weeks.length - 1);
  const cell = value => el("td", {}, about(value, spec.share));
  const late = (row, i) => row[i - (spec.weeks.length - row.length)];
  return el("details", { class: "numbers" }, el("summary", {}, t("debrief.fan.table")), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": spec.title }, el("table", {}, el("thead", {}, el("tr", {}, ...heads.map(each => el("th", { scope: "col" }, each)))),
    el("tbody", {}, ...rows.map(({ week, i }) => el("tr", {}, el("th", { scope: "row" }, String(week)), ...spec.lines.map(line => cell(line.row[i])), ...(spec.bands || []).flatMap(each => ["low", "q25", "median", "q75", "high"].map(key => cell(late(each.band[key], i))))))))));
}
