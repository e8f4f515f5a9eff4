/* The tab of orders: every seat's set as it stands, marked by who gave it, each order with what can be done to it. */

import { asked, askButton, control, valuesOf } from "./ask.js";
import { chip } from "./chip.js";
import { el } from "./dom.js";
import { t } from "./words.js";

/** @param {any} desk */
export function ordersPanel(desk) {
  const { orders, phase, seats } = desk.state;
  const note = t(phase === "planning" || phase === "briefing" ? "console.order.drafts" : "console.order.sealed", { turn: orders.turn });
  const open = phase === "locked" || phase === "adjudication";
  const rows = orders.seats.map(each => set(desk, each, seats.find(seat => seat.seat === each.seat) || { seat: each.seat, name: each.name || each.seat }, open));
  return [el("h2", {}, t("console.order.title", { month: desk.state.month })), el("p", { class: "quiet" }, note), ...rows];
}

function set(desk, each, seat, open) {
  const sorted = each.side_orders, kinds = new Set(sorted.map(row => row.from));
  const edit = open && each.seat ? askButton(`edit ${each.seat}`, editor(desk, each)) : null;
  return el("section", { class: "set", "data-seat": each.seat },
    el("div", { class: "row" }, each.seat ? chip(each.seat, seat.letters) : null, el("h3", {}, seat.name), kinds.size === 1 ? tag([...kinds][0]) : null, edit),
    asked(`edit ${each.seat}`),
    sorted.length ? el("ol", { class: "orders" }, ...sorted.map(row => order(desk, each, row, kinds.size > 1, open))) : el("p", { class: "none" }, t("console.order.none")));
}

/** @param {string} from */
function tag(from) { return from === "people" ? null : el("span", { class: `tag ${from}` }, t(`console.from.${from}`)); }

function order(desk, each, row, tagged, open) {
  const key = `${each.seat} ${row.index}`, can = open && !row.struck;
  const steps = [-2, -1, 0, 1, 2].map(value => ({ value, name: value > 0 ? `+${value}` : String(value).replace("-", "\u2212") }));
  const does = can && each.seat ? el("div", { class: "row does" },
    askButton(`strike ${key}`, { words: t("console.order.strike"), reason: true, go: t("console.order.strike"), send: values => desk.act("strike_order", { seat: each.seat, index: row.index, reason: values.reason }) }),
    row.row && row.row.governorate ? askButton(`modifier ${key}`, {
      words: t("console.order.modifier"), title: t("console.order.modifier_means"), reason: true, go: t("console.order.apply"),
      fields: [{ name: "steps", label: t("console.order.steps"), kind: "choice", choices: steps, value: row.modifier || 0 }],
      send: values => desk.act("modifier", { seat: each.seat, index: row.index, steps: Number(values.steps), reason: values.reason }),
    }) : null) : null;
  return el("li", { class: row.struck ? "struck" : row.from === "policy" ? "pale" : null },
    el("div", { class: "order" }, el("span", { class: "words" }, row.words), tagged ? tag(row.from) : null,
      row.modifier ? el("span", { class: "tag white" }, t("console.order.with", { n: row.modifier > 0 ? `+${row.modifier}` : String(row.modifier).replace("-", "\u2212") })) : null,
      row.struck ? el("span", { class: "tag white" }, t("console.order.struck")) : null,
      row.reason ? el("span", { class: "why" }, t("console.order.why", { why: row.reason })) : null,
      row.accepted || !row.why ? null : el("span", { class: "refused" }, t("console.order.refused", { why: row.why }))),
    does, asked(`strike ${key}`), asked(`modifier ${key}`));
}

