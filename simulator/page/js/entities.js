// A text and Telegram's entities, as nodes. Offsets count UTF-16 units, and so do JavaScript's strings.

import { make } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
  spoiler: "mark",
};

/** What Telegram's apps make a link of by themselves: addresses and commands. */
const LINKS = /https?:\/\/[^\s\u2068\u2069]+|(?<![\w/])\/[A-Za-z0-9_]{1,64}/g;

/** The text's nodes. `link(text, url)` makes what can be followed, `url` being none for a command. */
export function nodes(text, entities, link) {
  const known = entities.filter((one) => one.length > 0).sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, 0, text.length, known, link);
}

function between(text, start, end, entities, link) {
  const made = [];
  let at = start;
  for (let next = 0; next < entities.length; ) {
    const entity = entities[next];
    const until = Math.min(entity.offset + entity.length, end);
    const inside = entities.slice(next + 1).filter((one) => one.offset < until);
    made.push(...plain(text.slice(at, entity.offset), link));
    made.push(shown(entity, text.slice(entity.offset, until), between(text, entity.offset, until, inside, link), link));
    at = until;
    next += 1 + inside.length;
  }
  made.push(...plain(text.slice(at, end), link));
  return made;
}

function shown(entity, text, children, link) {
  if (entity.type === "text_link") return link(text, entity.url);
  if (entity.type === "url") return link(text, text);
  if (entity.type === "bot_command") return link(text, null);
  const tag = TAGS[entity.type];
  return tag ? make(tag, entity.type === "spoiler" ? { class: "spoiler", tabindex: "0" } : {}, children) : children;
}

function plain(text, link) {
  const made = [];
  let at = 0;
  for (const found of text.matchAll(LINKS)) {
    made.push(text.slice(at, found.index), link(found[0], found[0].startsWith("/") ? null : found[0]));
    at = found.index + found[0].length;
  }
  return [...made, text.slice(at)].filter((one) => one !== "");
}
