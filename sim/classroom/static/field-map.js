/* The map of a game: who holds what as one digit a region, moved by fingers, wheel or keys.
   Stands on the map of the report page (areas.js and map.js, classic scripts that are loaded first). */

/* global TheatreMap, chainsOf, ringsOf, lineOf, draw */

import { el, svg } from "/static/dom.js";
import { t } from "/static/words.js";

const WHOLE = [-2560, 4120, -3300, 2680], CROP = 2450, NEAREST = 450;
/** Where the insets stand on the map of the country, and what they show [0.1 km]: west, east, south, north. */
const INSETS = [["A", "Aleppo", [2340, 4020, -3200, -980]], ["B", "Damascus", [520, 2260, -3200, -1880]]];
const ABROAD = [["turkey", 380, -2330, -6], ["iraq", 3330, 250, 0], ["jordan", -360, 2880, -22], ["lebanon", -1930, 930, -62]];
/** Land outside the drawn neighbours: a wide room sees more than they fill. */
const BEYOND = [[-9000, -9000, 6105, 6994], [4904, -9000, 9000, 18000], [-2920, -9000, 8000, 5457]];
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

export class FieldMap extends TheatreMap {
  /**
   * @param {HTMLElement} room an element with a height of its own
   * @param {{ground: any, looks: any[], palette: any}} ground as /ground.json has it
   * @param {{weight?: number, insets?: boolean, locator?: boolean, tools?: boolean, still?: boolean, view?: number[]}} [options]
   *   weight: how much thicker and larger than on a desk (the projector has about 2); still: a picture, nothing to pick
   */
  constructor(room, ground, options = {}) {
    const still = options.still === true;
    const grid = el("div", { class: "map-grid", ...still ? {} : { tabindex: "0", role: "application", "aria-label": t("common.map.name"), "aria-describedby": "map-keys" } });
    super(grid, ground);
    this.options = { weight: 1, ...options };
    this.outer = room;
    this.held = "";
    this.hears = [];
    this.painted = new Map();
    this.touches = new Map();
    room.classList.add("field-map");
    room.append(grid);
    this.backdrop();
    this.thicken(this.svg);
    this.setView(options.view || WHOLE);
    if (still) { this.hits.remove(); return; }
    this.said = el("p", { class: "unseen", role: "status" });
    room.append(this.said, el("p", { class: "unseen", id: "map-keys" }, t("common.map.keys")));
    if (options.tools !== false) this.tools();
    if (options.insets) this.insets = INSETS.map(inset => this.inset(inset));
    if (options.locator) this.locate();
  }

  /** Hear which region is chosen, by tap or Enter; null when it is let go. @param {(region: number | null) => void} f */
  onPick(f) { this.hears.push(f); }

  /**
   * Draw who holds what.
   * @param {string} holders one digit a region, the index of its holder
   * @param {{hidden?: number[], marks?: {changed?: number[], battles?: number[]}}} [more]
   */
  show(holders, { hidden = [], marks = {} } = {}) {
    const now = JSON.stringify([holders, hidden, marks]);
    if (now === this.held) return;
    const same = this.frame && this.frame.holders === holders;
    this.held = now;
    this.frame = this.frameOf(holders, hidden, marks);
    if (same) this.mark(this.frame);
    else this.paint(this.frame);
    for (const inset of this.insets || []) inset.show(holders, { hidden, marks });
  }

  /** @param {number} region @returns {number} index of who holds it */
  holderOf(region) { return Number(this.frame.holders[region]); }

  frameOf(holders, hidden, marks) {
    const { thin } = this.ground, empty = this.empty || (this.empty = new Set(thin)), { looks } = this;
    const keys = [...holders].map((digit, region) => 2 * Number(digit) + (empty.has(region) ? 1 : 0));
    const look = key => {
      const own = looks[key >> 1];
      return key & 1 ? { holder: key >> 1, vague: true, fill: () => own.thin } : { holder: key >> 1, fill: patterns => patterns.held(own) };
    };
    return { keys, look, hidden, marks, holders, ribbons: true };
  }

