/* The map: fixed ground, areas of a frame, names, and one region picked by pointer or keys. */

const NS = "http://www.w3.org/2000/svg";

function draw(tag, attributes, parent) {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "style") made.style.cssText = value;
    else made.setAttribute(name, value);
  }
  if (parent) parent.append(made);
  return made;
}

function mix(colour, other, share) {
  const parts = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
  const [a, b] = [parts(colour), parts(other)];
  return "#" + a.map((each, i) => Math.round(each + (b[i] - each) * share).toString(16).padStart(2, "0")).join("");
}

function linesOf(rows) {
  return rows.map(steps => {
    let x = 0, y = 0, d = "";
    for (let i = 0; i < steps.length; i += 2) d += (i ? "L" : "M") + (x += steps[i]) + " " + (y += steps[i + 1]);
    return d;
  });
}

/** Patterns are in pixels of the screen whatever the view, so their tiles are scaled with it; each map has its own. */
class Patterns {
  constructor(svg) {
    Patterns.count = (Patterns.count || 0) + 1;
    this.own = Patterns.count > 1 ? "-" + Patterns.count : "";
    this.defs = draw("defs", {}, svg);
    this.made = new Map();
    this.scale = 1;
  }

  rescale(scale) {
    this.scale = scale;
    for (const pattern of this.made.values()) this.turn(pattern);
  }

  turn(pattern) {
    pattern.setAttribute("patternTransform", `scale(${this.scale}) rotate(${pattern.dataset.angle})`);
  }

  make(id, width, height, angle, fill) {
    id += this.own;
    if (!this.made.has(id)) {
      const pattern = draw("pattern", { id, width, height, patternUnits: "userSpaceOnUse", "data-angle": angle }, this.defs);
      fill(pattern);
      this.made.set(id, pattern);
      this.turn(pattern);
    }
    return `url(#${id})`;
  }

  /** A holder's own pattern over its fill. */
  held(look) {
    const own = look.pattern;
    if (!own) return look.fill;
    const gap = own.spacing * 1.5, weight = own.weight * 1.5;
    return this.make("held-" + look.side, gap, gap, own.kind === "dots" ? 0 : -own.angle, tile => {
      draw("rect", { width: gap, height: gap, fill: look.fill }, tile);
      const ink = { stroke: own.colour, "stroke-width": weight };
      if (own.kind === "dots") {
        for (const [x, y] of [[.25, .25], [.75, .75]]) draw("circle", { cx: x * gap, cy: y * gap, r: weight / 2, fill: own.colour }, tile);
      } else draw("path", { d: `M0 ${gap / 2}H${gap}`, ...ink }, tile);
      if (own.kind === "cross") draw("path", { d: `M${gap / 2} 0V${gap}`, ...ink }, tile);
    });
  }

  /** Diagonal bands of two fills: contested. */
  contested(a, b) {
    return this.make(`both-${a.side}-${b.side}`, 12, 12, 45, tile => {
      draw("rect", { width: 12, height: 12, fill: a.fill }, tile);
      draw("rect", { width: 12, height: 6, fill: b.fill }, tile);
    });
  }

  /** A fill with dots: more, also in grey. */
  dotted(fill) {
    const dot = mix(fill, fill === "#553087" ? "#ffffff" : "#1E2329", .55);
    return this.make("dots-" + fill.slice(1), 6, 6, 0, tile => {
      draw("rect", { width: 6, height: 6, fill }, tile);
      for (const [x, y] of [[1.5, 1.5], [4.5, 4.5]]) draw("circle", { cx: x, cy: y, r: .8, fill: dot }, tile);
    });
  }

  /** A pale fill hatched with the line of the runner-up: doubt. */
  doubt(fill, runner) {
    return this.make(`doubt-${fill.slice(1)}-${runner.side}`, 6, 6, -45, tile => {
      draw("rect", { width: 6, height: 6, fill }, tile);
      draw("path", { d: "M0 3H6", stroke: runner.line, "stroke-width": 1.3 }, tile);
    });
  }
}

class TheatreMap {
  constructor(room, data) {
    this.room = room;
    this.ground = data.ground;
    this.palette = data.palette;
    this.looks = data.looks;
    this.arcs = openArcs(data.ground.arcs);
    this.neighbours = this.ground.ids.map(() => new Set());
    this.abroad = new Set(this.arcs.filter(({ right }) => right < 0).map(({ left }) => left));
    for (const { left, right } of this.arcs) {
      if (left >= 0 && right >= 0) { this.neighbours[left].add(right); this.neighbours[right].add(left); }
    }
    this.picked = null;
    this.svg = draw("svg", { "aria-hidden": "true", focusable: "false" }, room);
    this.patterns = new Patterns(this.svg);
    this.build();
    this.setView("Whole country");
    new ResizeObserver(() => this.fit()).observe(room);
  }

