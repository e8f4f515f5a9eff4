/* The tab of the room: how to join, whether phones arrive, codes, settings, going back, and the end. */

import { asked, askButton } from "./ask.js";
import { chip } from "./chip.js";
import { el } from "./dom.js";
import { t } from "./words.js";

/** Seconds without a phone after which the page says what may be wrong. */
const PATIENCE = 60;
/** Addresses that only this machine can reach. */
const OWN = /localhost|127\.0\.0\.1/;

export class RoomPanel {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    this.since = Date.now();
    this.said = el("p", { class: "check", role: "status" });
    this.came = false;
  }

  /** Look for the first phone. */
  tick() {
    const { room } = this.desk.state;
    this.came = this.came || room.seats.some(each => each.sessions.length);
    const waited = (Date.now() - this.since) / 1000 > PATIENCE, key = this.came ? "came" : waited ? "blocked" : "waiting";
    if (this.said.dataset.key === key) return;
    this.said.dataset.key = key;
    this.said.textContent = t(`console.check.${key}`);
  }

  draw() {
    const { state } = this.desk;
    return [this.joining(state.room), this.codes(state), this.screens(state), this.settings(state.room.settings), this.back(state)];
  }

  joining(room) {
    return el("section", { class: "joining" }, el("div", {}, el("h2", {}, t("console.room.join")), el("ol", { class: "addresses" }, ...room.addresses.map(each => el("li", { class: OWN.test(each) ? "here" : null }, each, OWN.test(each) ? ` ${t("console.room.here_only")}` : ""))), el("p", { class: "quiet" }, t("console.room.join_means")), this.said),
      el("img", { src: "/console/qr.svg", alt: t("console.room.qr", { address: room.addresses[0] || "" }), width: "168", height: "168" }));
  }

  codes(state) {
    const rows = state.room.seats.map(seat => el("tr", {}, el("th", { scope: "row" }, chip(seat.seat), seat.name), el("td", { class: "code" }, seat.code || "\u2013"),
      el("td", {}, seat.open ? t(`console.seat.state_${seat.lent ? "lent" : seat.state}`, { n: seat.sessions.length }) : t("console.seat.closed"))));
    return el("section", {}, el("div", { class: "row spread" }, el("h2", {}, t("console.room.codes")), el("a", { href: "/console/cards/", target: "_blank", class: "button" }, t("console.room.cards"))), el("table", {},
      el("thead", {}, el("tr", {}, ...["seat", "code", "state"].map(key => el("th", { scope: "col" }, t(`console.room.${key}`))))), el("tbody", {}, ...rows)), el("p", { class: "quiet" }, t("console.room.codes_means")));
  }

  /** Other screens: the projector, and a tab for each seat when all play on this machine. */
  screens(state) {
    const link = (href, words) => el("li", {}, el("a", { href, target: "_blank" }, words));
    return el("section", {}, el("h2", {}, t("console.room.screens")), el("ul", { class: "links" }, link("/projector/", t("console.room.projector")), link("/debrief/#console", t("console.room.debrief")), link("/explore/", t("console.room.explore")), link("/join/", t("console.room.own"))), el("p", { class: "quiet" }, t("console.room.own_means")));
  }

  settings(settings) {
    const box = (key) => {
      const made = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", "data-key": `set ${key}` }));
      made.checked = !!settings[key];
      made.addEventListener("change", () => this.desk.act("settings", { [key]: made.checked }));
      return el("label", { class: "box wide" }, made, el("span", {}, el("b", {}, t(`console.set.${key}`)), el("span", { class: "quiet" }, t(`console.set.${key}_means`))));
    };
    const rule = /** @type {HTMLSelectElement} */ (el("select", { "data-key": "set no_orders" }, ...["policy", "hold", "repeat"].map(key => el("option", { value: key }, t(`console.set.no_orders_${key}`)))));
    rule.value = settings.no_orders || "policy";
    rule.addEventListener("change", () => this.desk.act("settings", { no_orders: rule.value }));
    return el("section", {}, el("h2", {}, t("console.room.settings")), box("auto_lock"), box("hard"), box("fog"), el("label", { class: "field" }, el("span", {}, t("console.set.no_orders")), rule));
  }

  back(state) {
    const turns = [...Array(Math.max(state.turn, 0)).keys()].map(n => ({ value: n + 1, name: t("console.log.turn", { n: n + 1 }) }));
    const rewind = turns.length ? askButton("rewind", {
      words: t("console.room.rewind"), title: t("console.room.rewind_means"), reason: true, go: t("console.room.rewind_go"), fields: [{ name: "turn", label: t("console.room.rewind_to"), kind: "choice", choices: turns, value: state.turn }],
      send: values => this.desk.act("rewind", { turn: Number(values.turn), reason: values.reason }),
    }) : null;
    const end = (to, when) => when ? askButton(`end ${to}`, { words: t(`console.room.end_${to}`), title: t(`console.risk.${to}`), go: t(`console.room.end_${to}`), send: () => this.desk.stepper.step(to) }, { class: "quiet" }) : null;
    const kept = state.branches.length > 1 ? el("ul", { class: "branches" }, ...state.branches.map(each => el("li", {}, t("console.room.branch", { n: each.branch, from: each.from_turn, turn: each.turn }), each.branch === state.game.branch ? ` \u00b7 ${t("console.room.here")}` : ""))) : null;
    return el("section", {}, el("h2", {}, t("console.room.back")), kept, el("div", { class: "row does" }, rewind, end("debrief", !["lobby", "debrief", "closed"].includes(state.phase)), end("closed", state.phase === "debrief")), asked("rewind"), asked("end debrief"), asked("end closed"));
  }
}
