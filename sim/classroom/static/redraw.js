/* Drawing a room of the page anew without taking the keyboard, or what is being typed, from whoever is in it. */

/**
 * Put children in the place of what a room holds; focus stays on the same node, or on the one with the same `data-key`.
 * @param {HTMLElement} room
 * @param {() => (Node|string|null|undefined|false)[]} make makes the children; what lives on may be among them
 */
export function redraw(room, make) {
  const held = /** @type {HTMLElement|null} */ (document.activeElement);
  const inside = held !== null && held !== room && room.contains(held);
  const key = inside ? held.dataset.key : undefined;
  const top = room.scrollTop;
  room.replaceChildren(.../** @type {(Node|string)[]} */ (make().flat().filter(each => each)));
  room.scrollTop = top;
  if (!inside) return;
  const again = held.isConnected ? held : key ? room.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
  if (again) /** @type {HTMLElement} */ (again).focus({ preventScroll: true });
}
