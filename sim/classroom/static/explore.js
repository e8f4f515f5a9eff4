/* Trying numbers: a scenario, a few sliders, many wars; two runs stand beside each other with their bands. */

import { el, $ } from "./dom.js";
import { about, fan } from "./fan.js";
import { load, t } from "./words.js";

/** Colours of the two runs: neither is a party's. */
const RUNS = { a: "#A6520B", b: "#553087" };
const HARM = ["civilians", "killed", "displaced"];
/** Sides that never had so much are left out. */
const LEAST = .03;

class Explore {
  constructor(options, ground, scenario) {
    this.options = options;
    this.looks = ground.looks;
    /** @type {Record<string, any>} */
    this.found = {};
    this.form();
    if (options.scenarios.some(each => each.label === scenario)) this.scenario.value = scenario;
    this.status = el("p", { class: "status", role: "status" }, t("explore.none"));
    this.lists = el("div", { class: "lists" });
    this.plots = el("div", {});
    $("results").append(this.status, this.lists, this.plots, el("p", { class: "quiet" }, t("explore.range")));
  }

  form() {
    const number = (id, value, low, high) => /** @type {HTMLInputElement} */ (el("input", { type: "number", id, value, min: low, max: high, step: 1 }));
    const field = (key, made) => el("label", { class: "field" }, el("span", {}, t(`explore.${key}`)), made);
    this.scenario = /** @type {HTMLSelectElement} */ (el("select", { id: "scenario" }, ...this.options.scenarios.map(each => el("option", { value: each.label }, each.title || each.label))));
    this.runs = number("runs", 60, 2, 500);
    this.weeks = number("weeks", 26, 4, 104);
    this.seed = number("seed", 1001, 1, 1_000_000);
    this.sliders = this.options.parameters.slice(0, 8).map(each => this.slider(each));
    const button = key => el("button", { type: "button", class: key === "run_a" ? "go" : null, "data-run": key.at(-1), onclick: () => this.run(key.at(-1)) }, t(`explore.${key}`));
    $("settings").append(field("scenario", this.scenario), el("div", { class: "row three" }, field("runs", this.runs), field("weeks", this.weeks), field("seed", this.seed)), el("h2", {}, t("explore.numbers")), ...this.sliders.map(each => each.room),
      el("div", { class: "row" }, button("run_a"), button("run_b"), el("button", { type: "button", class: "quiet", onclick: () => { for (const each of this.sliders) each.reset(); } }, t("explore.reset"))));
  }

  /** A slider for one number, at its base until it is moved. */
  slider(parameter) {
    const { key, name, low, high, value, unit } = parameter, step = (high - low) / 100;
    const range = /** @type {HTMLInputElement} */ (el("input", { type: "range", min: low, max: high, step, value, id: `set-${key}` }));
    const said = el("output", { for: `set-${key}` }), told = at => String(Number(at.toPrecision(3)));
    let moved = false;
    const write = () => { said.textContent = told(moved ? Number(range.value) : value); range.setAttribute("aria-valuetext", said.textContent); room.classList.toggle("moved", moved); };
    range.addEventListener("input", () => { moved = true; write(); });
    const room = el("label", { class: "slide" }, el("span", {}, name), said, range, el("small", {}, `${t("explore.base", { value: t("explore.unit", { value: told(value), unit: unit || "" }).trim() })} \u00b7 ${key}`));
    write();
    return { room, key, reset: () => { moved = false; range.value = String(value); write(); }, set: () => moved ? { [key]: Number(Number(range.value).toPrecision(3)) } : {} };
  }