  layer(name) { return this[name] = draw("g", {}, this.svg); }

  build() {
    const { palette, ground } = this;
    const rings = rows => linesOf(rows).map(d => d + "Z").join("");
    const fine = { fill: "none", "vector-effect": "non-scaling-stroke", "stroke-linejoin": "round" };
    draw("path", { d: rings(ground.abroad), fill: palette.land, stroke: palette.coast, "stroke-width": .8, "vector-effect": "non-scaling-stroke" }, this.svg);
    this.layer("areas");
    const lines = (rows, more) => draw("path", { d: linesOf(rows).join(""), ...fine, ...more }, this.svg);
    lines(ground.borders, { stroke: palette.ink, "stroke-width": .8, "stroke-dasharray": "1 2.4", opacity: .7 });
    lines(ground.roads, { stroke: palette.road, "stroke-width": .8, opacity: .45 });
    lines([...ground.rivers.Khabur, ...ground.rivers.Orontes], { stroke: palette.river, "stroke-width": .9 });
    lines(ground.rivers.Euphrates, { stroke: palette.paper, "stroke-width": 3.4 });
    lines(ground.rivers.Euphrates, { stroke: palette.river, "stroke-width": 1.9 });
    draw("path", { d: rings(ground.lakes), fill: palette.lake, stroke: palette.river, "stroke-width": .7, "vector-effect": "non-scaling-stroke" }, this.svg);
    this.layer("ribbons");
    this.layer("fronts");
    const outline = chainsOf(this.arcs, ground.ids.map(() => 0));
    draw("path", { d: outline.map(chain => lineOf(chain.points)).join(""), ...fine, stroke: palette.outline, "stroke-width": 1.3 }, this.svg);
    this.layer("marks");
    this.layer("names");
    this.regions = this.outlines();
    this.layer("hits");
    this.hits.setAttribute("fill", "transparent");
    this.regions.forEach((d, region) => draw("path", { d, "data-region": region }, this.hits));
    this.ring = draw("path", { ...fine, stroke: palette.ink, "stroke-width": 2.6 }, this.svg);
    this.ring.style.pointerEvents = "none";
    this.listen();
  }

  /** The path of every region by itself, for picking. */
  outlines() {
    const chains = this.arcs.map(({ left, right, points }) => ({ left, right, points }));
    const paths = ringsOf(chains);
    return this.ground.ids.map((_, region) => paths.get(region) || "");
  }

  listen() {
    const region = event => event.target.dataset && event.target.dataset.region;
    this.hits.addEventListener("pointermove", event => {
      if (event.pointerType === "mouse" && region(event) !== undefined) this.pick(+region(event));
    });
    this.hits.addEventListener("click", event => {
      if (region(event) !== undefined) this.pick(+region(event));
    });
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    this.room.addEventListener("keydown", event => {
      const way = ways[event.key];
      if (!way) return;
      event.preventDefault();
      this.pick(this.picked === null ? this.ground.ids.indexOf("damascus") : this.beside(this.picked, way));
    });
  }

  /** The neighbour that lies most in the direction of an arrow key. */
  beside(from, [wayX, wayY]) {
    const { x, y } = this.ground;
    let best = from, most = .35;
    for (const to of this.neighbours[from]) {
      const dx = x[to] - x[from], dy = y[to] - y[from];
      const along = (dx * wayX + dy * wayY) / Math.hypot(dx, dy);
      if (along > most) { most = along; best = to; }
    }
    return best;
  }

  pick(region) {
    if (region === this.picked) return;
    this.picked = region;
    this.ring.setAttribute("d", region === null ? "" : this.regions[region]);
    this.room.dispatchEvent(new CustomEvent("pick", { detail: region }));
  }

  setView(name) {
    const [west, east, south, north] = this.ground.views[name];
    this.box = { x: west, y: -north, wide: east - west, high: north - south };
    this.fit();
  }

  /** Show a region even if the view is elsewhere. */
  shows(region) {
    const { x, y } = this.ground, { box } = this;
    return x[region] > box.x && x[region] < box.x + box.wide && y[region] > box.y && y[region] < box.y + box.high;
  }

