/* The debrief: what happened, who asked for what and why, and where this war falls among the model's.
   The facilitator opens it with #console at the end, which adds the buttons; the server decides what they may do. */

import { Compare } from "./debrief-compare.js";
import { Replay } from "./debrief-replay.js";
import { Timeline } from "./debrief-timeline.js";
import { chip } from "./chip.js";
import { dateOf, nameOf } from "./debrief-words.js";
import { el, $ } from "./dom.js";
import { load, t } from "./words.js";

/** Milliseconds between two looks at the state: while futures are run, and else. */
const SOON = 1200, LATER = 15_000;

/** Part -> what it was last drawn from. @type {Record<string, string>} */
const shown = {};

class Debrief {
  constructor(ground) {
    this.ground = ground;
    this.host = location.hash === "#console";
    this.parts = $("parts");
    this.rooms = Object.fromEntries(["replay", "timeline", "compare", "aims", "predictions", "different", "hand", "talk", "cannot"].map(key => [key, el("section", { id: key, "aria-labelledby": `${key}-title` })]));
    addEventListener("hashchange", () => location.reload());
    this.look();
  }

  /** Look at the state, now and again later; before the debrief is open the server refuses. */
  async look() {
    clearTimeout(this.timer);
    let wait = 4000;
    try {
      const answer = await fetch("/debrief/api/state", { cache: "no-store" });
      if (answer.ok) {
        const state = await answer.json();
        if (state.ready !== false && state.curves.series) { this.take(state); wait = state.futures.state === "working" ? SOON : LATER; }
        else $("waiting").textContent = t("debrief.not_yet");
      } else $("waiting").textContent = t("debrief.not_yet");
    } catch { $("waiting").textContent = t("debrief.no_line"); }
    this.timer = setTimeout(() => this.look(), wait);
  }

  take(state) {
    this.state = state;
    $("waiting").textContent = "";
    const weeks = state.curves.weeks.length;
    if (!this.replay) this.build(state);
    document.title = t("debrief.title");
    $("title").textContent = t("debrief.title");
    $("lead").textContent = t("debrief.lead", { title: state.game.title, from: dateOf(state, 0), to: dateOf(state, weeks), seed: state.game.seed });
    this.replay.take(state);
    this.timeline.take(state);
    this.compare.take(state);
    this.write("aims", state.aims, () => aims(state));
    this.write("predictions", state.predictions, () => predictions(state));
    this.write("different", state.different, () => [list(state.different, t("debrief.different_none"))]);
    this.write("hand", state.facilitator, () => hand(state));
    this.write("talk", state.prompts, () => [el("ol", { class: "prompts" }, ...state.prompts.map(each => el("li", {}, each)))]);
    this.write("cannot", state.caveats, () => [list(state.caveats, ""), this.host ? el("p", {}, el("a", { class: "button go", href: "/console/api/export", download: "" }, t("debrief.export")), " ", el("span", { class: "quiet" }, t("debrief.export_means"))) : null]);
  }

  build() {
    for (const room of Object.values(this.rooms)) this.parts.append(room);
    this.parts.prepend(el("nav", { class: "contents", "aria-label": t("debrief.contents") }, ...Object.keys(this.rooms).map(key => el("a", { href: `#${key}`, onclick: event => { event.preventDefault(); this.rooms[key].scrollIntoView(); this.rooms[key].querySelector("h2")?.focus(); } }, t(`debrief.part.${key}`)))));
    this.head("replay");
    this.head("timeline");
    this.head("compare");
    this.replay = new Replay(this.rooms.replay, this.ground);
    this.timeline = new Timeline(this.rooms.timeline, turn => this.replay.go(4 * turn));
    this.compare = new Compare(this.rooms.compare, this.ground, this.host, () => this.look());
  }

  head(key) {
    const made = el("h2", { id: `${key}-title`, tabindex: "-1" }, t(`debrief.part.${key}`));
    this.rooms[key].replaceChildren(made, el("p", { class: "quiet" }, t(`debrief.means.${key}`)));
  }

  /** Draw a part anew only when what it shows has changed. */
  write(key, what, draw) {
    const now = JSON.stringify(what);
    if (shown[key] === now) return;
    shown[key] = now;
    this.head(key);
    this.rooms[key].append(...draw().filter(each => each !== null));
  }
}

function list(rows, none) {
  return rows.length ? el("ul", { class: "plain" }, ...rows.map(each => el("li", {}, each))) : el("p", { class: "none" }, none);
}

function aims(state) {
  return [el("div", { class: "aims" }, ...state.aims.map(row => el("article", {}, el("h3", {}, chip(row.seat), nameOf(state, row.seat)),
    el("dl", {}, el("dt", {}, t("debrief.wanted")), el("dd", {}, list(row.aims.filter(Boolean), t("debrief.no_aims"))), el("dt", {}, t("debrief.came")), el("dd", {}, list(row.outcome, ""))))))];
}

function predictions(state) {
  if (!state.predictions.length) return [el("p", { class: "none" }, t("debrief.predictions_none"))];
  const heads = ["seat", "turn", "asked", "said", "came"].map(key => el("th", { scope: "col" }, t(`debrief.prediction.${key}`)));
  return [el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("debrief.part.predictions") }, el("table", { class: "predictions" }, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...state.predictions.map(row => el("tr", {},
    el("th", { scope: "row" }, chip(row.seat), nameOf(state, row.seat)), el("td", {}, String(row.turn)), el("td", {}, row.words), el("td", {}, row.said), el("td", {}, row.came, " ", el("span", { class: row.right ? "tag white" : "tag" }, t(row.right ? "debrief.as_said" : "debrief.otherwise"))))))))];
}

function hand(state) {
  const { rerolls, overrides } = state.facilitator;
  const told = each => typeof each === "string" ? each : t("debrief.hand_row", { turn: each.turn, what: [t(`debrief.kind.${each.kind}`), each.words].filter(Boolean).join(": "), why: each.reason });
  const kept = (state.branches || []).map(each => t("debrief.branch", { n: each.branch, from: each.from_turn, turns: each.turns.join(", ") }));
  return [el("p", {}, el("b", {}, t("debrief.rerolls", { n: rerolls }))), list([...overrides.map(told), ...kept], t("debrief.hand_none"))];
}

await load();
$("waiting").textContent = t("debrief.loading");
new Debrief(await (await fetch("/ground.json")).json());