  /** Paths of areas are touched only where the areas changed. */
  paint(frame) {
    const chains = chainsOf(this.arcs, frame.keys), paths = ringsOf(chains), fills = new Map();
    for (const [key, path] of this.painted) if (!paths.has(key)) { path.remove(); this.painted.delete(key); }
    for (const [key, d] of paths) {
      const look = frame.look(key);
      if (!this.painted.has(key)) {
        const fill = look.fill(this.patterns);
        this.painted.set(key, draw("path", { fill, stroke: fill.startsWith("url") ? "none" : fill, "stroke-width": .6, "vector-effect": "non-scaling-stroke" }, this.areas));
      }
      const path = this.painted.get(key);
      if (path.getAttribute("d") !== d) path.setAttribute("d", d);
      fills.set(look.holder, (fills.get(look.holder) || "") + d);
    }
    this.ribbons.replaceChildren();
    this.lineWithin(fills, chains, frame);
    this.front(chains, frame);
    this.thicken(this.ribbons);
    this.thicken(this.fronts);
    this.mark(frame);
    this.write();
    this.smallMap(fills);
  }

  /** Lines that are drawn for a desk, for the eyes at the back of a room. */
  thicken(layer) {
    const { weight } = this.options;
    if (weight === 1) return;
    for (const line of layer.querySelectorAll("[stroke-width]")) {
      if (line.closest("defs")) continue;
      line.setAttribute("stroke-width", Number(line.getAttribute("stroke-width")) * Math.min(weight, 1.7));
      const dash = line.getAttribute("stroke-dasharray");
      if (dash) line.setAttribute("stroke-dasharray", dash.split(" ").map(each => Number(each) * weight).join(" "));
    }
  }

  /** Names of the neighbours, under everything else. */
  backdrop() {
    const { land } = this.palette, beyond = ([x, y, width, height]) => this.svg.insertBefore(svg("rect", { x, y, width, height, fill: land }), this.svg.children[2]);
    BEYOND.forEach(beyond);
    this.abroadNames = svg("g", { class: "abroad" });
    this.svg.insertBefore(this.abroadNames, this.areas);
    this.ringUnder = this.ring.cloneNode();
    this.ringUnder.setAttribute("stroke", "#fff");
    this.ringUnder.setAttribute("stroke-width", "6.5");
    this.ring.setAttribute("stroke-width", "3");
    this.ringUnder.style.pointerEvents = "none";
    this.svg.insertBefore(this.ringUnder, this.ring);
  }

  /** Names and marks have the size of the room: the desk's, times the weight. */
  write() {
    if (!this.options || !this.scale) return;
    const { scale } = this, larger = this.scale = scale * this.options.weight;
    this.own = scale;
    this.reserved = this.furniture();
    super.write();
    this.scale = scale;
    this.abroadNames.replaceChildren(...ABROAD.map(([key, x, y, turn]) => svg("text", {
      x, y, "font-size": Math.min(13 * larger, 190), "text-anchor": "middle", "letter-spacing": document.documentElement.dir === "rtl" ? null : ".22em", transform: `rotate(${turn} ${x} ${y})`,
    }, t("common.abroad." + key))));
  }

  /** What lies on the map, as boxes in which no name is written. */
  furniture() {
    const { box } = this, at = this.room.getBoundingClientRect();
    return [...this.outer.querySelectorAll(":scope > .inset, :scope > .locator, :scope > .inset-name, :scope > .bar, :scope > .map-tools")].map(each => each.getBoundingClientRect()).filter(each => each.width)
      .map(each => [each.left, each.top, each.right, each.bottom].map((side, i) => i % 2 ? box.y + (side - at.top) * this.own : box.x + (side - at.left) * this.own));
  }

  mark(frame) {
    if (!this.options) return;
    const { scale } = this, { weight } = this.options, { x, y } = this.ground;
    this.scale = scale * weight;
    super.mark(frame);
    this.scale = scale;
    const line = { fill: "none", "vector-effect": "non-scaling-stroke", "stroke-linejoin": "round" };
    const moved = new Set(frame.marks.changed), changed = this.arcs.filter(({ left, right }) => moved.has(left) !== moved.has(right)).map(({ points }) => lineOf(points)).join("");
    if (changed) {
      draw("path", { ...line, d: changed, stroke: "#fff", "stroke-width": 5 * weight }, this.marks);
      draw("path", { ...line, d: changed, stroke: this.palette.ink, "stroke-width": 2 * weight }, this.marks);
    }
    for (const region of frame.marks.battles || []) {
      const at = { cx: x[region], cy: y[region], r: 8 * scale * weight };
      draw("circle", { ...line, ...at, stroke: "#fff", "stroke-width": 4.5 * weight }, this.marks);
      draw("circle", { ...line, ...at, stroke: this.palette.ink, "stroke-width": 1.8 * weight, "stroke-dasharray": `${3 * weight} ${2 * weight}` }, this.marks);
    }
  }