  /** Fit into the room that is there: no wider than the page, no higher than the window. */
  fit(room = this.room.clientWidth || 760, most = Math.max(340, window.innerHeight - 200)) {
    const { box } = this, high = Math.min(box.high / box.wide, 1.12) * box.wide;
    const width = Math.min(room, most * box.wide / high), top = box.y + (box.high - high) / 2;
    this.svg.setAttribute("viewBox", `${box.x} ${top} ${box.wide} ${high}`);
    this.svg.style.width = `${width}px`;
    this.svg.style.height = `${width * high / box.wide}px`;
    this.scale = box.wide / width;
    this.patterns.rescale(this.scale);
    this.write();
    if (this.frame) this.mark(this.frame);
  }

  /** Draw a frame: keys by region, how each key looks, and which of them a front may run between. */
  show(frame) {
    this.frame = frame;
    const chains = chainsOf(this.arcs, frame.keys);
    const paths = ringsOf(chains);
    this.areas.replaceChildren();
    this.ribbons.replaceChildren();
    const fills = new Map();
    for (const [key, d] of paths) {
      const look = frame.look(key);
      const fill = look.fill(this.patterns);
      draw("path", { d, fill, stroke: fill.startsWith("url") ? "none" : fill, "stroke-width": .6, "vector-effect": "non-scaling-stroke" }, this.areas);
      if (look.holder !== undefined) fills.set(look.holder, (fills.get(look.holder) || "") + d);
    }
    if (frame.ribbons) this.lineWithin(fills, chains, frame);
    this.front(chains, frame);
    this.mark(frame);
    this.write();
  }

  /** Inside the edge of each holder's land runs a ribbon of its line colour. */
  lineWithin(fills, chains, frame) {
    const holder = key => key === OUTSIDE ? OUTSIDE : frame.look(key).holder;
    for (const [side, d] of fills) {
      const id = "clip-" + side + this.patterns.own;
      const clip = draw("clipPath", { id }, this.ribbons);
      draw("path", { d, "clip-rule": "nonzero" }, clip);
      const edge = chains.filter(({ left, right }) => (holder(left) === side) !== (holder(right) === side));
      draw("path", {
        d: edge.map(chain => lineOf(chain.points)).join(""), fill: "none", stroke: this.looks[side].line, opacity: .85,
        "stroke-width": 6, "vector-effect": "non-scaling-stroke", "clip-path": `url(#${id})`,
      }, this.ribbons);
    }
  }

  front(chains, frame) {
    this.fronts.replaceChildren();
    const look = key => key === OUTSIDE ? null : frame.look(key);
    const [firm, vague] = [[], []];
    for (const { left, right, points } of chains) {
      const a = look(left), b = look(right);
      if (!a || !b || a.holder === b.holder || a.holder === undefined) continue;
      (a.vague || b.vague ? vague : firm).push(lineOf(points));
    }
    const fine = { fill: "none", stroke: this.palette.ink, "vector-effect": "non-scaling-stroke", "stroke-linecap": "round", "stroke-linejoin": "round" };
    draw("path", { d: firm.join(""), ...fine, "stroke-width": 1.3 }, this.fronts);
    draw("path", { d: vague.join(""), ...fine, "stroke-width": 1.2, "stroke-dasharray": ".1 3.4" }, this.fronts);
  }

  /** Crosses where IS rules by night, or circles sized by area. */
  mark(frame) {
    this.marks.replaceChildren();
    const { x, y } = this.ground, size = 3.4 * this.scale;
    const cross = (frame.hidden || []).map(region => {
      const [a, b] = [x[region], y[region]];
      return `M${a - size} ${b - size}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`;
    }).join("");
    const ink = { d: cross, fill: "none", "vector-effect": "non-scaling-stroke" };
    if (cross) {
      draw("path", { ...ink, stroke: "#fff", "stroke-width": 4 }, this.marks);
      draw("path", { ...ink, stroke: this.looks.find(look => look.side === "is").line, "stroke-width": 1.6 }, this.marks);
    }
    for (const { region, radius, fill, line } of frame.circles || []) {
      draw("circle", {
        cx: x[region], cy: y[region], r: radius * this.scale, fill, "fill-opacity": .72, stroke: line || "#fff",
        "stroke-width": .8, "vector-effect": "non-scaling-stroke",
      }, this.marks);
    }
  }

