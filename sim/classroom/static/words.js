/* All text of the pages comes from one file, chosen at the start of the server; its direction with it. */

import { fetched } from "/static/net.js";

let words = {};
let plural = new Intl.PluralRules("en");

/**
 * Fetch the words and set language and direction of the page.
 * @returns {Promise<void>}
 */
export async function load() {
  words = await fetched("/words.json");
  document.documentElement.lang = words.lang || "en";
  document.documentElement.dir = words.dir || "ltr";
  plural = new Intl.PluralRules(words.lang || "en");
}

/**
 * Say a text by its dotted key, with `{name}` filled in. Where the file has forms by number ("one", "other"), the
 * value `n` chooses. A key that is missing is said as it stands.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  let found = key.split(".").reduce((room, name) => room && room[name], words);
  if (found && typeof found === "object") found = found[plural.select(Number(values.n))] || found.other;
  if (typeof found !== "string") return key;
  return found.replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole);
}

/**
 * Say whether there are words for a key.
 * @param {string} key
 * @returns {boolean}
 */
export const has = key => t(key) !== key;

/**
 * Write a whole number as readers of the language do.
 * @param {number} value
 * @returns {string}
 */
export const count = value => Math.round(value).toLocaleString(words.lang === "en" ? "en-GB" : words.lang).replace("-", "\u2212");
