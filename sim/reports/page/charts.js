/* Curves: bands and lines over the weeks, marked events, and one cursor that all share with the map. */

const DAY = 864e5;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function about(value) {
  if (value === null || value === undefined) return "";
  if (value === 0) return "0";
  const digits = Math.max(0, 1 - Math.floor(Math.log10(Math.abs(value))));
  const near = Math.abs(value) >= 100 ? Number(value.toPrecision(2)) : Number(value.toFixed(Math.min(digits, 2)));
  return near.toLocaleString("en-GB", { maximumFractionDigits: 2 }).replace("-", "\u2212");
}

function niceStep(top, most) {
  const raw = top / most, ten = 10 ** Math.floor(Math.log10(raw || 1));
  return ten * ([1, 2, 5, 10].find(each => each * ten >= raw) || 10);
}

class Chart {
  constructor(room, spec, page) {
    this.spec = spec;
    this.page = page;
    this.room = room;
    this.now = room.querySelector(".now");
    this.svg = draw("svg", { role: "img", "aria-label": this.words() }, room);
    this.svg.addEventListener("pointermove", event => { if (event.pointerType === "mouse") this.read(this.weekAt(event)); });
    this.svg.addEventListener("pointerleave", () => this.read(this.page.week));
    this.svg.addEventListener("click", event => this.page.go(this.weekAt(event)));
    new ResizeObserver(() => this.draw()).observe(room);
  }

  words() {
    const ends = this.spec.lines.map(line => {
      const middle = line.rows[line.rows.length === 5 ? 2 : 0];
      return `${line.name} from ${about(middle.find(value => value !== null))} to ${about(middle[middle.length - 1])}`;
    });
    return `${this.spec.title}, ${this.spec.unit}: ${ends.join("; ")}`;
  }

  top() {
    const high = Math.max(...this.spec.lines.flatMap(line => line.rows[line.rows.length - 1]).filter(Number.isFinite), this.spec.mark || 0, ...(this.spec.boxes || []).map(box => box[3]), 1e-9);
    return Math.min(this.spec.top || Infinity, this.page.scales.get(this.spec.scale) || high);
  }

  low() {
    return Math.min(0, ...this.spec.lines.flatMap(line => line.rows[0]).filter(Number.isFinite));
  }

  weekAt(event) {
    const box = this.svg.getBoundingClientRect();
    const share = (event.clientX - box.left - this.left) / this.wide;
    return Math.max(0, Math.min(this.page.weeks, Math.round(share * this.page.weeks)));
  }

  /** Draw for a width on paper: one, two or three charts stand in a row there. */
  forPaper() { this.draw(this.spec.wide ? 680 : this.spec.small ? 216 : 330); }

  draw(full = this.room.clientWidth) {
    const { spec, page } = this;
    if (!full) return;
    const wide = spec.wide && full > 560, several = spec.lines.length > 1;
    const high = wide ? 250 : 180, right = several ? 12 + 6.6 * this.longest() : 10, head = wide && page.events.length ? 34 : 10;
    this.left = 46;
    this.wide = full - this.left - right;
    this.svg.setAttribute("viewBox", `0 0 ${full} ${high}`);
    this.svg.setAttribute("height", high);
    this.svg.replaceChildren();
    const top = this.top() * 1.04, least = this.low() * 1.04, bottom = high - 22, days = 7 * page.weeks;
    const X = this.x = day => this.left + this.wide * day / days;
    const Y = this.y = value => bottom - (bottom - head) * Math.min((value - least) / (top - least), 1);
    const step = niceStep(top - least, 4), small = { "font-size": 13 };
    for (let value = Math.ceil(least / step) * step; value <= top; value += step) {
      draw("path", { d: `M${this.left} ${Y(value)}H${this.left + this.wide}`, stroke: value ? page.palette.grid : page.palette.second, "stroke-width": 1 }, this.svg);
      draw("text", { x: this.left - 6, y: Y(value) + 4, "text-anchor": "end", ...small, style: `fill:${page.palette.second}` }, this.svg).textContent = about(value);
    }
    this.bottom = bottom;
    this.months(X, bottom, small);
    this.events(X, head, bottom, wide);
    if (spec.mark) draw("path", { d: `M${this.left} ${Y(spec.mark)}H${this.left + this.wide}`, stroke: page.palette.ink, "stroke-dasharray": "5 4" }, this.svg);
    for (const line of spec.lines) this.fan(line, X, Y);
    for (const [from, to, low, up] of spec.boxes || []) {
      draw("rect", { x: X(from), y: Y(up), width: X(to) - X(from), height: Math.max(Y(low) - Y(up), 2), fill: "none", stroke: page.palette.ink, "stroke-width": 1 }, this.svg);
    }
    if (several) this.label(X(days) + 6, Y, head, bottom);
    this.cursor = draw("g", {}, this.svg);
    this.read(page.week);
  }

