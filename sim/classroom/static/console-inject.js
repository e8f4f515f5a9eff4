/* The tab of injects: what the facilitator lets happen, from a library or made up, to whom and when. */

import { control, valuesOf } from "./ask.js";
import { el } from "./dom.js";
import { t } from "./words.js";

/** The form lives on while the state around it changes. @type {HTMLElement|null} */
let kept = null;
let made = "";

/** @param {any} desk */
export function injectPanel(desk) {
  const { state } = desk, from = `${state.turn}/${state.game.branch}/${state.injects.length}/${state.phase}`;
  if (!kept || made !== from) { kept = form(desk); made = from; }
  const done = (state.planned || []).slice(-8).reverse();
  return [el("h2", {}, t("console.inject.title")), el("p", { class: "quiet" }, t("console.inject.means")), kept,
    done.length ? el("section", {}, el("h3", {}, t("console.inject.done")), el("ul", { class: "done" }, ...done.map(row => el("li", {}, el("b", {}, t("console.log.turn", { n: row.turn })), " ", row.words || (row.event || {}).do, row.reason ? el("span", { class: "why" }, t("console.order.why", { why: row.reason })) : null)))) : null];
}

function form(desk) {
  const { state } = desk, library = state.injects;
  const choose = (key, name, words) => {
    const box = el("input", { type: "radio", name: "inject", value: key, id: `inject-${key || "own"}` });
    box.addEventListener("change", () => set(key));
    return el("li", {}, el("label", {}, box, el("span", {}, el("b", {}, name), el("span", { class: "words" }, words))));
  };
  const listed = each => choose(each.key, each.name, each.words);
  const words = control({ name: "words", label: t("console.inject.words"), kind: "long", most: 400 });
  const box = /** @type {HTMLTextAreaElement} */ (words.querySelector("textarea"));
  const event = control({ name: "event", label: t("console.inject.event"), kind: "long", most: 3000 });
  const own = el("details", { class: "own", hidden: true }, el("summary", {}, t("console.inject.event_title")), el("p", { class: "quiet" }, t("console.inject.event_means")), event);
  const turns = [...Array(Math.max(1, state.game.turns - Math.max(state.turn, 1) + 1)).keys()].map(n => n + Math.max(state.turn, 1));
  const when = control({ name: "turn", label: t("console.inject.when"), kind: "choice", choices: turns.map(n => ({ value: n, name: n === state.turn ? t("console.inject.now", { n }) : t("console.log.turn", { n }) })) });
  const to = control({ name: "to", label: t("console.inject.to"), kind: "many", choices: state.seats.map(each => ({ value: each.seat, name: each.name })) });
  const reason = control({ name: "reason", label: t("console.reason"), kind: "text" });
  const fault = el("p", { class: "fault", role: "alert" }), go = /** @type {HTMLButtonElement} */ (el("button", { type: "submit", class: "go" }, t("console.inject.go")));
  /** @type {string|null} */
  let chosen = null;
  const set = key => {
    chosen = key;
    const row = library.find(each => each.key === key);
    box.value = row ? row.words : "";
    own.hidden = key !== "";
  };
  const room = el("form", { class: "ask inject", "aria-label": t("console.inject.title") },
    el("fieldset", {}, el("legend", {}, t("console.inject.what")), el("ul", { class: "library" }, ...library.filter(each => !gravest(each)).map(listed), choose("", t("console.inject.own"), t("console.inject.own_means")), ...library.filter(gravest).map(listed))),
    words, own, el("div", { class: "row" }, when), to, el("p", { class: "quiet" }, t("console.inject.to_means")), reason, fault, el("div", { class: "row" }, go));
  room.addEventListener("submit", async submitted => {
    submitted.preventDefault();
    const values = valuesOf(room);
    fault.textContent = chosen === null ? t("console.inject.choose") : values.reason.length < 3 ? t("console.reason_short") : !chosen && !values.words && !values.event ? t("console.empty") : "";
    const told = chosen ? { event: null } : eventOf(values.event);
    if (!told) fault.textContent = t("console.inject.no_event");
    if (fault.textContent || !told) return;
    go.disabled = true;
    const answer = await desk.act("inject", { inject: chosen || null, event: told.event, words: values.words, to: values.to.length ? values.to : "all", turn: Number(values.turn), reason: values.reason });
    go.disabled = false;
    if (answer.status === 200) { kept = null; desk.drawDesk(); } else fault.textContent = answer.text || t("console.not_done");
  });
  return room;
}

/** Whether an inject stands last, out of easy reach: an attack with chemical weapons. */
function gravest(each) { return (each.event || {}).do === "outrage"; }

/** The event that was typed, or none; null if it cannot be read. @param {string} text */
function eventOf(text) {
  if (!text) return { event: null };
  try {
    const event = JSON.parse(text);
    return typeof event === "object" && event !== null && !Array.isArray(event) ? { event } : null;
  } catch { return null; }
}
