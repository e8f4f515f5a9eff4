/* The tab of the proposal: what the month would bring, seen by the facilitator alone until it is released. */

import { asked, askButton, control } from "./ask.js";
import { el } from "./dom.js";
import { about } from "./fan.js";
import { swatch } from "./legend.js";
import { t } from "./words.js";

/** @param {any} desk */
export function proposalPanel(desk) {
  const { proposal, month } = desk.state, head = el("h2", {}, t("console.proposal.title", { month }));
  if (!proposal) return [head, el("p", { class: "none" }, t("console.proposal.none"))];
  if (proposal.state === "working") return [head, el("p", { class: "working", role: "status" }, t("console.proposal.working", { n: proposal.attempt }))];
  if (proposal.state === "failed") return [head, el("p", { class: "fault", role: "alert" }, t("console.proposal.failed", { why: proposal.text || "" })), el("div", { class: "row" }, reroll(desk)), asked("reroll")];
  return [head, el("p", { class: "quiet" }, t("console.proposal.secret")), dead(desk, proposal), el("h3", {}, t("console.proposal.largest")),
    el("ol", { class: "largest" }, ...(proposal.largest.length ? proposal.largest : [t("console.proposal.quiet")]).map(each => el("li", {}, each))),
    powers(desk, proposal), land(desk, proposal), el("h3", {}, t("console.proposal.weeks")), ...proposal.weeks.map(each => week(desk, each)), ...cards(desk, proposal)];
}

function dead(desk, proposal) {
  const rerolls = proposal.rerolls ? el("span", { class: "tag white" }, t("console.proposal.rerolls", { n: proposal.rerolls })) : null;
  return el("p", { class: "deaths" }, el("b", {}, t("console.proposal.civilians", { n: about(proposal.dead.civilians) })), el("span", {}, t("console.proposal.fighters", { n: about(proposal.dead.fighters) })), rerolls);
}

function reroll(desk) {
  return askButton("reroll", { words: t("console.proposal.reroll"), title: t("console.proposal.reroll_means"), reason: true, go: t("console.proposal.reroll"), send: values => desk.act("reroll", { reason: values.reason }) });
}

function powers(desk, proposal) {
  const looks = desk.ground.data.looks;
  const sides = looks.filter(look => ["regime", "opposition", "hts", "is", "sdf", "turkey", "us"].includes(look.side)).map(look => ({ value: look.side, name: look.name }));
  const ground = ["regime", "iran", "opposition", "hts", "is", "sdf", "turkey"].map(side => ({ value: side, name: side === "iran" ? t("console.proposal.iran") : (looks.find(look => look.side === side) || { name: side }).name }));
  const overrule = askButton("overrule", {
    words: t("console.proposal.overrule"), title: t("console.proposal.overrule_means"), reason: true, go: t("console.proposal.overrule_go"), more: () => spots(desk),
    fields: [{ name: "to", label: t("console.proposal.to"), kind: "choice", choices: sides }],
    closed: () => { desk.spots = []; desk.ground.mark([]); },
    send: values => desk.spots.length ? desk.act("overrule", { regions: desk.spots, to: values.to, reason: values.reason }) : t("console.proposal.no_places"),
  });
  const men = askButton("men", {
    words: t("console.proposal.men"), title: t("console.proposal.men_means"), reason: true, go: t("console.proposal.men_go"),
    fields: [{ name: "side", label: t("console.proposal.side"), kind: "choice", choices: ground }, { name: "men", label: t("console.proposal.how_many"), kind: "number", value: 1000, low: -20000, high: 20000 }],
    send: values => desk.act("men", { side: values.side, men: values.men, reason: values.reason }),
  });
  return el("div", { class: "powers" }, el("div", { class: "row does" }, reroll(desk), overrule, men), asked("reroll"), asked("overrule"), asked("men"),
    el("p", { class: "quiet" }, t("console.proposal.logged")));
}

