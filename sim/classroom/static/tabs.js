/* A row of tabs and their panels: arrows, Home and End move, as the pattern for tabs asks. */

import { el } from "./dom.js";

export class Tabs {
  /**
   * @param {HTMLElement} room
   * @param {{key: string, name: string}[]} rows
   * @param {string} label what the row is called
   * @param {(key: string) => void} chosen called after a tab was opened
   */
  constructor(room, rows, label, chosen) {
    this.chosen = chosen;
    this.keys = rows.map(row => row.key);
    /** @type {Record<string, HTMLElement>} */
    this.tabs = {};
    /** @type {Record<string, HTMLElement>} */
    this.panels = {};
    /** @type {Record<string, HTMLElement>} */
    this.counts = {};
    const list = el("div", { role: "tablist", "aria-label": label, class: "tablist" });
    room.append(list);
    for (const { key, name } of rows) {
      this.counts[key] = el("span", { class: "count" });
      this.tabs[key] = el("button", { type: "button", role: "tab", id: `tab-${key}`, "aria-controls": `panel-${key}` }, name, this.counts[key]);
      this.panels[key] = el("div", { role: "tabpanel", id: `panel-${key}`, "aria-labelledby": `tab-${key}`, tabindex: "0", class: "panel" });
      this.tabs[key].addEventListener("click", () => this.open(key));
      list.append(this.tabs[key]);
      room.append(this.panels[key]);
    }
    list.addEventListener("keydown", event => this.move(event));
    this.open(this.keys[0]);
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    const turn = document.documentElement.dir === "rtl" ? -1 : 1, at = this.keys.indexOf(this.now), last = this.keys.length - 1;
    const to = { ArrowRight: at + turn, ArrowLeft: at - turn, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.open(this.keys[(to + last + 1) % (last + 1)]);
    this.tabs[this.now].focus();
  }

  /** @param {string} key */
  open(key) {
    this.now = key;
    for (const each of this.keys) {
      this.tabs[each].setAttribute("aria-selected", String(each === key));
      this.tabs[each].tabIndex = each === key ? 0 : -1;
      this.panels[each].hidden = each !== key;
    }
    this.chosen(key);
  }

  /**
   * Show a number beside the name of a tab; nothing for none.
   * @param {string} key
   * @param {number} many
   * @param {string} words
   */
  count(key, many, words) {
    const at = this.counts[key];
    if (at.title === (many ? words : "")) return;
    at.title = many ? words : "";
    at.replaceChildren(...many ? [el("span", { "aria-hidden": "true" }, String(many)), el("span", { class: "unseen" }, `, ${words}`)] : []);
  }
}