  /** Write names, the greatest first, each at the first of eight sides where it hits nothing; `reserved` boxes stay free. */
  write() {
    this.names.replaceChildren();
    const taken = [...this.reserved || []], { box, scale } = this;
    const [, top, wide, high] = this.svg.getAttribute("viewBox").split(" ").map(Number);
    const pen = TheatreMap.pen || (TheatreMap.pen = document.createElement("canvas").getContext("2d"));
    const free = ([l, t, r, b]) => l > box.x && r < box.x + wide && t > top && b < top + high
      && taken.every(([L, T, R, B]) => r < L || l > R || b < T || t > B);
    const text = (x, y, words, size, weight, more) => draw("text", {
      x, y, "font-size": size * scale, "font-weight": weight, "text-anchor": "middle", "paint-order": "stroke",
      stroke: "#fff", "stroke-opacity": .85, "stroke-width": 3.2 * scale, "stroke-linejoin": "round", ...more,
    }, this.names).textContent = words;
    const narrow = wide / scale < 520, whole = wide > 5000;
    const least = whole ? (narrow ? 2 : 1) : 1;
    const rows = this.ground.labels.filter(row => row[5] >= least && (!whole || row[6])).sort((a, b) => b[5] - a[5]);
    const shown = rows.filter(([, , x, y]) => x > box.x && x < box.x + wide && y > top && y < top + high);
    for (const [, , x, y] of shown) taken.push([x - 3 * scale, y - 3 * scale, x + 3 * scale, y + 3 * scale]);
    const towards = { E: [1, 0], W: [-1, 0], NE: [1, -1], SE: [1, 1], NW: [-1, -1], SW: [-1, 1], N: [0, -1], S: [0, 1] };
    for (const [, words, x, y, side, rank] of shown) {
      const size = narrow ? [0, 11, 12, 13.5][rank] : [0, 12, 13.5, 15][rank], weight = rank > 1 ? 600 : 400;
      pen.font = `${weight} ${size}px House, Arial Narrow, sans-serif`;
      const w = pen.measureText(words).width * scale, h = .8 * size * scale;
      const spot = [side, ...Object.keys(towards).filter(each => each !== side)].flatMap(each => [5, 9].map(away => {
        const [ex, ey] = towards[each], far = away * scale;
        const cx = x + ex * (far + w / 2) * (ey && ex ? .92 : 1), cy = y + ey * (far + h / 2) + h / 2;
        return [cx, cy, [cx - w / 2, cy - h, cx + w / 2, cy + .1 * h]];
      })).find(([, , room]) => free(room));
      draw("circle", { cx: x, cy: y, r: (rank > 1 ? 2.7 : 2.2) * scale, fill: rank > 1 ? this.palette.ink : "#fff", stroke: rank > 1 ? "#fff" : this.palette.ink, "stroke-width": scale }, this.names);
      if (!spot) continue;
      taken.push(spot[2]);
      text(spot[0], spot[1], words, size, weight);
    }
    for (const { region, words, code, km2, colour } of this.frame ? this.lands() : []) {
      const large = km2 / (scale * scale) > 42, size = large ? (narrow ? 15 : 19) : 13;
      pen.font = `600 ${size}px House, sans-serif`;
      const said = large ? words : code, w = pen.measureText(said).width * scale, h = size * scale;
      const tries = [region, ...this.neighbours[region]].filter(each => this.frame.keys[each] === this.frame.keys[region]);
      for (const each of tries) {
        const x = this.ground.x[each], y = this.ground.y[each] + .35 * h;
        const room = [x - w / 2, y - .8 * h, x + w / 2, y + .1 * h];
        if (!free(room)) continue;
        taken.push(room);
        text(x, y, said, size, 600, { style: `fill:${colour}` });
        break;
      }
    }
  }

  /** Each connected land of a holder: its roomiest region and its size. */
  lands() {
    const { frame, ground } = this, holder = frame.keys.map(key => frame.look(key).holder);
    const seen = new Set(), found = [];
    if (holder[0] === undefined) return found;
    holder.forEach((side, start) => {
      if (seen.has(start)) return;
      const land = [start];
      seen.add(start);
      for (const region of land) for (const to of this.neighbours[region]) {
        if (!seen.has(to) && holder[to] === side) { seen.add(to); land.push(to); }
      }
      const km2 = land.reduce((sum, region) => sum + ground.km2[region], 0);
      if (km2 < 250) return;
      let layer = new Set(land.filter(region => this.abroad.has(region) || [...this.neighbours[region]].some(to => holder[to] !== side)));
      const depth = new Map([...layer].map(region => [region, 0]));
      for (let far = 1; layer.size; far += 1) {
        const next = new Set();
        for (const region of layer) for (const to of this.neighbours[region]) {
          if (holder[to] === side && !depth.has(to)) { depth.set(to, far); next.add(to); }
        }
        layer = next;
      }
      const roomy = land.reduce((best, region) => this.room_(region, depth) > this.room_(best, depth) ? region : best, land[0]);
      const look = this.looks[side];
      found.push({ region: roomy, words: look.short, code: look.code, km2, colour: look.deep });
    });
    return found.sort((a, b) => b.km2 - a.km2);
  }

  room_(region, depth) { return (depth.get(region) || 0) * 1e4 + this.ground.km2[region]; }
}
