/* The tab of seats: who is stuck, then each seat with its people and what can be done for it. */

import { asked, askButton } from "./ask.js";
import { chip } from "./chip.js";
import { el } from "./dom.js";
import { t } from "./words.js";

/** After so many seconds without a word a seat counts as silent. */
const SILENT = 30;

/**
 * Seats that need somebody to walk over, and why.
 * @param {any} state
 * @param {number} more seconds since the state was sent
 */
export function stuck(state, more) {
  const found = [], { phase, seats, room, clock } = state;
  for (const seat of room.seats) {
    const shown = seats.find(each => each.seat === seat.seat) || {};
    const asks = room.pause_asked.find(each => each.seat === seat.seat);
    if (asks) found.push({ seat, loud: true, why: t("console.stuck.pause") });
    if (!seat.open || seat.lent || !seat.sessions.length || phase === "debrief" || phase === "closed") continue;
    const silence = Math.min(...seat.sessions.map(each => each.seen)) + more;
    const silent = !seat.sessions.some(each => each.connected) && silence > SILENT;
    if (silent) found.push({ seat, why: t("console.stuck.silent", { n: Math.round(silence) }) });
    else if (phase === "planning" && shown.played_by === "people" && !seat.ready) {
      const short = clock.left !== null && clock.left < 60 || clock.time_up;
      found.push({ seat, loud: short, why: seat.drafts ? t("console.stuck.draft", { n: seat.drafts }) : t("console.stuck.nothing") });
    }
    if (!seat.sessions.some(each => each.role === "commander")) found.push({ seat, why: t("console.stuck.nobody") });
  }
  return found.sort((a, b) => Number(!!b.loud) - Number(!!a.loud));
}

/** @param {any} desk */
export function seatsPanel(desk) {
  const { state } = desk, slow = stuck(state, desk.age);
  const head = el("section", { class: "stuck", "aria-label": t("console.stuck.title") }, el("h2", {}, t("console.stuck.title")),
    slow.length ? el("ul", {}, ...slow.map(row => el("li", { class: row.loud ? "loud" : null }, chip(row.seat.seat), el("b", {}, row.seat.name), " ", row.why))) : el("p", { class: "none" }, t("console.stuck.none")));
  const all = askButton("message", message(desk, "all", t("console.seat.message_all")));
  return [head, el("div", { class: "row spread" }, el("h2", {}, t("console.tab.seats")), all), asked("message"), el("ul", { class: "seats" }, ...state.room.seats.map(seat => row(desk, seat))), statements(desk)];
}

/** What teams said in public; one that hurts can be taken off the screens. */
function statements(desk) {
  const { statements: said, seats } = desk.state;
  if (!said.length) return null;
  const name = key => (seats.find(each => each.seat === key) || { name: key }).name;
  return el("section", { class: "statements" }, el("h2", {}, t("console.seat.statements")), el("ul", {}, ...said.map(each => el("li", {},
    el("div", { class: "row" }, chip(each.seat), el("span", { class: "told" }, el("b", {}, t("console.seat.said", { seat: name(each.seat), turn: each.turn })), " ", each.text),
      askButton(`mute ${each.seat} ${each.turn}`, { words: t("console.seat.mute"), reason: true, go: t("console.seat.mute"), send: values => desk.act("mute", { seat: each.seat, turn: each.turn, reason: values.reason }) })),
    asked(`mute ${each.seat} ${each.turn}`)))));
}

function message(desk, to, words) {
  return { words, go: t("console.send"), fields: [{ name: "text", label: t("console.seat.message_words"), kind: "long", most: 400 }], send: values => values.text ? desk.act("message", { to, text: values.text }) : t("console.empty") };
}

function row(desk, seat) {
  const shown = desk.state.seats.find(each => each.seat === seat.seat) || {}, key = seat.seat;
  const people = seat.sessions.map(each => el("li", { class: each.connected ? null : "away" }, each.name || t("console.seat.nameless"), ` \u00b7 ${t(`console.role.${each.role}`)}`,
    each.connected ? "" : ` \u00b7 ${t("console.seat.heard", { n: Math.round(each.seen + desk.age) })}`));
  const told = !seat.open ? t("console.seat.closed") : seat.lent ? t("console.seat.lent") : t(`console.seat.state_${seat.state}`, { n: seat.sessions.length });
  const ready = desk.state.phase === "planning" && seat.open ? el("span", { class: seat.ready ? "tick yes" : "tick" }, seat.ready ? t("console.seat.ready") : t("console.seat.drafts", { n: seat.drafts })) : null;
  const reasoned = (kind, words, title) => askButton(`${kind} ${key}`, { words, title, reason: true, go: words, send: values => desk.act(kind, { seat: key, reason: values.reason }) });
  const does = seat.open ? [
    seat.lent ? reasoned("take_back", t("console.seat.take_back"), t("console.seat.take_back_means")) : reasoned("lend", t("console.seat.lend"), t("console.seat.lend_means")),
    reasoned("new_code", t("console.seat.new_code"), t("console.seat.new_code_means")),
    askButton(`message ${key}`, message(desk, [key], t("console.seat.message"))),
  ] : [];
  const aims = (seat.aims || []).filter(Boolean);
  return el("li", { class: seat.state === "silent" ? "seat silent" : "seat", "data-seat": key },
    el("div", { class: "row" }, chip(key, shown.letters), el("h3", {}, seat.name), el("span", { class: "told" }, told), ready, el("span", { class: "code", title: t("console.seat.code") }, seat.code || "")),
    el("div", { class: "row within" }, people.length ? el("ul", { class: "people" }, ...people) : null, el("div", { class: "row does" }, ...does)),
    aims.length ? el("p", { class: "aims" }, el("b", {}, t("console.seat.aims")), " ", aims.join("; ")) : null,
    ...["lend", "take_back", "new_code", "message"].map(kind => asked(`${kind} ${key}`)));
}
