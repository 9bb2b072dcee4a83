// The page: phones side by side, the story that plays by itself, the guide, the city, and Telegram.

import { City } from "./city.js";
import * as dialogs from "./dialogs.js";
import { byId, heard, make, write } from "./dom.js";
import { Guide } from "./guide.js";
import { Phone } from "./phone.js";
import * as simulator from "./simulator.js";
import * as sound from "./sound.js";
import { Telegram } from "./telegram.js";

const opening = await simulator.open();
const phones = new Map();
const switches = new Map();
const guide = opening.here && new Guide(opening.buttons, opening.here, reveal);
const city = opening.city && new City(opening.city, opening.here);
const telegram = new Telegram(
  opening.acts,
  (place) => (city ? city.name(place) : place),
  (kind) => guide?.did({ id: 0 }, "trouble", { kind }),
);

const desk = {
  zone: opening.city?.zone,
  directions: Object.fromEntries(opening.languages.map((one) => [one.language, one.direction])),
  did(phone, verb, facts) {
    const [begins, language] = (facts.data ?? "").split(":");
    if (begins === opening.buttons.speak) phone.reads(language);
    guide?.did(phone, verb, facts);
  },
  counted: (phone) => count(phone),
  async opens(phone, text) {
    const answer = await dialogs.opener([...phones.values()], phone.id);
    if (answer) await phones.get(Number(answer.phone)).say(text);
  },
  picks:
    opening.city &&
    (async (phone) => {
      const at = await dialogs.point(opening.city, phone);
      if (at) await simulator.act(phone.id, "shares_location", at);
    }),
};

const near = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      phones.get(Number(entry.target.dataset.id)).unread.come(entry.isIntersecting);
    }
  },
  { threshold: 0.5 },
);

async function put(facts) {
  const phone = new Phone(facts, phones.size, desk);
  phones.set(facts.id, phone);
  phone.stand(facts.bond);
  byId("phones").append(phone.element);
  const chosen = make("button", { type: "button", onclick: () => choose(phone.id) });
  chosen.style.setProperty("--hue", phone.element.style.getPropertyValue("--hue"));
  switches.set(facts.id, chosen);
  byId("people").append(chosen);
  count(phone);
  if (phones.size === 1) choose(phone.id, false);
  near.observe(phone.element);
  phone.load(await simulator.chat(facts.id));
}

function count(phone) {
  const chosen = switches.get(phone.id);
  if (!chosen) return;
  const unread = phone.unread.count ? make("span", { class: "badge" }, String(phone.unread.count), heard(" not seen yet")) : null;
  const face = make("span", { class: "avatar", "aria-hidden": "true" }, [...phone.name][0]);
  chosen.replaceChildren(...[face, make("span", {}, phone.name), unread].filter(Boolean));
}

/** On a narrow page one phone is seen at a time. */
function choose(id, focuses = true) {
  for (const phone of phones.values()) phone.element.classList.toggle("chosen", phone.id === id);
  for (const [one, chosen] of switches) chosen.setAttribute("aria-pressed", String(one === id));
  const phone = phones.get(id);
  phone.chat.scrollTop = phone.chat.scrollHeight;
  if (focuses) phone.show();
}

function part(name) {
  document.body.dataset.part = name;
  for (const one of byId("parts").children) one.setAttribute("aria-pressed", String(one.dataset.part === name));
}

/** Bring an element to where it is seen, whichever part of the page holds it, and the keyboard with it. */
function reveal(element) {
  const phone = element.closest(".phone");
  part(phone ? "phones" : element.closest("#telegram") ? "telegram" : document.body.dataset.part);
  if (phone) choose(Number(phone.dataset.id), false);
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
  element.classList.add("pointed");
  element.addEventListener("blur", () => element.classList.remove("pointed"), { once: true });
}

function story(facts) {
  byId("story").hidden = !facts.says;
  if (!facts.says) return;
  write(byId("story-says"), facts.says);
  const progress = byId("story-progress");
  progress.hidden = !facts.playing;
  if (facts.playing) Object.assign(progress, { max: facts.scenes, value: facts.number });
  const button = byId("story-button");
  const act = facts.playing ? (facts.paused ? "go_on" : "pause") : facts.more ? "again" : null;
  button.hidden = act === null;
  button.dataset.act = act ?? "";
  write(button, { go_on: "Go on", pause: "Pause", again: "Play another" }[act] ?? "");
}

function show(view) {
  for (const facts of view.phones) {
    if (phones.has(facts.id)) phones.get(facts.id).stand(facts.bond);
    else put(facts);
  }
  story(view.story);
  city?.show(view);
  telegram.show(view);
}

const alerts = [...opening.headings.active, ...opening.headings.retracted];

function take(news) {
  for (const message of news.messages) {
    const phone = phones.get(message.chat);
    const isNew = phone?.take(message);
    const heading = message.text.split("\n", 1)[0];
    if (!isNew || message.sender !== null || !alerts.includes(heading)) continue;
    if (opening.headings.active.includes(heading)) guide?.alerted();
    if (!message.silent) sound.ring();
  }
  for (const [id, toasts] of Object.entries(news.toasts)) phones.get(Number(id))?.tell(toasts);
}

async function add() {
  const answer = await dialogs.newcomer(opening.languages);
  if (!answer) return;
  const { id } = await simulator.request("phone", answer);
  const { view } = await simulator.open();
  show(view);
  guide?.did({ id }, "phone", {});
  part("phones");
  choose(id, [byId("add"), document.body].includes(document.activeElement));
}

byId("add").addEventListener("click", add);
byId("story-button").addEventListener("click", (event) => simulator.request(event.currentTarget.dataset.act));
for (const one of byId("parts").children) one.addEventListener("click", () => part(one.dataset.part));
document.addEventListener("pointerdown", (event) => {
  for (const open of document.querySelectorAll(".menu[open]")) open.open = open.contains(event.target);
});
document.addEventListener("visibilitychange", () => phones.forEach((phone) => phone.unread.seeSoon()));
sound.begin();

await Promise.all(opening.view.phones.map(put));
show(opening.view);
simulator.follow(opening.change, {
  chats: take,
  view: show,
  behind: () => location.reload(),
  gone: () => (byId("gone").hidden = false),
  back: () => (byId("gone").hidden = true),
});
document.body.dataset.ready = "yes";