  /* ---- where we look ---- */

  /** Look at a rectangle. @param {number[] | string} view west, east, south, north [0.1 km], or a name of the ground's views */
  setView(view) {
    if (!this.options) return;
    const [west, east, south, north] = typeof view === "string" ? this.ground.views[view] || WHOLE : view;
    this.home = { x: (west + east) / 2, y: -(south + north) / 2, wide: east - west, high: north - south };
    this.reset();
  }

  /** Look at so much around a region as a phone can show. @param {number} region */
  lookAt(region) {
    this.eye = { x: this.ground.x[region], y: this.ground.y[region], wide: CROP, high: 0 };
    this.fit();
  }

  reset() {
    this.eye = { ...this.home };
    this.fit();
  }

  fit() {
    if (!this.options || !this.eye) return;
    const wide = this.room.clientWidth, high = this.room.clientHeight;
    if (!wide || !high) return;
    this.aim();
    this.settle();
  }

  /** Set what is seen; the rest can wait until the fingers are still. */
  aim() {
    const { eye, room } = this, wide = room.clientWidth, high = room.clientHeight;
    this.scale = Math.max(eye.wide / wide, eye.high / high);
    const [w, h] = [wide * this.scale, high * this.scale], [west, east, south, north] = WHOLE;
    const keep = (at, size, low, top) => size >= top - low ? (low + top) / 2 : Math.min(Math.max(at, low + size / 2), top - size / 2);
    eye.x = keep(eye.x, w, west, east);
    eye.y = keep(eye.y, h, -north, -south);
    this.box = { x: eye.x - w / 2, y: eye.y - h / 2, wide: w, high: h };
    this.svg.setAttribute("viewBox", `${this.box.x} ${this.box.y} ${w} ${h}`);
    if (this.frameOfSight) for (const [name, value] of [["x", this.box.x], ["y", this.box.y], ["width", w], ["height", h]]) this.frameOfSight.setAttribute(name, value);
    const moved = Math.abs(eye.wide / this.home.wide - 1) > .02;
    this.outer.classList.toggle("zoomed", moved);
    this.outer.classList.toggle("whole", w > .75 * (east - west));
    if (this.resetButton) this.resetButton.disabled = !moved && apart([eye.x, eye.y], [this.home.x, this.home.y]) < 20;
  }

  settle() {
    this.patterns.rescale(this.scale * Math.min(this.options.weight, 1.9));
    for (const inset of this.insets || []) inset.place();
    this.write();
    if (this.frame) this.mark(this.frame);
  }

  /** Zoom by a factor around a point of the room [px]. */
  zoom(factor, at = [this.room.clientWidth / 2, this.room.clientHeight / 2]) {
    const { eye, room } = this, most = WHOLE[1] - WHOLE[0];
    const before = [this.box.x + at[0] * this.scale, this.box.y + at[1] * this.scale];
    const wide = Math.min(Math.max(this.box.wide / factor, NEAREST), Math.max(most, this.home.wide, this.home.high * room.clientWidth / room.clientHeight));
    this.scale = wide / room.clientWidth;
    eye.wide = wide;
    eye.high = 0;
    eye.x = before[0] + (room.clientWidth / 2 - at[0]) * this.scale;
    eye.y = before[1] + (room.clientHeight / 2 - at[1]) * this.scale;
    this.aim();
    this.later();
  }

  pan(dx, dy) {
    this.eye.x -= dx * this.scale;
    this.eye.y -= dy * this.scale;
    this.aim();
    this.later();
  }

