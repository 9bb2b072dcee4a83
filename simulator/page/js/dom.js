// Elements, made without ever reading markup: whatever anyone wrote stays text.

/** An element with attributes (`on…` are listeners, true is an empty attribute, false and null are none) and children. */
export function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

/** The element of the page with this id. */
export const byId = (id) => document.getElementById(id);

/** Text for those who hear the page. */
export const heard = (text) => make("span", { class: "heard" }, text);

/** Put a text where it is not yet: what is read aloud is not read again. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
