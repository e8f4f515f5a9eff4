/* Elements made by hand: text is only ever text. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element. A function as `onclick` and the like is listened with; true writes an empty attribute; false and
 * null write none. Children may be elements, strings, numbers, lists of them, or null.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...any} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/**
 * Make an element of a drawing.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...any} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

function dress(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter(each => each !== null && each !== undefined && each !== false).map(each => typeof each === "number" ? String(each) : each));
  return made;
}

/**
 * Find an element by its id.
 * @param {string} id
 * @returns {any}
 */
export const $ = id => document.getElementById(id);

/**
 * Put new children in the place of the old ones, unless nothing would change: focus and scroll then stay.
 * @param {Element} room
 * @param {...any} children
 */
export function refill(room, ...children) {
  const draft = el("div", {}, ...children);
  const same = room.childNodes.length === draft.childNodes.length && [...draft.childNodes].every((each, i) => each.isEqualNode(room.childNodes[i]));
  if (!same) room.replaceChildren(...draft.childNodes);
}
