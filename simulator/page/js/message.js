// One message in a chat: what it says now, what it said before, and its buttons.

import { heard, make } from "./dom.js";
import { nodes } from "./entities.js";
import { picture } from "./photo.js";

const QUOTED = 80;

/** What is not a text, in words. */
const KINDS = { location: "a location", venue: "a place on the map", photo: "a photo", document: "a file" };

/** The time of day in the city, as this browser writes it. */
export function clock(seconds, zone) {
  const written = { hour: "numeric", minute: "2-digit", ...(zone ? { timeZone: zone } : {}) };
  return new Intl.DateTimeFormat(undefined, written).format(seconds * 1000);
}

/**
 * The element for a message. `phone` has name, language, zone, follow (a link was pressed), press (a button was) and
 * answered (the message that this one answers).
 */
export function element(message, phone) {
  return make(
    "article",
    { class: `message ${message.sender !== null ? "mine" : "theirs"}`, "data-id": message.id, tabindex: "-1" },
    bubble(message, phone),
    buttons(message, phone),
  );
}

/**
 * Show an edited message in its element. Buttons that stay as they are stay in their place: whoever is about to press one,
 * or is on it with the keyboard, is not disturbed; and where they change, the keyboard goes on on the same button.
 */
export function refresh(shown, message, before, phone) {
  const reads = shown.contains(document.activeElement) && document.activeElement;
  shown.querySelector(".bubble").replaceWith(bubble(message, phone));
  if (JSON.stringify(message.buttons) !== JSON.stringify(before.buttons)) {
    shown.querySelector(".keys")?.remove();
    shown.append(...[buttons(message, phone)].filter(Boolean));
  }
  if (reads && !shown.contains(document.activeElement)) {
    const same = [...shown.querySelectorAll(".key")].find((one) => one.dataset.carries === reads.dataset.carries);
    (reads.matches(".key") && same ? same : shown).focus({ preventScroll: true });
  }
  return shown;
}

function bubble(message, phone) {
  const mine = message.sender !== null;
  return make(
    "div",
    { class: "bubble" },
    message.kind === "photo" && photo(message),
    heard(mine ? `${phone.name}: ` : "Avisa: "),
    quote(phone.answered(message)),
    make("p", { class: "said", dir: "auto", lang: mine ? null : tag(phone.language) }, body(message, phone)),
    make("p", { class: "about" }, history(message, phone), make("time", { dir: "ltr" }, clock(message.date, phone.zone))),
  );
}

/** What the bot sent, if the simulator still has it; a street instead of what a phone sent. */
function photo(message) {
  const street = () => picture(message.id, KINDS.photo);
  if (!message.file) return street();
  const file = `/sim/files/${message.file}`;
  const shown = make("a", { href: file, target: "_blank" }, make("img", { class: "picture", src: file, alt: KINDS.photo }));
  shown.firstChild.addEventListener("error", () => shown.replaceWith(street()), { once: true });
  return shown;
}

/** A language's code as HTML writes it. */
export const tag = (language) => language.replace("_", "-");

function body(message, phone) {
  const text = nodes(message.text, message.entities, (said, url) =>
    url === null || /^https?:\/\/t\.me\//.test(url)
      ? make("button", { type: "button", class: "link", dir: "ltr", onclick: () => phone.follow(said, url) }, said)
      : make("span", { class: "elsewhere", title: `${url} (this page opens nothing elsewhere)` }, said),
  );
  if (message.kind === "text" || message.kind === "photo") return text;
  const called = { class: "kind", lang: "en" };
  const kind = message.file
    ? make("a", { ...called, href: `/sim/files/${message.file}`, target: "_blank" }, KINDS[message.kind])
    : make("span", called, KINDS[message.kind] ?? message.kind);
  return text.length ? [kind, "\n", ...text] : [kind];
}

function quote(answered) {
  if (!answered) return null;
  const text = answered.text.split("\n", 1)[0].slice(0, QUOTED);
  return make("p", { class: "quote", dir: "auto" }, heard("In answer to: "), text);
}

function history(message, phone) {
  if (message.edits.length === 0) return null;
  const before = message.edits.filter((one) => one.text !== message.text).slice(-3);
  if (before.length === 0) return make("span", {}, "edited");
  return make(
    "details",
    { class: "history", open: phone.opened.has(message.id), ontoggle: (event) => phone.open(message.id, event.target) },
    make("summary", {}, "edited"),
    before.map((one) => make("p", { dir: "auto", lang: tag(phone.language), class: "before" }, heard("Before: "), one.text)),
  );
}

function buttons(message, phone) {
  return areInline(message.buttons) ? keyboard(message.buttons, phone, (one, at) => phone.press(message, one, at)) : null;
}

/** Whether these buttons stand under the message. Those of a reply keyboard stand where one writes instead. */
export const areInline = (rows) => rows.flat().some((one) => one.data !== null || one.url !== null);

/** A keyboard. `pressed` is called with the button's facts and its element. */
export function keyboard(rows, phone, pressed) {
  return make(
    "div",
    { class: "keys", role: "group", "aria-label": "Buttons" },
    rows.map((row) => make("div", { class: "row" }, row.map((one) => key(one, phone, pressed)))),
  );
}

function key(button, phone, pressed) {
  return make(
    "button",
    {
      type: "button",
      class: "key",
      dir: "auto",
      lang: tag(phone.language),
      "data-carries": button.data,
      onclick: (event) => pressed(button, event.currentTarget),
    },
    button.text,
  );
}
