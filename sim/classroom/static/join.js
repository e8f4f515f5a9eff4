/* The way in: the code of a card, then a name, a role, what will be seen, and Start. */

import { $, el } from "/static/dom.js";
import { post } from "/static/net.js";
import { load, t } from "/static/words.js";

/** The code as it is written on the card, whatever was typed around it. @param {string} text */
const codeOf = text => text.normalize("NFKC").toUpperCase().replace(/[^A-Z0-9]/g, "");

let code = "";

/** @param {...any} inside */
function frame(...inside) {
  document.body.replaceChildren(el("main", {}, inside, el("footer", {}, t("common.game"))));
}

/** @param {string} [fault] */
function askCode(fault = "") {
  const input = el("input", { id: "code", class: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", inputmode: "text", maxlength: "12", "aria-describedby": "fault hint", "aria-invalid": fault ? "true" : false, value: code });
  const form = el("form", { novalidate: true, onsubmit: event => {
    event.preventDefault();
    code = codeOf(input.value);
    if (code.length === 6) askName();
    else say(t("join.code_length"));
  } },
  el("label", { class: "field", for: "code" }, el("span", { class: "name" }, t("join.code"))), input,
  el("p", { id: "fault", class: "fault", role: "alert" }, fault), el("p", { id: "hint", class: "second" }, t("join.hint")),
  el("button", { type: "submit", class: "go wide" }, t("join.next")));
  frame(el("h1", {}, t("join.title")), el("p", { class: "lead" }, t("join.lead")), form);
  input.focus();
}

function say(text) {
  $("fault").textContent = text;
  $("code")?.setAttribute("aria-invalid", "true");
  $("code")?.focus();
}

function askName() {
  const kept = sessionStorage.getItem("name") || "";
  const name = el("input", { id: "name", maxlength: "24", autocomplete: "off", dir: "auto", "aria-describedby": "name-more", value: kept });
  const role = (value, words) => el("label", { class: "choice" }, el("input", { type: "radio", name: "role", value, checked: value === "commander" }), el("span", {}, el("b", {}, t(`join.${value}`)), " ", words));
  const button = el("button", { type: "submit", class: "go wide" }, t("join.start"));
  const form = el("form", { onsubmit: event => {
    event.preventDefault();
    sessionStorage.setItem("name", name.value);
    start(button, { code, name: name.value.trim(), role: form.elements.role.value });
  } },
  el("label", { class: "field" }, el("span", { class: "name" }, t("join.name")), el("span", { class: "more", id: "name-more" }, t("join.name_more")), name),
  el("fieldset", {}, el("legend", {}, t("join.role")), el("div", { class: "choices" }, role("commander", t("join.commander_more")), role("observer", t("join.observer_more")))),
  el("section", { class: "content", "aria-labelledby": "content" }, el("h2", { id: "content" }, t("join.seen")), el("p", {}, t("join.seen_1")), el("p", {}, t("join.seen_2")), el("p", {}, t("join.seen_3"))),
  el("p", { id: "fault", class: "fault", role: "alert" }), button,
  el("p", {}, el("button", { type: "button", class: "link", onclick: () => askCode() }, t("join.other"))));
  frame(el("h1", { tabindex: "-1", id: "title" }, t("join.who")), form);
  scrollTo(0, 0);
  $("title").focus();
}

/** Ask until there is an answer: the laptop may be away for a moment. */
async function start(button, body) {
  button.disabled = true;
  for (;;) {
    try {
      const answer = await post("/api/join", body);
      if (answer.status === 200) { location.assign(`/seat/${answer.seat}/`); return; }
      button.disabled = false;
      if (answer.fault === "bad_code") { askCode(answer.text); return; }
      $("fault").textContent = answer.text || t("join.not_now");
      return;
    } catch {
      $("fault").textContent = t("join.away");
      await new Promise(done => setTimeout(done, 1500));
    }
  }
}

await load();
document.title = t("join.title");
askCode();