  /** Run the wars of one side of the comparison. @param {string} which a or b */
  async run(which) {
    const asked = { scenario: this.scenario.value, sets: Object.assign({}, ...this.sliders.map(each => each.set())), runs: Number(this.runs.value), weeks: Number(this.weeks.value), seed: Number(this.seed.value) };
    const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-run]"));
    for (const each of buttons) each.disabled = true;
    this.status.classList.remove("fault");
    this.status.textContent = t("explore.working", asked);
    const answer = await this.answer(asked);
    for (const each of buttons) each.disabled = false;
    if (answer.status !== 200) { this.status.classList.add("fault"); this.status.textContent = answer.text || t("explore.no_line"); return; }
    this.status.textContent = t("explore.done");
    this.found[which] = { asked, told: answer };
    this.draw();
  }

  /** Ask, and ask the same again while the server says that it is still at work. */
  async answer(asked) {
    for (;;) {
      try {
        const answer = await fetch("/explore/api/run", { method: "POST", headers: { "Content-Type": "application/json", "X-Theatre": "1" }, body: JSON.stringify(asked) });
        const told = { ...await answer.json(), status: answer.status };
        if (told.state !== "working") return told;
        if (told.done !== undefined) this.status.textContent = t("explore.working", asked) + ` ${told.done}`;
      } catch { return { status: 0 }; }
      await new Promise(done => setTimeout(done, 800));
    }
  }

  draw() {
    const runs = ["a", "b"].filter(key => this.found[key]);
    this.lists.replaceChildren(...runs.map(key => this.list(key)));
    const bands = Object.assign({}, ...runs.map(key => this.found[key].told.bands));
    const sides = this.looks.filter(look => ["area", "present"].some(what => bands[`${what}.${look.side}`] && Math.max(...bands[`${what}.${look.side}`].high) >= LEAST));
    const land = sides.flatMap(look => ["area", "present"].filter(what => bands[`${what}.${look.side}`]).map(what => this.figure(`${what}.${look.side}`, t(`debrief.measure.${what}`, { who: look.name }), true)));
    this.plots.replaceChildren(el("h2", {}, t("explore.harm")), el("div", { class: "plots harm" }, ...HARM.filter(key => bands[key]).map(key => this.figure(key, t(`debrief.measure.${key}`), false))), el("h2", {}, t("explore.land")), el("div", { class: "plots" }, ...land));
  }

  /** What was run, in full: so that somebody else can run it again. */
  list(key) {
    const { asked, told } = this.found[key], sets = Object.entries(asked.sets);
    return el("section", { class: `ran ${key}` }, el("h3", {}, el("i", { class: `run-key ${key}`, "aria-hidden": "true" }), t(`explore.${key}`)), el("p", {}, t("explore.scenario_row", { scenario: asked.scenario, runs: told.runs, weeks: told.weeks.length, low: told.seeds[0], high: told.seeds.at(-1) })),
      el("p", { class: "sets" }, sets.length ? sets.map(([name, value]) => el("span", { class: "set" }, this.options.parameters.find(each => each.key === name)?.name || name, " ", el("small", {}, `${name} = ${value}`))) : t("explore.as_fitted")), el("button", { type: "button", class: "quiet", onclick: () => this.save(key) }, t("explore.save")));
  }

  figure(key, title, share) {
    const runs = ["a", "b"].filter(each => this.found[each] && this.found[each].told.bands[key]), longest = runs.map(each => this.found[each].told.weeks).sort((a, b) => b.length - a.length)[0];
    const fill = (row, value) => [...row, ...Array(Math.max(0, longest.length - row.length)).fill(value)];
    const bands = runs.map(each => ({ name: t(`explore.${each}`), band: this.found[each].told.bands[key], colour: RUNS[each], text: RUNS[each], dash: each === "a" ? "" : "6 4" }));
    const same = bands.every(each => each.band.low.length === longest.length);
    const note = runs.map(each => { const band = this.found[each].told.bands[key]; return `${t(`explore.${each}`)} ${about(band.median.at(-1), share)} (${about(band.low.at(-1), share)}\u2013${about(band.high.at(-1), share)})`; }).join(" \u00b7 ");
    return fan({ title, note, weeks: longest, bands: same ? bands : bands.map(each => ({ ...each, band: Object.fromEntries(Object.entries(each.band).map(([name, row]) => [name, fill(row, row.at(-1))])) })), lines: [], share, high: 200 });
  }

  /** @param {string} key */
  save(key) {
    const { asked, told } = this.found[key], names = ["low", "q25", "median", "q75", "high"];
    const head = [`# scenario,${asked.scenario}`, `# runs,${told.runs}`, `# seeds,${told.seeds[0]} to ${told.seeds.at(-1)}`, ...Object.entries(asked.sets).map(([name, value]) => `# ${name},${value}`), `# ${t("explore.range")}`];
    const rows = Object.entries(told.bands).flatMap(([name, band]) => told.weeks.map((week, i) => [name, week, ...names.map(each => band[each][i])].join(",")));
    const text = [...head, ["measure", "week", "p05", "p25", "p50", "p75", "p95"].join(","), ...rows].join("\n") + "\n";
    const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: `explore-${key}-${asked.scenario.replace(/\W+/g, "-")}-${asked.seed}.csv` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(/** @type {HTMLAnchorElement} */ (link).href), 1000);
  }
}

await load();
document.title = t("explore.title");
$("title").textContent = t("explore.title");
$("lead").textContent = t("explore.lead");
const [options, ground, now] = await Promise.all(["/explore/api/options", "/ground.json", "/console/api/state"].map(async address => (await fetch(address)).json()));
new Explore(options, ground, now.game && now.game.scenario);
