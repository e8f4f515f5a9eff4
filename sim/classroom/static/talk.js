/* What a team says beside its orders: answers to offers, what it wants, what it expects, what it tells the world. */

import { $, el } from "/static/dom.js";
import { t } from "/static/words.js";

const MOST = 200;

/** Offers as cards: accept, refuse, counter. @param {any} seat @returns {HTMLElement | null} */
export function offers(seat) {
  const { state, draft } = seat, found = state.situation.offers;
  if (!found.length || !["briefing", "planning"].includes(state.phase)) return null;
  const answer = offer => draft.rows.some(row => row.verb === "accept" && row.by === offer.to && row.of === offer.of) ? "accept" : offer.answered === "refuse" ? "refuse" : null;
  return el("section", { "aria-labelledby": "offers-title" }, el("h2", { id: "offers-title" }, t("seat.offers")), found.map((offer, at) => {
    const given = answer(offer), name = `offer-${at}`;
    return el("div", { class: "card offer" }, el("p", {}, el("b", {}, offer.words)), given ? el("p", { class: "done" }, t(`seat.answered.${given}`)) : null,
      state.phase === "briefing" ? el("p", { class: "second small" }, t("seat.offers_later")) : draft.open_ ? el("div", { class: "row" },
        given === "accept" ? el("button", { type: "button", id: `${name}-undo`, onclick: () => draft.set(draft.rows.filter(row => !(row.verb === "accept" && row.by === offer.to && row.of === offer.of))) }, t("seat.undo")) : [
          el("button", { type: "button", class: "go", id: `${name}-accept`, onclick: () => { draft.set([...draft.rows, { by: offer.to, verb: "accept", of: offer.of, terms: offer.terms, words: t("seat.accepting", { offer: offer.words }) }]); $(`${name}-undo`)?.focus(); } }, t("seat.accept")),
          given === "refuse" ? null : el("button", { type: "button", id: `${name}-refuse`, onclick: () => seat.line.act("refuse", { side: offer.to, of: offer.of, terms: offer.terms }) }, t("seat.refuse")),
          el("button", { type: "button", id: `${name}-counter`, onclick: () => seat.begin({ by: offer.to, verb: "offer", values: { to: offer.of } }) }, t("seat.counter")),
        ]) : null);
  }));
}

/** Pacts that are in force. @param {any} state */
export const pacts = state => state.situation.pacts.length ? el("section", {}, el("h2", {}, t("seat.pacts")), el("ul", {}, state.situation.pacts.map(pact => el("li", {}, pact.words)))) : null;

/** What the team expects, asked before it is shown. @param {any} seat @returns {HTMLElement | null} */
export function predictions(seat) {
  const { asked, given } = seat.state.prediction;
  if (!asked.length) return null;
  const say = (key, value) => {
    seat.guesses = { ...seat.state.prediction.given, ...seat.guesses, [key]: value };
    seat.line.act("predict", { turn: seat.state.turn, answers: seat.guesses });
  };
  return el("section", { class: "predictions", "aria-labelledby": "predict-title" }, el("h2", { id: "predict-title" }, t("seat.predict")), el("p", { class: "second" }, t("seat.predict_more")),
    asked.map(each => el("fieldset", { class: "card" }, el("legend", {}, each.words), el("div", { class: "choices across" }, each.choices.map(choice => el("label", { class: "choice" },
      el("input", { type: "radio", name: `predict-${each.key}`, id: `predict-${each.key}-${choice.value}`, value: choice.value, checked: given[each.key] === choice.value, onchange: () => say(each.key, choice.value) }), choice.name))))));
}

/** A long text that is kept as it is typed; the same element stays through every state. */
function writing(room, name, build) {
  if (room.dataset.made !== name) {
    room.replaceChildren(build());
    room.dataset.made = name;
  }
}

/** Words for everybody, shown with the reveal. @param {HTMLElement} room @param {any} seat @param {boolean} open */
export function statement(room, seat, open) {
  room.hidden = !open;
  if (!open) return;
  writing(room, `statement ${seat.draft.key}`, () => {
    const field = el("textarea", { id: "statement", rows: 3, maxlength: MOST, dir: "auto", "aria-describedby": "statement-more", oninput: () => { seat.draft.type({ statement: field.value }); told.textContent = ""; } });
    field.value = seat.draft.statement ?? seat.state.statements.find(each => each.seat === seat.state.seat.seat && each.turn === seat.state.turn)?.text ?? "";
    const told = el("p", { class: "saved", role: "status" });
    return el("form", { class: "card", onsubmit: async event => {
      event.preventDefault();
      told.textContent = t("seat.saving");
      const sent = field.value, answer = await seat.line.act("statement", { turn: seat.state.turn, text: sent });
      told.textContent = answer.status === 200 ? t("seat.statement_kept") : answer.text || "";
      if (answer.status === 200 && field.value === sent) seat.draft.type({ statement: null });
    } }, el("label", { class: "field" }, el("span", { class: "name" }, t("seat.statement")), el("span", { class: "more", id: "statement-more" }, t("seat.statement_more")), field), el("button", { type: "submit" }, t("seat.statement_send")), told);
  });
}

/** Up to three aims, filed before the first month. @param {HTMLElement} room @param {any} seat */
export function aims(room, seat) {
  const { state, draft } = seat;
  if (!state.seat.aims_open) {
    writing(room, `shut ${state.seat.aims.join("|")}`, () => state.seat.aims.length ? el("section", {}, el("h2", {}, t("seat.aims")), el("ol", {}, state.seat.aims.map(aim => el("li", { dir: "auto" }, aim)))) : el("div"));
    return;
  }
  writing(room, `aims ${draft.key}`, () => {
    const told = el("p", { class: "saved", role: "status" }), kept = draft.aims || state.seat.aims;
    const fields = [0, 1, 2].map(at => el("input", { id: `aim-${at}`, maxlength: MOST, dir: "auto", autocomplete: "off", "aria-label": t("seat.aim", { n: at + 1 }), value: kept[at] || "", oninput: () => { draft.type({ aims: fields.map(each => each.value) }); told.textContent = ""; } }));
    return el("form", { class: "card aims", onsubmit: async event => {
      event.preventDefault();
      told.textContent = t("seat.saving");
      const answer = await seat.line.act("aims", { aims: fields.map(each => each.value.trim()).filter(Boolean) });
      told.textContent = answer.status === 200 ? t("seat.aims_kept") : answer.text || "";
      if (answer.status === 200) draft.type({ aims: null });
    } }, el("h2", {}, t("seat.aims")), el("p", { class: "second" }, t("seat.aims_more")), el("ol", {}, fields.map(field => el("li", {}, field))), el("button", { type: "submit", class: "go" }, t("seat.aims_send")), told);
  });
}
