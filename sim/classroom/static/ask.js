/* A question asked in its place: a button that opens a small form beneath, with a reason where one is due.

   An open form outlives every redraw of the page around it, so nothing typed is lost when the state changes. */

import { el } from "./dom.js";
import { t } from "./words.js";

/** @typedef {{name: string, label: string, kind: "text"|"long"|"number"|"choice"|"many", choices?: {value: string|number, name: string, closed?: boolean}[], value?: string|number, most?: number, low?: number, high?: number}} Field */
/** @typedef {{words: string, title?: string, fields?: Field[], more?: () => HTMLElement, reason?: boolean, go: string, send: (values: Record<string, any>) => Promise<{status: number, text?: string}|string>, closed?: () => void}} Question */

/** @type {Map<string, HTMLElement>} */
const open = new Map();
/** @type {() => void} */
let changed = () => {};

/** Say what is to be drawn anew when a form opens or closes. @param {() => void} f */
export function onAsk(f) { changed = f; }

/** The open form of a key, to be put beneath its button. @param {string} key */
export function asked(key) { return open.get(key) || null; }

/** Close every form, as when a new phase begins. @param {string} [start] only keys that start so */
export function closeAll(start = "") {
  for (const key of [...open.keys()]) if (key.startsWith(start)) open.delete(key);
}

/**
 * A button that opens and closes its question.
 * @param {string} key
 * @param {Question} question
 * @param {Record<string, string>} [more] further attributes
 */
export function askButton(key, question, more = {}) {
  const button = el("button", { type: "button", "aria-expanded": String(open.has(key)), "data-key": `ask ${key}`, ...more }, question.words);
  button.addEventListener("click", () => {
    if (open.has(key)) return shut(key, question);
    open.set(key, form(key, question));
    changed();
    const first = open.get(key)?.querySelector("select, input, textarea");
    if (first) /** @type {HTMLElement} */ (first).focus({ preventScroll: true });
    open.get(key)?.scrollIntoView({ block: "nearest" });
  });
  return button;
}

/** @param {string} key @param {Question} question */
function shut(key, question) {
  open.delete(key);
  if (question.closed) question.closed();
  changed();
  const button = document.querySelector(`[data-key="${CSS.escape("ask " + key)}"]`);
  if (button) /** @type {HTMLElement} */ (button).focus();
}

/**
 * One labelled control.
 * @param {Field} field
 */
export function control(field) {
  if (field.kind === "many") return many(field);
  const shared = { name: field.name, "data-name": field.name };
  const made = field.kind === "choice"
    ? el("select", shared, ...(field.choices || []).map(each => el("option", { value: String(each.value), disabled: !!each.closed }, each.name)))
    : field.kind === "long" ? el("textarea", { ...shared, rows: "2", maxlength: String(field.most || 400) })
      : el("input", { ...shared, type: field.kind === "number" ? "number" : "text", maxlength: String(field.most || 200), min: field.low, max: field.high, autocomplete: "off", dir: field.kind === "number" ? null : "auto" });
  if (field.value !== undefined) /** @type {HTMLInputElement} */ (made).value = String(field.value);
  return el("label", { class: "field" }, el("span", {}, field.label), made);
}

/** @param {Field} field */
function many(field) {
  const boxes = (field.choices || []).map(each => el("label", { class: "box" }, el("input", { type: "checkbox", "data-many": field.name, value: String(each.value) }), each.name));
  return el("fieldset", { class: "field" }, el("legend", {}, field.label), el("div", { class: "boxes" }, ...boxes));
}

/**
 * What the controls of a form say.
 * @param {HTMLElement} room
 * @returns {Record<string, any>}
 */
export function valuesOf(room) {
  /** @type {Record<string, any>} */
  const values = {};
  for (const each of room.querySelectorAll("[data-name]")) {
    const box = /** @type {HTMLInputElement} */ (each);
    values[box.dataset.name || ""] = box.type === "number" ? Number(box.value) : box.value.trim();
  }
  for (const each of room.querySelectorAll("[data-many]")) {
    const box = /** @type {HTMLInputElement} */ (each), name = box.dataset.many || "";
    values[name] = values[name] || [];
    if (box.checked) values[name].push(box.value);
  }
  return values;
}

/** @param {string} key @param {Question} question */
function form(key, question) {
  const fault = el("p", { class: "fault", role: "alert" });
  const go = /** @type {HTMLButtonElement} */ (el("button", { type: "submit", class: "go" }, question.go));
  const back = el("button", { type: "button", class: "quiet" }, t("console.cancel"));
  const reason = question.reason ? control({ name: "reason", label: t("console.reason"), kind: "text" }) : null;
  const room = el("form", { class: "ask", "aria-label": question.title || question.words },
    question.title ? el("h4", {}, question.title) : null,
    ...(question.fields || []).map(control), question.more ? question.more() : null, reason, fault, el("div", { class: "row" }, go, back));
  back.addEventListener("click", () => shut(key, question));
  room.addEventListener("keydown", event => { if (event.key === "Escape") { event.stopPropagation(); shut(key, question); } });
  room.addEventListener("submit", async event => {
    event.preventDefault();
    const values = valuesOf(room);
    if (question.reason && values.reason.length < 3) {
      fault.textContent = t("console.reason_short");
      /** @type {HTMLElement} */ (room.querySelector("[data-name=reason]")).focus();
      return;
    }
    go.disabled = true;
    fault.textContent = "";
    const answer = await question.send(values);
    go.disabled = false;
    if (typeof answer === "string") fault.textContent = answer;
    else if (answer.status !== 200) fault.textContent = answer.text || t("console.not_done");
    else shut(key, question);
  });
  return room;
}
