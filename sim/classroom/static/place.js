/* A place as its seat knows it: the sheet beneath the map, and the same as tables with the same actions. */

import { $, el, refill } from "/static/dom.js";
import { swatch } from "/static/legend.js";
import { count, t } from "/static/words.js";

export class Place {
  /**
   * @param {HTMLElement} sheet beneath the map
   * @param {HTMLElement} tables in the place of the map
   * @param {any} seat
   */
  constructor(sheet, tables, seat) {
    Object.assign(this, { sheet, tables, seat, region: null, asTable: false });
  }

  /** @param {number | null} region */
  pick(region) {
    this.region = region;
    this.draw();
  }

  sector(region) { return this.seat.state.situation.sectors[this.seat.ground.ground.governorate[region]]; }

  holder(region) { return this.seat.ground.looks[Number(this.seat.holders()[region])]; }

  canOrder() { return this.seat.draft.open_; }

  order(sector) { this.seat.begin({ place: sector.id }); }

  draw() {
    refill(this.sheet, this.region === null ? this.hint() : this.told());
    if (this.asTable) refill(this.tables, this.sectors(), this.regions());
  }

  hint() {
    if (this.seat.reveal.open) return null;
    return el("p", { class: "hint second" }, t(this.seat.state.map ? "seat.tap" : "seat.no_map"));
  }

  told() {
    const { region } = this, { ground } = this.seat.ground, sector = this.sector(region), look = this.holder(region);
    return el("div", { class: "told" }, el("div", { class: "title" }, el("h2", { id: "place-title" }, ground.names[region]), el("p", { class: "held" }, swatch(look), " ", t("seat.held_by", { holder: look.name }))),
      sector && this.canOrder() ? el("button", { type: "button", class: "go wide", id: "order-here", onclick: () => this.order(this.sector(this.region)) }, t("seat.order_here")) : null,
      sector ? this.facts(sector) : null);
  }

  facts(sector) {
    const rows = [[t("seat.sector"), sector.name], [t("seat.your_land"), sector.km2 ? t("seat.km2", { n: count(sector.km2) }) : t("seat.none")], [t("seat.people"), sector.people ? t("seat.about", { n: count(sector.people) }) : ""],
      [t("seat.men"), sector.men], [t("seat.facing"), sector.facing], [t("seat.front"), sector.front ? t("seat.km", { n: count(sector.front) }) : ""], [t("seat.raids"), sector.raids ? count(sector.raids) : ""]];
    return el("dl", { class: "facts" }, rows.filter(([, value]) => value).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
  }

  /** Put the tables in the place of the map, or the map back. */
  turn() {
    this.asTable = !this.asTable;
    if (!this.asTable) this.tables.replaceChildren();
    this.draw();
  }

  /** Regions that changed hands in a governorate since the last month: holder -> how many. */
  changes(governorate) {
    const now = this.seat.holders(), before = this.seat.before() || now, found = new Map();
    this.seat.ground.ground.governorate.forEach((each, region) => {
      if (each === governorate && now[region] !== before[region]) found.set(now[region], (found.get(now[region]) || 0) + 1);
    });
    return [...found].map(([side, n]) => t("seat.took", { who: this.seat.ground.looks[Number(side)].short, n })).join("; ");
  }

  sectors() {
    const { ground, looks } = this.seat.ground, holders = this.seat.holders();
    const rows = this.seat.state.situation.sectors.map((sector, at) => {
      const area = new Map();
      let all = 0;
      ground.governorate.forEach((each, region) => { if (each === at) { all += ground.km2[region]; area.set(holders[region], (area.get(holders[region]) || 0) + ground.km2[region]); } });
      const [side, most] = [...area].sort((a, b) => b[1] - a[1])[0] || ["0", 0], look = looks[Number(side)];
      return el("tr", {}, el("th", { scope: "row" }, sector.name), this.canOrder() ? el("td", {}, el("button", { type: "button", id: `order-${sector.id}`, "aria-label": t("seat.order_in", { place: sector.name }), onclick: () => this.order(this.seat.state.situation.sectors[at]) }, t("seat.order"))) : null, el("td", {}, swatch(look), " ", look.short), el("td", { class: "number" }, `${Math.round(100 * most / (all || 1))} %`), el("td", {}, sector.men || "\u2013"), el("td", {}, sector.facing || "\u2013"), el("td", {}, this.changes(at) || "\u2013"));
    });
    const heads = ["sector", ...this.canOrder() ? ["order"] : [], "holder", "share", "men", "facing", "change"];
    return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("seat.by_sector") }, el("table", { class: "sectors" }, el("caption", {}, t("seat.by_sector")), el("thead", {}, el("tr", {}, heads.map(name => el("th", { scope: "col", class: name === "share" ? "number" : "" }, t(`seat.column.${name}`))))), el("tbody", {}, rows)));
  }

  /** Six hundred rows are built only when they are asked for. */
  regions() {
    const body = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("seat.by_region") });
    const fold = el("details", { id: "by-region", ontoggle: () => {
      if (!fold.open || body.firstChild) return;
      const { ground } = this.seat.ground;
      body.append(el("table", {}, el("thead", {}, el("tr", {}, ["region", "sector", "holder", "people"].map(name => el("th", { scope: "col" }, t(`seat.column.${name}`))))), el("tbody", {}, ground.names.map((name, region) => el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, this.sector(region)?.name || ground.governorates[ground.governorate[region]]), el("td", {}, `${this.holder(region).code}  ${this.holder(region).short}`), el("td", { class: "number" }, count(ground.people[region])))))));
    } }, el("summary", {}, t("seat.by_region")), body);
    return fold;
  }

  focus() { $("place-title")?.scrollIntoView({ block: "nearest" }); }
}
