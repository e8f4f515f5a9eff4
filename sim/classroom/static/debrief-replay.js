/* The war once more, week by week: map, clock, headlines and the count of civilians killed. */

import { dateOf } from "./debrief-words.js";
import { el } from "./dom.js";
import { about } from "./fan.js";
import { FieldMap } from "./field-map.js";
import { legend } from "./legend.js";
import { t } from "./words.js";

const SPEEDS = [1, 2, 4];

export class Replay {
  /** @param {HTMLElement} room @param {any} ground */
  constructor(room, ground) {
    this.ground = ground;
    this.week = 0;
    this.speed = 1;
    this.play = el("button", { type: "button", class: "go", onclick: () => this.run(!this.timer) });
    this.slider = /** @type {HTMLInputElement} */ (el("input", { type: "range", min: "0", value: "0", "aria-label": t("debrief.replay.week"), oninput: () => { this.run(false); this.go(Number(this.slider.value)); } }));
    this.date = el("output", { class: "date" });
    this.pace = /** @type {HTMLSelectElement} */ (el("select", { "aria-label": t("debrief.replay.speed"), onchange: () => { this.speed = Number(this.pace.value); if (this.timer) { this.run(false); this.run(true); } } }, ...SPEEDS.map(each => el("option", { value: String(each) }, t("debrief.replay.times", { n: each })))));
    const step = (sign, by, words) => el("button", { type: "button", class: "flip", "aria-label": t(words), title: t(words), onclick: () => { this.run(false); this.go(this.week + by); } }, sign);
    const map = el("div", { class: "map" });
    this.told = el("div", { class: "told", "aria-live": "polite" });
    room.append(el("div", { class: "controls" }, this.play, step("\u2039", -1, "debrief.replay.back"), step("\u203a", 1, "debrief.replay.on"), this.slider, this.pace), el("div", { class: "stage" }, map, el("div", { class: "beside" }, this.date, this.told)));
    this.map = new FieldMap(map, ground, { insets: window.innerWidth > 700 });
    this.run(false);
  }

  take(state) {
    const first = !this.state;
    if (!first && JSON.stringify(this.state.weeks) === JSON.stringify(state.weeks)) { this.state = state; return; }
    this.state = state;
    this.last = state.curves.weeks.length;
    this.slider.max = String(this.last);
    this.steps = this.triples(state.weeks.changes);
    this.nights = this.triples(state.weeks.hidden);
    this.go(first ? this.last : Math.min(this.week, this.last));
  }

  /** Rows of three from a flat list: week, region, what. @param {number[]} flat */
  triples(flat) { return Array.from({ length: Math.floor(flat.length / 3) }, (_, i) => flat.slice(3 * i, 3 * i + 3)); }

  /** @param {boolean} on */
  run(on) {
    clearInterval(this.timer);
    this.timer = 0;
    if (on) {
      if (this.week >= this.last) this.go(0);
      this.timer = setInterval(() => this.week < this.last ? this.go(this.week + 1) : this.run(false), 1400 / this.speed);
    }
    this.play.textContent = t(this.timer ? "debrief.replay.stop" : "debrief.replay.play");
  }

  /** Show the map after so many weeks. @param {number} week */
  go(week) {
    this.week = Math.max(0, Math.min(this.last, week));
    const { state } = this, now = [...state.weeks.start], changed = [], dark = new Set();
    for (const [when, region, side] of this.steps) if (when <= this.week) { now[region] = String(side); if (when === this.week) changed.push(region); }
    for (const [when, region, on] of this.nights) if (when <= this.week) { if (on) dark.add(region); else dark.delete(region); }
    this.map.show(now.join(""), { hidden: [...dark], marks: { changed } });
    this.slider.value = String(this.week);
    this.date.textContent = t("debrief.replay.date", { date: dateOf(state, this.week), week: this.week });
    this.slider.setAttribute("aria-valuetext", this.date.textContent);
    const lines = this.week ? state.headlines_by_week[this.week - 1] || [] : [], row = key => (state.curves.series[key] || [])[this.week - 1] || 0;
    const turn = this.week ? Math.ceil(this.week / 4) : 0;
    this.told.replaceChildren(el("p", { class: "dead" }, el("b", {}, t("debrief.replay.civilians", { n: about(row("civilians")) })), el("span", {}, t("debrief.replay.rest", { killed: about(row("killed")), fled: about(row("displaced")) }))),
      el("h3", {}, turn ? t("debrief.replay.heard", { n: turn }) : t("debrief.replay.start")), lines.length ? el("ul", {}, ...lines.map(each => el("li", {}, each))) : el("p", { class: "none" }, t("debrief.replay.quiet")),
      legend(this.ground, now.join("")));
  }
}