/** A set of orders as the facilitator would have it: rows to take out, and one menu to add from. */
function editor(desk, each) {
  /** @type {{words: string, order: any}[]} */
  let rows = [];
  const more = () => {
    rows = each.side_orders.filter(row => row.row).map(row => ({ words: row.words, order: row.row }));
    const list = el("ol", { class: "orders" }), adder = el("div", { class: "adder" });
    const draw = () => list.replaceChildren(...rows.map((row, at) => {
      const out = el("button", { type: "button", class: "quiet", "aria-label": t("console.order.remove", { words: row.words }) }, "\u00d7");
      out.addEventListener("click", () => { rows.splice(at, 1); draw(); });
      return el("li", {}, el("div", { class: "row" }, el("span", { class: "words" }, row.words), out));
    }));
    menuOf(each).then(menu => {
      if (menu.length) pick(adder, menu, (words, order) => { rows.push({ words, order }); draw(); });
      else adder.append(el("p", { class: "quiet" }, t("console.order.no_menu")));
    });
    draw();
    return el("div", {}, list, adder);
  };
  return {
    words: t("console.order.edit"), title: t("console.order.edit_means"), reason: true, go: t("console.order.save"), more,
    send: values => desk.act("edit_orders", { seat: each.seat, orders: rows.map(row => row.order), reason: values.reason }),
  };
}

/** What a seat may order this month: asked for when it is needed, since it is long. */
async function menuOf(each) {
  if (each.menu) return each.menu;
  try {
    const answer = await fetch(`/console/api/menu?seat=${each.seat}`);
    return answer.ok ? (await answer.json()).menu : [];
  } catch { return []; }
}

/** Choices of a list: what is not possible now can be read, not chosen. */
const listed = (rows, value) => rows.map(each => ({ value: value(each), name: each.name, closed: !!each.why_not }));

/** What is not possible now, and why. */
const closed = rows => rows.some(each => each.why_not) ? el("details", { class: "shut" }, el("summary", {}, t("seat.not_here", { n: rows.filter(each => each.why_not).length })),
  el("ul", {}, ...rows.filter(each => each.why_not).map(each => el("li", {}, el("b", {}, each.name), " ", each.why_not)))) : null;

/** By whom, what, and the fields that it asks for; below stands why a choice is closed. */
function pick(room, menu, add) {
  const by = control({ name: "by", label: t("console.order.by"), kind: "choice", choices: menu.map(row => ({ value: row.by, name: row.name })) });
  const what = el("div", { class: "row" }), button = /** @type {HTMLButtonElement} */ (el("button", { type: "button" }, t("console.order.add")));
  const side = () => menu.find(row => row.by === valuesOf(room).by) || menu[0];
  const verb = () => side().verbs.find(each => each.verb === valuesOf(room).verb) || side().verbs[0];
  const fields = () => {
    const old = room.querySelector(".fields"), needed = verb().fields || [];
    const made = el("div", { class: "fields" }, el("div", { class: "row" }, ...needed.map(field => control({ name: `field ${field.name}`, label: field.label, kind: "choice", choices: listed(field.choices, each => JSON.stringify(each.value)) }))), closed([...side().verbs, ...needed.flatMap(field => field.choices)]));
    button.disabled = !!verb().why_not || needed.some(field => field.choices.every(each => each.why_not));
    if (old) old.replaceWith(made); else room.insertBefore(made, button);
  };
  const verbs = () => {
    what.replaceChildren(control({ name: "verb", label: t("console.order.what"), kind: "choice", choices: listed(side().verbs, each => each.verb) }));
    /** @type {HTMLElement} */ (what.querySelector("select")).addEventListener("change", fields);
    fields();
  };
  room.append(el("div", { class: "row" }, by, what), button);
  /** @type {HTMLElement} */ (by.querySelector("select")).addEventListener("change", verbs);
  button.addEventListener("click", () => {
    const chosen = Object.entries(valuesOf(room)).filter(([key]) => key.startsWith("field "));
    const order = Object.fromEntries(chosen.map(([key, value]) => [key.slice(6), JSON.parse(value)]));
    const told = [...room.querySelectorAll(".fields select")].map(each => /** @type {HTMLSelectElement} */ (each).selectedOptions[0].textContent);
    add(`${side().name}: ${[verb().name, ...told].join(", ")}`, { by: side().by, verb: verb().verb, ...order });
  });
  verbs();
}
