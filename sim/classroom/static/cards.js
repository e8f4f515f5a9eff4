/* The printed cards: one a seat, six to a sheet, each with its code and the address to join at. */

import { chip } from "./chip.js";
import { el, $ } from "./dom.js";
import { has, load, t } from "./words.js";

/** What a seat wants, in three lines of its brief. @param {any} seat */
function lines(seat) {
  return [0, 1, 2].map(n => `briefs.${seat.seat}.want.${n}`).filter(has).map(key => t(key));
}

/** @param {any} seat @param {string} address */
function card(seat, address) {
  return el("li", { class: "seat-card" },
    el("div", { class: "head" }, chip(seat.seat), el("h2", {}, seat.name)),
    el("p", { class: "wants" }, t("console.cards.wants")), el("ul", {}, ...lines(seat).map(line => el("li", {}, line))),
    el("div", { class: "foot" }, el("dl", {}, el("dt", {}, t("console.cards.address")), el("dd", { class: "address" }, address.replace("http://", "")), el("dt", {}, t("console.cards.code")), el("dd", { class: "secret" }, seat.code)),
      el("img", { src: "/console/qr.svg", alt: t("console.cards.qr", { address }), width: "104", height: "104" })),
    el("p", { class: "quiet" }, t("console.cards.turn_in")));
}

await load();
document.title = t("console.cards.title");
const state = await (await fetch("/console/api/state", { cache: "no-store" })).json();
const address = state.room.addresses[0] || "";
$("title").textContent = t("console.cards.title");
$("how").textContent = t("console.cards.how");
$("tools").append(el("button", { type: "button", class: "go", onclick: () => print() }, t("console.cards.print")), el("a", { href: "/console/", class: "button" }, t("console.cards.back")));
$("cards").replaceChildren(...state.room.seats.filter(seat => seat.open && seat.code).map(seat => card(seat, address)));
