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
 * Put new children in the place of the old ones where they differ: what is the same stays, with its focus and scroll.
 * A `details` stays open or shut as its reader left it. What is listened to must read the state when it is called, since an element may be older than the last state.
 * @param {Element} room
 * @param {...any} children
 */
export function refill(room, ...children) {
  const draft = el("div", {}, ...children), held = document.activeElement, id = room.contains(held) ? held.id : "";
  const shut = new Map([...room.querySelectorAll("details")].map(each => [each.firstChild?.textContent, each.open]));
  for (const each of draft.querySelectorAll("details")) if (shut.has(each.firstChild?.textContent)) each.open = shut.get(each.firstChild.textContent);
  const fresh = [...draft.childNodes];
  if (fresh.length === room.childNodes.length) {
    [...room.childNodes].forEach((old, at) => { if (!old.isEqualNode(fresh[at])) old.replaceWith(fresh[at]); });
  } else room.replaceChildren(...fresh);
  if (id && !held.isConnected) $(id)?.focus({ preventScroll: true });
}