  months(X, bottom, small) {
    const { page } = this, start = new Date(page.start), end = new Date(page.start + 7 * page.weeks * DAY);
    const span = (end - start) / DAY / 30.4, room = this.wide / Math.max(span, .1);
    const every = [1, 3, 6, 12, 24].find(each => each * room > 62) || 24;
    for (let at = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1)); at <= end; at.setUTCMonth(at.getUTCMonth() + 1)) {
      if (at.getUTCMonth() % every && every < 12 || every >= 12 && (at.getUTCMonth() || at.getUTCFullYear() % (every / 12))) continue;
      const x = X((at - start) / DAY);
      draw("path", { d: `M${x} ${bottom}v4`, stroke: page.palette.second }, this.svg);
      if (x > this.left + 22 && x < this.left + this.wide - 14) draw("text", { x, y: bottom + 17, "text-anchor": "middle", ...small, style: `fill:${page.palette.second}` }, this.svg).textContent = `${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
    }
    if (span < 2) draw("text", { x: this.left, y: bottom + 17, ...small, style: `fill:${page.palette.second}` }, this.svg).textContent = page.dateOf(0);
  }

  events(X, head, bottom, named) {
    const { page } = this, ends = [-1e9, -1e9];
    for (const [day, words] of page.events) {
      const x = X(day);
      draw("path", { d: `M${x} ${head}V${bottom}`, stroke: page.palette.second, "stroke-dasharray": "1 3" }, this.svg);
      if (!named) continue;
      const width = 6.2 * words.length, at = Math.min(x, this.left + this.wide + 60 - width);
      const row = ends[0] <= at ? 0 : ends[1] <= at ? 1 : -1;
      if (row < 0) continue;
      ends[row] = at + width + 12;
      draw("text", { x: at, y: head - 6 - 15 * row, "font-size": 13, style: `fill:${page.palette.second}` }, this.svg).textContent = words;
    }
  }

  fan(line, X, Y) {
    const at = week => X(7 * (week + (this.spec.at || 0)));
    const points = row => row.map((value, week) => value === null ? null : `${at(week).toFixed(1)} ${Y(value).toFixed(1)}`).filter(Boolean);
    const band = (low, high, share) => draw("path", { d: `M${points(low).join("L")}L${points(high).reverse().join("L")}Z`, fill: mix(line.line, "#ffffff", share), "fill-opacity": .75 }, this.svg);
    if (line.rows.length === 5) {
      band(line.rows[0], line.rows[4], .8);
      band(line.rows[1], line.rows[3], .58);
    }
    const middle = points(line.rows[line.rows.length === 5 ? 2 : 0]);
    draw("path", { d: `M${middle.join("L")}${middle.length === 1 ? "h.01" : ""}`, fill: "none", stroke: line.line, "stroke-width": line.line === this.page.palette.ink ? 2.4 : 2, "stroke-linejoin": "round", "stroke-linecap": "round" }, this.svg);
  }

  /** Signs of the longest name at the right end. */
  longest() {
    return Math.max(...this.spec.lines.map(line => {
      const middle = line.rows[line.rows.length === 5 ? 2 : 0];
      return `${line.short || line.name} ${about(middle[middle.length - 1])}`.length;
    }));
  }

  /** Names at the right end, in the order of their lines, none upon another. */
  label(x, Y, head, bottom) {
    const rows = this.spec.lines.map(line => {
      const middle = line.rows[line.rows.length === 5 ? 2 : 0];
      const last = middle[middle.length - 1] ?? 0;
      return { line, last, y: Y(last) };
    }).sort((a, b) => a.y - b.y);
    rows.forEach((row, i) => { row.at = i ? Math.max(row.y, rows[i - 1].at + 15) : Math.max(row.y, head + 4); });
    for (let i = rows.length - 1, low = bottom + 6; i >= 0; low = rows[i].at - 15, i -= 1) rows[i].at = Math.min(rows[i].at, low);
    for (const { line, last, at } of rows) {
      draw("text", { x, y: at + 4, "font-size": 13, "font-weight": 600, style: `fill:${line.text}` }, this.svg).textContent = `${line.short || line.name} ${about(last)}`;
    }
  }

  read(week) {
    if (!this.cursor) return;
    const { page, spec } = this, x = this.x(7 * week);
    this.cursor.replaceChildren();
    draw("path", { d: `M${x} 4V${this.bottom}`, stroke: page.palette.ink, "stroke-width": 1 }, this.cursor);
    const row = Math.min(week, page.weeks) - 1;
    const said = row < 0 ? ["the start, before the first week"] : spec.lines.map(line => {
      const [low, , middle, , high] = line.rows.length === 5 ? line.rows : [null, null, line.rows[0]];
      const number = about(middle[row]) + (low ? ` (${about(low[row])} to ${about(high[row])})` : "");
      return spec.lines.length > 1 ? `${line.short || line.name} ${number}` : number;
    });
    this.now.textContent = `${page.dateOf(week)}: ${said.join(" · ")}`;
  }
}