/** The places to be given: picked on the map, or found by name. */
function spots(desk) {
  const list = el("ul", { class: "spots" }), name = control({ name: "place", label: t("console.proposal.place"), kind: "text" });
  const input = /** @type {HTMLInputElement} */ (name.querySelector("input"));
  input.setAttribute("list", "map-places");
  input.removeAttribute("data-name");
  const draw = () => list.replaceChildren(...desk.spots.map(id => {
    const out = el("button", { type: "button", "aria-label": t("console.proposal.drop", { place: desk.ground.nameOf(id) }) }, `${desk.ground.nameOf(id)} \u00d7`);
    out.addEventListener("click", () => desk.picked(id));
    return el("li", {}, out);
  }));
  const enter = () => {
    const at = desk.ground.data.ground.names.findIndex(each => each.toLowerCase() === input.value.trim().toLowerCase());
    if (at < 0) return;
    input.value = "";
    if (!desk.spots.includes(desk.ground.ids[at])) desk.picked(desk.ground.ids[at]);
  };
  input.addEventListener("change", enter);
  input.addEventListener("keydown", event => { if (event.key === "Enter") { event.preventDefault(); enter(); } });
  const heard = () => list.isConnected ? draw() : document.removeEventListener("spots", heard);
  document.addEventListener("spots", heard);
  draw();
  return el("div", {}, name, list);
}

function land(desk, proposal) {
  const was = desk.state.land, looks = desk.ground.data.looks.filter(look => [was, proposal.land].some(each => each[look.side] && each[look.side].area >= .005));
  const share = (each, what) => `${Math.round(100 * ((each || {})[what] || 0))} %`;
  const pair = (side, what) => t("console.proposal.from_to", { was: share(was[side], what), now: share(proposal.land[side], what) });
  return el("table", { class: "landed" }, el("caption", {}, t("console.proposal.land")),
    el("thead", {}, el("tr", {}, ...["holder", "area", "people"].map(key => el("th", { scope: "col" }, t(`console.proposal.${key}`))))),
    el("tbody", {}, ...looks.map(look => el("tr", {}, el("th", { scope: "row" }, swatch(look), " ", look.short), el("td", {}, pair(look.side, "area")), el("td", {}, pair(look.side, "people"))))));
}

function week(desk, each) {
  const { names } = desk.ground.data.ground, looks = desk.ground.data.looks, many = each.changes.length;
  const rows = each.changes.slice(0, 40).map(([region, side]) => el("li", {}, t("console.proposal.took", { side: looks[side].short, place: names[region] })));
  return el("details", { class: "week" }, el("summary", { "data-key": `week ${each.week}` }, el("b", {}, t("console.proposal.week", { n: each.week, date: dayOf(each.date) })), ` ${t("console.proposal.counts", { changes: many, battles: each.battles.length })}`),
    el("ul", {}, ...each.headlines.map(line => el("li", { class: "head" }, line)), ...rows, many > 40 ? el("li", {}, t("console.proposal.more", { n: many - 40 })) : null));
}

/** A day in words. @param {string} date as 2016-03-28 */
function dayOf(date) {
  const { lang } = document.documentElement;
  return new Date(`${date}T00:00:00Z`).toLocaleDateString(lang === "en" ? "en-GB" : lang, { day: "numeric", month: "long", timeZone: "UTC" });
}

function cards(desk, proposal) {
  if (!proposal.cards.length) return [];
  const two = value => value === null || value === undefined ? "\u2013" : value.toFixed(2);
  return [el("h3", {}, t("console.proposal.cards")), el("ul", { class: "cards" }, ...proposal.cards.map(each => el("li", { class: "card" },
    el("h4", {}, each.title), el("ul", {}, ...each.lines.map(line => el("li", {}, line)), ...each.modifiers.map(([words, factor, helped]) => el("li", { class: "factor" }, `${words} \u00d7 ${Number(factor).toFixed(2)}`, helped ? el("span", { class: "quiet" }, `, ${t(`common.odds.${helped}`)}`) : null))),
    each.probability === null ? null : el("p", { class: "odds" }, t("console.proposal.odds", { p: two(each.probability), draw: two(each.draw) })))))];
}