  later() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.settle(), 140);
  }

  /* ---- fingers, wheel and keys ---- */

  listen() {
    const { room } = this;
    const at = event => { const box = room.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    room.addEventListener("wheel", event => {
      if (this.options.still) return;
      event.preventDefault();
      this.zoom(Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) / 220), at(event));
    }, { passive: false });
    room.addEventListener("pointerdown", event => {
      if (event.button || this.options.still) return;
      this.touches.set(event.pointerId, at(event));
      if (this.touches.size === 1) this.dragged = false;
    });
    addEventListener("pointermove", event => { if (this.touches && this.touches.has(event.pointerId)) this.drag(event.pointerId, at(event)); });
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, event => { if (this.touches) this.touches.delete(event.pointerId); });
    this.hits.addEventListener("click", event => {
      const { region } = event.target.dataset;
      if (region !== undefined && !this.dragged) this.choose(Number(region));
    });
    room.addEventListener("keydown", event => this.key(event));
    room.addEventListener("focus", () => { if (this.picked !== null) this.say(this.picked); });
  }

  drag(finger, to) {
    const from = this.touches.get(finger);
    if (this.touches.size === 1) {
      if (!this.dragged && apart(from, to) < 7) return;
      this.dragged = true;
      this.pan(to[0] - from[0], to[1] - from[1]);
    } else {
      const other = [...this.touches].find(([id]) => id !== finger)[1];
      this.dragged = true;
      const was = middle(from, other), is = middle(to, other);
      this.zoom(apart(to, other) / Math.max(apart(from, other), 1), is);
      this.pan(is[0] - was[0], is[1] - was[1]);
    }
    this.touches.set(finger, to);
  }

  key(event) {
    const start = () => this.options.start ?? this.ground.ids.indexOf("damascus");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = STEPS[event.key];
    if (way) this.go(this.picked === null ? start() : this.beside(this.picked, way));
    else if (event.key === "[" || event.key === "]") this.go(this.alongFront(event.key === "]" ? 1 : -1));
    else if (event.key === "Enter" || event.key === " ") this.choose(this.picked ?? start());
    else if (event.key === "Escape") this.choose(null);
    else if (event.key === "+" || event.key === "=") this.zoom(1.5);
    else if (event.key === "-") this.zoom(1 / 1.5);
    else if (event.key === "0") this.reset();
    else if (event.key === "/" && this.find) this.openFind();
    else return;
    event.preventDefault();
  }

  /** Move to a region by keys, and say what it is. */
  go(region) {
    this.pick(region);
    if (!this.shows(region)) { this.eye.x = this.ground.x[region]; this.eye.y = this.ground.y[region]; this.fit(); }
    this.say(region);
  }

  pick(region) {
    super.pick(region);
    if (this.ringUnder) this.ringUnder.setAttribute("d", this.ring.getAttribute("d") || "");
  }

  /** @param {number | null} region */
  choose(region) {
    this.pick(region);
    if (region !== null) this.say(region);
    for (const f of this.hears) f(region);
  }

  /** Labels are written only when they are needed: six hundred of them cost more than the map. */
  say(region) { this.said.textContent = this.words(region); }

  /** @param {number} region @returns {string} */
  words(region) {
    const { names, governorate, governorates } = this.ground;
    return t("common.map.region", { name: names[region], holder: this.looks[this.holderOf(region)].name, sector: governorates[governorate[region]] });
  }

  /** Regions with somebody else's land beside them, from west to east. */
  front_() {
    const { x, y, ids } = this.ground;
    return ids.map((_, region) => region).filter(region => [...this.neighbours[region]].some(to => this.holderOf(to) !== this.holderOf(region)))
      .sort((a, b) => x[a] - x[b] || y[a] - y[b]);
  }

  alongFront(step) {
    const cells = this.front_(), { x, y } = this.ground, from = this.picked;
    if (from === null) return cells[0];
    const at = cells.indexOf(from);
    if (at >= 0) return cells[(at + step + cells.length) % cells.length];
    return cells.reduce((best, each) => apart([x[each], y[each]], [x[from], y[from]]) < apart([x[best], y[best]], [x[from], y[from]]) ? each : best);
  }

  /* ---- tools, insets, locator ---- */

  tools() {
    const button = (strokes, words, f) => el("button", { type: "button", class: "map-tool", "aria-label": t(words), title: t(words), onclick: f }, svg("svg", { viewBox: "0 0 22 22", "aria-hidden": "true" }, strokes.map(d => svg("path", { d }))));
    this.resetButton = button(["M3 8V3h5M14 3h5v5M19 14v5h-5M8 19H3v-5"], "common.map.reset", () => this.reset());
    const places = this.ground.names;
    const list = el("datalist", { id: "map-places" }, [...new Set(places)].sort().map(name => el("option", { value: name })));
    this.find = el("input", { type: "search", list: "map-places", autocomplete: "off", enterkeyhint: "search", "aria-label": t("common.map.find"), placeholder: t("common.map.find"), onkeydown: event => this.finding(event), onchange: () => this.found() });
    this.findBox = el("div", { class: "map-find", hidden: true }, this.find, list);
    this.outer.append(el("div", { class: "map-tools" },
      button(["M11 4v14M4 11h14"], "common.map.closer", () => this.zoom(1.6)), button(["M4 11h14"], "common.map.farther", () => this.zoom(1 / 1.6)), this.resetButton,
      button(["M14.5 14.5L19 19", "M9.5 4a5.5 5.5 0 1 0 .01 0"], "common.map.find", () => this.openFind())), this.findBox);
  }

  openFind() {
    this.findBox.hidden = false;
    this.find.value = "";
    this.find.focus();
  }

  finding(event) {
    if (event.key === "Escape") { this.findBox.hidden = true; this.room.focus(); }
    if (event.key === "Enter") this.found();
  }

  /** The place that is typed, or the first that begins like it. */
  found() {
    const plain = text => text.toLocaleLowerCase().normalize("NFD").replace(/[^\p{L}]/gu, "");
    const asked = plain(this.find.value), { names } = this.ground;
    if (!asked) return;
    const fits = test => names.findIndex(name => test(plain(name)));
    const region = [fits(name => name === asked), fits(name => name.startsWith(asked)), fits(name => name.includes(asked))].find(each => each >= 0);
    if (region === undefined) { this.said.textContent = t("common.map.not_found", { name: this.find.value }); return; }
    this.findBox.hidden = true;
    this.lookAt(region);
    this.choose(region);
    this.room.focus();
  }

  inset([letter, name, at]) {
    const room = el("div", { class: "inset", "aria-hidden": "true" });
    this.outer.append(room);
    const map = new FieldMap(room, { ground: this.ground, looks: this.looks, palette: this.palette }, { still: true, weight: Math.max(1, this.options.weight * .78), view: this.ground.views[name] });
    room.append(el("p", { class: "inset-name" }, el("b", {}, letter), " ", t("common.inset." + name)), el("p", { class: "bar" }, t("common.km", { n: 10 }), el("i")));
    const bar = room.lastChild.lastChild, [west, east, south, north] = this.ground.views[name];
    const mark = draw("rect", { x: west, y: -north, width: east - west, height: north - south, fill: "none", stroke: this.palette.ink, "stroke-width": .9 * this.options.weight, "vector-effect": "non-scaling-stroke" });
    this.svg.insertBefore(mark, this.names);
    return {
      show: (holders, more) => map.show(holders, more),
      weigh: weight => { map.options.weight = Math.max(1, weight * .78); },
      place: () => {
        const left = (at[0] - this.box.x) / this.scale, top = (-at[3] - this.box.y) / this.scale;
        Object.assign(room.style, { left: `${left}px`, top: `${top}px`, width: `${(at[1] - at[0]) / this.scale}px`, height: `${(at[3] - at[2]) / this.scale}px` });
        map.fit();
        if (map.scale) bar.style.width = `${100 / map.scale}px`;
      },
    };
  }

  /** The whole country in a corner, with a frame around what is seen. */
  locate() {
    const [west, east, south, north] = this.ground.views["Whole country"];
    this.frameOfSight = svg("rect", { fill: "none", stroke: this.palette.ink, "stroke-width": 2.2, "vector-effect": "non-scaling-stroke" });
    this.small = svg("g", {});
    this.outer.append(el("div", { class: "locator", "aria-hidden": "true" }, svg("svg", { viewBox: `${west} ${-north} ${east - west} ${north - south}` }, this.small, this.frameOfSight)));
  }

  smallMap(fills) {
    if (this.small) this.small.replaceChildren(...[...fills].map(([side, d]) => svg("path", { d, fill: this.looks[side].fill })));
  }
}
