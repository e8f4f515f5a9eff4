/* The map of the console: who holds what, layers over it, the proposed month, and places found by name. */

import { el } from "./dom.js";
import { FieldMap } from "./field-map.js";
import { t } from "./words.js";

const LAYERS = ["control", "changes", "strength", "deaths.civilians", "supply"];

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
    this.choice = /** @type {HTMLSelectElement} */ (el("select", { id: "layer" }));
    this.choice.addEventListener("change", () => { this.layer = this.choice.value; this.draw(); });
    this.seek = /** @type {HTMLInputElement} */ (el("input", { type: "search", id: "find", list: "places", autocomplete: "off", "aria-keyshortcuts": "/" }));
    this.names = el("datalist", { id: "places" });
    data.ground.names.forEach(name => this.names.append(el("option", { value: name })));
    this.seek.addEventListener("change", () => this.go(this.seek.value));
    this.said = el("p", { class: "place", role: "status" });
    this.slider = /** @type {HTMLInputElement} */ (el("input", { type: "range", min: "0", max: "4", value: "4", id: "proposed", "aria-label": t("console.map.week") }));
    this.slider.addEventListener("input", () => { this.week = Number(this.slider.value); this.draw(); });
    this.slid = el("output", {});
    this.weeks = el("label", { class: "weeks", hidden: true }, el("span", {}, t("console.map.proposed")), this.slider, this.slid);
    const map = this.room = el("div", { class: "map", tabindex: "0", role: "application", "aria-label": t("console.map.name"), "aria-describedby": "map-how" });
    room.append(
      el("div", { class: "tools" }, el("label", { class: "field" }, el("span", {}, t("console.map.layer")), this.choice), el("label", { class: "field grow" }, el("span", {}, t("console.map.find")), this.seek), this.names, this.weeks),
      map, this.said, el("p", { id: "map-how", class: "visually-hidden" }, t("console.map.how")));
    this.map = new FieldMap(map, data);
    this.shares = el("div", { class: "shares" });
    room.append(this.shares);
    this.map.onPick(region => this.tell(region));
  }

  /** @param {(region: string) => void} f gets the id of a region that was clicked, or entered by key */
  onPick(f) {
    const hit = () => { if (this.at !== undefined && this.at !== null) f(this.ids[this.at]); };
    this.room.addEventListener("click", hit);
    this.room.addEventListener("keydown", event => { if (event.key === "Enter") hit(); });
  }

  find() { this.seek.focus(); this.seek.select(); }

  /** @param {string} words */
  go(words) {
    const at = this.data.ground.names.findIndex(name => name.toLowerCase() === words.trim().toLowerCase());
    if (at < 0) { this.said.textContent = t("console.map.none", { words }); return; }
    if (this.map.pick) this.map.pick(at);
    this.tell(at);
    this.seek.value = "";
  }

  /** @param {string[]} ids regions to be ringed */
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
    const layers = LAYERS.filter(key => key === "control" || (key === "changes" ? ready : state.fields && (state.fields[key] || []).length));
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
    const { holders, changed } = this.holders();
    this.shown = holders;
    const marks = this.layer === "changes" ? changed : this.marked;
    const key = JSON.stringify([holders, this.state.map.hidden, marks, this.layer, this.week]);
    this.slid.textContent = this.week === null ? "" : t("console.map.after", { n: this.week });
    if (key === this.key) return;
    this.key = key;
    this.map.show(holders, { hidden: this.state.map.hidden, marks: this.layer in { control: 1, changes: 1 } ? marks : [], circles: this.circles() });
  }

  /** Circles for a field of regions: area as the value, ink. */
  circles() {
    const values = this.state.fields && this.state.fields[this.layer];
    if (!values) return [];
    const most = Math.max(...values, 1);
    return values.flatMap((value, region) => value > 0 ? [{ region, radius: 22 * Math.sqrt(value / most), fill: "#1E2329", line: "#ffffff" }] : []);
  }

  /** @param {number|null} region index */
  tell(region) {
    this.at = region;
    if (region === null || region === undefined || !this.shown) { this.said.textContent = ""; return; }
    const { ground, looks } = this.data, side = Number(this.shown[region]);
    const more = LAYERS.slice(2).filter(key => this.state.fields && this.state.fields[key]).map(key => t(`console.told.${key.replace(".", "_")}`, { n: this.state.fields[key][region].toLocaleString("en-GB") }));
    this.said.textContent = [t("console.map.told", { place: ground.names[region], governorate: ground.governorates[ground.governorate[region]], holder: looks[side].name, people: ground.people[region].toLocaleString("en-GB") }), ...more].join(" \u00b7 ");
  }

  /** Civilians first, then shares of land and people. */
  drawShares() {
    const { curves, land } = this.state, sum = row => row.reduce((all, each) => all + each, 0), last = curves.displaced.at(-1) || 0;
    const about = value => (value >= 100 ? Number(value.toPrecision(2)) : Math.round(value)).toLocaleString("en-GB");
    const dead = el("p", { class: "dead" }, el("b", {}, t("console.civilians", { n: about(sum(curves.civilians)) })), ` \u00b7 ${t("console.fighters", { n: about(sum(curves.fighters)) })} \u00b7 ${t("console.displaced", { n: about(last) })}`);
    const rows = this.data.looks.filter(look => land[look.side] && (land[look.side].area >= .005 || land[look.side].people >= .005));
    this.shares.replaceChildren(dead, el("ul", { class: "land" }, ...rows.map(look => el("li", {}, el("span", { class: "key", "data-side": look.side, "aria-hidden": "true" }, look.code),
      t("console.land", { name: look.short, area: Math.round(100 * land[look.side].area), people: Math.round(100 * land[look.side].people) })))));
  }
}
