/* How the debrief says dates and seats. */

import { t } from "./words.js";

/** The day on which a week of the war begins, as words. */
export function dateOf(state, week) {
  const day = new Date(`${state.game.start}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 7 * week);
  return day.toLocaleDateString(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** A short month and its year. */
export function monthOf(state, week) {
  const day = new Date(`${state.game.start}T00:00:00Z`), { lang } = document.documentElement;
  day.setUTCDate(day.getUTCDate() + 7 * week);
  const month = day.toLocaleDateString(lang === "en" ? "en-GB" : lang, { month: "short", timeZone: "UTC" });
  return `${lang === "en" ? month.slice(0, 3) : month} ${day.getUTCFullYear()}`;
}

/** @param {any} state @param {string} key */
export function nameOf(state, key) {
  const seat = state.seats.find(each => each.seat === key);
  return seat ? seat.name : t(`debrief.row.${key}`);
}
