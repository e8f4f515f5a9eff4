/* One order, made step by step: what, its particulars, why. Built from the menu that the seat was sent. */

import { $, el, refill } from "/static/dom.js";
import { t } from "/static/words.js";

const MOST = 200;

/** The menu of a side. */
const menuOf = (state, by) => state.menu.find(each => each.by === by);
const verbOf = (state, by, verb) => menuOf(state, by)?.verbs.find(each => each.verb === verb);

/** What an order costs, by the menu. @param {any} state @param {any} row @returns {number} */
export function costOf(state, row) {
  const verb = verbOf(state, row.by, row.verb);
  if (!verb) return 0;
  if (verb.cost !== null) return verb.cost;
  for (const field of verb.fields) {
    const choice = field.choices.find(each => each.value === row[field.name]);
    if (choice && choice.cost !== undefined) return choice.cost;
  }
  return 0;
}

/** An order in words, by the menu. @param {any} state @param {any} row @returns {string} */
export function wordsOf(state, row) {
  const menu = menuOf(state, row.by), verb = verbOf(state, row.by, row.verb);
  if (!verb) return row.words || row.verb;
  const told = verb.fields.map(field => {
    const choice = field.choices.find(each => each.value === row[field.name]);
    return choice && (field.name === "level" ? t("seat.level", { n: choice.name }) : choice.name);
  }).filter(Boolean);
  return `${menu.name}: ${[verb.name, ...told].join(", ")}`;
}

/** What an order is likely to do: as the value chosen first has it. A posture has no line of its own, since it would be another stance's. @param {any} verb @param {Record<string, any>} values @returns {string} */
export function hintOf(verb, values) {
  const [first] = verb.fields, choice = first && first.choices.find(each => each.value === values[first.name]);
  return choice && choice.hint || (verb.verb === "posture" ? "" : verb.hint);
}

/** What an order costs, in words. @param {number | null} cost @returns {string} */
export const priced = cost => cost === null ? t("seat.cost_varies") : cost ? t("seat.cost", { n: cost }) : t("seat.cost_none");
const pips = cost => el("span", { class: "cost" }, priced(cost));

export class OrderForm {
  /**
   * @param {HTMLElement} room
   * @param {{draft: any, state: () => any, done: (row: any | null) => void}} more
   */
  constructor(room, { draft, state, done }) {
    Object.assign(this, { room, draft, state, done });
    this.built = "";
  }

  /** The form that is half filled in: {at, by, verb, values, reason, place}; null when none is open. */
  get form() { return this.draft.form; }

  /** Open the form. @param {Record<string, any>} start */
  open(start = {}) {
    const by = start.by || (this.state().menu.length === 1 ? this.state().menu[0].by : this.form?.by || this.state().menu[0]?.by);
    this.draft.type({ form: { at: null, verb: "", values: {}, reason: "", ...start, by } });
    this.draw(true);
  }

  close() {
    this.draft.type({ form: null });
    this.draw();
    this.done(null);
  }

  change(parts, again = true) {
    this.draft.type({ form: { ...this.form, ...parts } });
    if (again) this.draw();
  }

  /** Draw what is open; what is being typed into stays, unless another order was chosen. @param {boolean} [focus] */
  draw(focus = false) {
    const { form, room } = this;
    const built = form ? JSON.stringify([this.draft.key, form.at, form.by, form.verb, form.values, form.place, menuOf(this.state(), form.by)?.verbs]) : "";
    if (built === this.built) return;
    this.built = built;
    refill(room, form ? form.verb ? this.particulars() : this.choice() : null);
    if (form && focus) room.querySelector("h3").focus();
  }

  sides() {
    const { menu } = this.state();
    if (menu.length < 2 || this.form.at !== null) return null;
    return el("fieldset", {}, el("legend", {}, t("seat.who")), el("div", { class: "sides" }, menu.map(each => el("label", { class: "choice" },
      el("input", { type: "radio", name: "by", id: `by-${each.by}`, value: each.by, checked: each.by === this.form.by, onchange: () => this.change({ by: each.by }) }), each.name))));
  }

  head(words) {
    return el("div", { class: "form-head" }, el("button", { type: "button", class: "link", id: "form-back", onclick: () => this.form.verb && this.form.at === null ? this.change({ verb: "", values: {} }) : this.close() }, t("common.back")),
      el("h3", { tabindex: "-1" }, words));
  }

  /** First: what. Orders that fit the place come first if a place was chosen on the map. */
  choice() {
    const { form } = this, { verbs } = menuOf(this.state(), form.by) || { verbs: [] };
    const fault = verb => verb.why_not || this.placeFault(verb);
    const fits = verb => !form.place || verb.fields.some(field => field.name === "governorate");
    const [open, shut] = [verbs.filter(verb => fits(verb) && !fault(verb)), verbs.filter(verb => fits(verb) && fault(verb))];
    return el("div", {}, this.head(form.place ? t("seat.order_in", { place: this.placeName() }) : t("seat.add")), this.sides(),
      open.length ? el("ul", { class: "verbs plain" }, open.map(verb => el("li", {}, el("button", { type: "button", id: `verb-${verb.verb}`, onclick: () => this.choose(verb) },
        el("span", { class: "verb" }, verb.name, pips(verb.cost)), el("span", { class: "hint" }, verb.hint))))) : el("p", {}, t("seat.nothing_here")),
      shut.length ? el("details", { class: "shut" }, el("summary", {}, t("seat.not_now", { n: shut.length })), el("ul", { class: "plain" }, shut.map(verb => el("li", {}, el("b", {}, verb.name), " ", fault(verb))))) : null,
      el("button", { type: "button", onclick: () => this.close() }, t("common.cancel")));
  }

