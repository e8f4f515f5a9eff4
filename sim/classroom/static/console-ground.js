/* The map of the console: who holds what, layers over it, and the proposed month week by week. */

import { dateOf } from "./debrief-words.js";
import { el } from "./dom.js";
import { FieldMap } from "./field-map.js";
import { swatch } from "./legend.js";
import { about } from "./fan.js";
import { count, t } from "./words.js";

const FIELDS = ["strength", "deaths.civilians", "supply"];
const MEN = "#1E2329";

/** The field map with circles on it, their area as a value of each region. */
class DeskMap extends FieldMap {
  frameOf(holders, hidden, marks) { return { ...super.frameOf(holders, hidden, marks), circles: marks.circles || [] }; }
}

export class Ground {
  /**
   * @param {HTMLElement} room
   * @param {any} data the answer of /ground.json
   */
  constructor(room, data) {
    this.data = data;
    this.ids = data.ground.ids;
    this.week = null;
    this.layer = "control";
    this.marked = [];
    this.choice = /** @type {HTMLSelectElement} */ (el("select", { id: "layer", onchange: () => { this.layer = this.choice.value; this.draw(); } }));
    this.slider = /** @type {HTMLInputElement} */ (el("input", { type: "range", min: "0", max: "4", value: "4", id: "proposed", oninput: () => { this.week = Number(this.slider.value); this.draw(); } }));
    this.slid = el("output", { for: "proposed" });
    this.weeks = el("label", { class: "weeks", hidden: true }, el("b", {}, t("console.map.proposed")), this.slider, this.slid);
    const map = el("div", { class: "map" });
    this.empty = el("p", { class: "loading quiet" }, t("console.map.loading"));
    this.said = el("p", { class: "place", role: "status" });
    this.shares = el("div", { class: "shares" });
    room.append(el("div", { class: "tools" }, el("label", { class: "field" }, el("span", {}, t("console.map.layer")), this.choice), this.weeks), map, this.said, this.shares);
    this.map = new DeskMap(map, data, { insets: true });
    map.append(this.empty);
    this.map.onPick(region => this.tell(region));
  }

  /** @param {(region: string) => void} f gets the id of a region that was clicked, or entered by key */
  onPick(f) { this.map.onPick(region => { if (region !== null) f(this.ids[region]); }); }

  find() { this.map.openFind(); }

  /** @param {string[]} ids regions to be outlined */
  mark(ids) { this.marked = ids.map(each => this.ids.indexOf(each)).filter(each => each >= 0); this.draw(); }

  /** @param {string} id */
  nameOf(id) { const at = this.ids.indexOf(id); return at < 0 ? id : this.data.ground.names[at]; }

  take(state) {
    this.state = state;
    const ready = state.phase === "adjudication" && state.proposal && state.proposal.state === "ready";
    if (!ready) this.week = null;
    else if (this.week === null) this.week = state.proposal.weeks.length;
    this.weeks.hidden = !ready;
    if (ready) { this.slider.max = String(state.proposal.weeks.length); this.slider.value = String(this.week); }
    const layers = ["control", ...(ready ? ["changes"] : []), ...FIELDS.filter(key => state.fields && (state.fields[key] || []).length)];
    if (layers.join() !== this.layers) {
      this.layers = layers.join();
      this.choice.replaceChildren(...layers.map(key => el("option", { value: key }, t(`console.layer.${key.replace(".", "_")}`))));
      if (!layers.includes(this.layer)) this.layer = "control";
      this.choice.value = this.layer;
    }
    this.draw();
    this.drawShares();
  }

  /** Who holds what after the weeks that are looked at, and which regions changed until then. */
  holders() {
    const now = [...this.state.map.holders], changed = new Set();
    if (this.week !== null) for (const week of this.state.proposal.weeks.slice(0, this.week)) {
      for (const [region, side] of week.changes) { now[region] = String(side); changed.add(region); }
    }
    return { holders: now.join(""), changed: [...changed] };
  }

  draw() {
    if (!this.state) return;
    this.empty.hidden = !!this.state.map;
    if (!this.state.map) return;
    const { holders, changed } = this.holders(), outlined = this.layer === "changes" && !this.marked.length ? changed : this.marked;
    this.slid.textContent = this.week === null ? "" : t("console.map.after", { n: this.week });
    this.map.show(holders, { hidden: this.state.map.hidden, marks: { changed: outlined, circles: this.circles() } });
  }

  /** Circles for a field of regions: area as the value. */
  circles() {
    const values = this.state.fields && this.state.fields[this.layer];
    if (!values) return [];
    const most = Math.max(...values, 1);
    return values.flatMap((value, region) => value > 0 ? [{ region, radius: 20 * Math.sqrt(value / most), fill: MEN, line: "#ffffff" }] : []);
  }

  /** @param {number|null} region index */
  tell(region) {
    const { ground, looks } = this.data, fields = this.state.fields || {};
    const more = FIELDS.filter(key => fields[key] && fields[key].length && region !== null).map(key => t(`console.told.${key.replace(".", "_")}`, { n: count(fields[key][region]) }));
    this.said.textContent = region === null || !this.state.map ? "" : [t("console.map.told", { place: ground.names[region], governorate: ground.governorates[ground.governorate[region]], holder: looks[this.map.holderOf(region)].name, people: count(ground.people[region]) }), ...more].join(" \u00b7 ");
  }

  /** Civilians first, then shares of land and people. */
  drawShares() {
    const { curves, land } = this.state, sum = row => row.reduce((all, each) => all + each, 0);
    const dead = el("p", { class: "dead" }, el("b", {}, t(this.week === null ? "console.civilians" : "console.released", { n: about(sum(curves.civilians)) })), ` \u00b7 ${t("console.fighters", { n: about(sum(curves.fighters)) })} \u00b7 ${t("console.displaced", { n: about(curves.displaced.at(-1) || 0) })} \u00b7 ${t("console.since", { date: dateOf(this.state, 0) })}`);
    const rows = this.data.looks.filter(look => land[look.side] && (land[look.side].area >= .005 || land[look.side].people >= .005));
    this.shares.replaceChildren(dead, el("ul", { class: "land" }, ...rows.map(look => el("li", {}, swatch(look),
      t("console.land", { name: look.short, area: Math.round(100 * land[look.side].area), people: Math.round(100 * land[look.side].people) })))));
  }
}
