/* The small square with the letter or letters of a seat: one of its three carriers, beside colour and name. */

import { el } from "./dom.js";

/** Letters of seats, and of the parties without one, for places that know only their key. */
export const LETTERS = { regime: "R", russia: "Ru", iran: "Ir", us_sdf: "US", opposition: "O", turkey: "T", is: "I", hts: "H" };

/**
 * @param {string} seat key of a seat
 * @param {string} [letters]
 * @returns {HTMLElement}
 */
export function chip(seat, letters) {
  return el("span", { class: "chip", "data-seat": seat, "aria-hidden": "true" }, letters || LETTERS[seat] || "\u00b7");
}