  placeFault(verb) {
    const choice = verb.fields.find(field => field.name === "governorate")?.choices.find(each => each.value === this.form.place);
    return choice ? choice.why_not : "";
  }

  placeName() {
    for (const verb of menuOf(this.state(), this.form.by)?.verbs || []) for (const field of verb.fields) {
      const choice = field.name === "governorate" && field.choices.find(each => each.value === this.form.place);
      if (choice) return choice.name;
    }
    return this.form.place;
  }

  choose(verb) {
    const values = {};
    for (const field of verb.fields) {
      const able = field.choices.filter(each => !each.why_not);
      if (field.name === "governorate" && this.form.place) values.governorate = this.form.place;
      else if (able.length === 1) values[field.name] = able[0].value;
      else if (field.name === "level" && able.length) values.level = able[0].value;
    }
    this.change({ verb: verb.verb, values });
    this.room.querySelector("h3").focus();
  }

  /** Then: where, how much, and why. */
  particulars() {
    const { form } = this, verb = verbOf(this.state(), form.by, form.verb);
    if (!verb) return el("div", {}, this.head(form.verb), el("p", {}, t("seat.nothing_here")));
    const row = this.row(), cost = costOf(this.state(), row), hint = hintOf(verb, form.values);
    return el("form", { novalidate: true, onsubmit: event => { event.preventDefault(); this.put(); } },
      this.head(`${menuOf(this.state(), form.by).name}: ${verb.name}`), hint ? el("p", { class: "hint-line" }, el("b", {}, t("seat.effect")), " ", hint) : null,
      verb.fields.map(field => this.field(field)),
      el("label", { class: "field" }, el("span", { class: "name" }, t("seat.reason")), el("span", { class: "more" }, t("seat.reason_more")), this.reasonField()),
      el("p", { class: "fault", role: "alert", id: "form-fault" }),
      el("div", { class: "row" }, el("button", { type: "submit", class: "go", id: "form-put" }, `${t(form.at === null ? "seat.put" : "seat.change_to")} (${priced(cost)})`),
        el("button", { type: "button", onclick: () => this.close() }, t("common.cancel"))));
  }

  reasonField() {
    const field = el("textarea", { id: "reason", rows: 2, maxlength: MOST, dir: "auto", oninput: () => this.change({ reason: field.value }, false) });
    field.value = this.form.reason;
    return field;
  }

  field(field) {
    const { values } = this.form, take = value => this.change({ values: { ...this.form.values, [field.name]: value } });
    const able = field.choices.filter(each => !each.why_not), not = field.choices.filter(each => each.why_not);
    if (field.choices.length <= 4) {
      return el("fieldset", {}, el("legend", {}, field.label), el("div", { class: "choices across" }, field.choices.map(each => el("label", { class: "choice" },
        el("input", { type: "radio", name: field.name, id: `${field.name}-${each.value}`, value: each.value, disabled: !!each.why_not, checked: values[field.name] === each.value, onchange: () => take(each.value) }),
        el("span", {}, each.name, each.cost !== undefined ? pips(each.cost) : null, each.why_not ? el("span", { class: "second small" }, ` ${each.why_not}`) : null)))));
    }
    const list = el("select", { id: `field-${field.name}`, onchange: () => take(able[list.selectedIndex - 1]?.value) }, el("option", { value: "" }, t("seat.choose")),
      able.map(each => el("option", { value: each.value, selected: values[field.name] === each.value }, each.name)));
    const wrong = field.choices.find(each => each.value === values[field.name])?.why_not;
    return el("div", {}, el("label", { class: "field" }, el("span", { class: "name" }, field.label), list), wrong ? el("p", { class: "fault" }, wrong) : null,
      not.length && not.length < field.choices.length ? el("details", { class: "shut" }, el("summary", {}, t("seat.not_here", { n: not.length })), el("ul", { class: "plain" }, not.map(each => el("li", {}, el("b", {}, each.name), " ", each.why_not)))) : null);
  }

  row() {
    const { by, verb, values, reason } = this.form;
    return { by, verb, ...values, reason: (reason || "").trim() };
  }

  put() {
    const verb = verbOf(this.state(), this.form.by, this.form.verb), missing = verb.fields.find(field => this.form.values[field.name] === undefined);
    if (missing) {
      $("form-fault").textContent = t("seat.missing", { field: missing.label });
      ($(`field-${missing.name}`) || $(`${missing.name}-${missing.choices[0].value}`))?.focus();
      return;
    }
    const row = this.row(), { at } = this.form;
    this.draft.type({ form: null });
    this.draw();
    this.done({ row, at });
  }
}
