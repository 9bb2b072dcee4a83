// One message in a chat: what it says now, what it said before, and its buttons.

import { heard, make } from "./dom.js";
import { nodes } from "./entities.js";

const QUOTED = 80;

/** What is not a text, in words: pictures and files are not kept. */
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
  const mine = message.sender !== null;
  const said = make("p", { class: "said", dir: "auto", lang: mine ? null : tag(phone.language) }, body(message, phone));
  const bubble = make(
    "div",
    { class: "bubble" },
    heard(mine ? `${phone.name}: ` : "Avisa: "),
    quote(phone.answered(message)),
    said,
    make("p", { class: "about" }, history(message, phone), make("time", {}, clock(message.date, phone.zone))),
  );
  return make(
    "article",
    { class: `message ${mine ? "mine" : "theirs"}`, "data-id": message.id, tabindex: "-1" },
    bubble,
    keyboard(message, phone),
  );
}

/** A language's code as HTML writes it. */
export const tag = (language) => language.replace("_", "-");

function body(message, phone) {
  const text = nodes(message.text, message.entities, (said, url) =>
    url === null || /^https?:\/\/t\.me\//.test(url)
      ? make("button", { type: "button", class: "link", dir: "ltr", onclick: () => phone.follow(said, url) }, said)
      : make("span", { class: "elsewhere", title: `${url} (this page opens nothing elsewhere)` }, said),
  );
  if (message.kind === "text") return text;
  const kind = make("span", { class: "kind", lang: "en" }, KINDS[message.kind] ?? message.kind);
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

function keyboard(message, phone) {
  if (message.buttons.length === 0) return null;
  return make(
    "div",
    { class: "keys", role: "group", "aria-label": "Buttons" },
    message.buttons.map((row) => make("div", { class: "row" }, row.map((one) => key(message, one, phone)))),
  );
}

function key(message, button, phone) {
  return make(
    "button",
    {
      type: "button",
      class: "key",
      dir: "auto",
      lang: tag(phone.language),
      "data-carries": button.data,
      onclick: (event) => phone.press(message, button, event.currentTarget),
    },
    button.text,
  );
}
