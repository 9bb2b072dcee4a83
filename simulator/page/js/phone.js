// One person's phone: their chat with the bot, a line to write in, and what else a phone can do.

import { byId, heard, make, write } from "./dom.js";
import { element, refresh, tag } from "./message.js";
import * as photo from "./photo.js";
import { Replies } from "./replies.js";
import * as simulator from "./simulator.js";
import { Unread } from "./unread.js";

const TOAST = 5000;
const NEAR = 80;
const HUES = [168, 32, 262, 210, 340, 96, 14, 190];

export class Phone {
  /** `desk` has zone, the directions of languages, did (this page did something), opens (an invitation's link), picks
   * (a point is to be sent). */
  constructor(facts, order, desk) {
    this.id = facts.id;
    this.name = facts.name;
    this.role = facts.role;
    this.language = facts.language;
    this.zone = desk.zone;
    this.desk = desk;
    this.messages = new Map();
    this.opened = new Set();
    this.told = 0;
    this.unread = new Unread(() => desk.counted(this));
    this.replies = new Replies(this, (button) => this.reply(button));
    this.build(facts, HUES[order % HUES.length]);
  }

  build(facts, hue) {
    const title = `phone-${this.id}`;
    this.chat = make("div", {
      class: "chat",
      role: "log",
      "aria-live": "polite",
      "aria-label": `${this.name}'s chat with Avisa`,
      tabindex: "0",
    });
    this.toast = make("p", { class: "toast", role: "status", dir: "auto", lang: tag(this.language) });
    this.line = make("input", {
      type: "text",
      autocomplete: "off",
      enterkeyhint: "send",
      dir: "auto",
      maxlength: "4096",
      placeholder: "Message",
      "aria-label": `Write to Avisa as ${this.name}`,
    });
    this.form = make(
      "form",
      { class: "write", onsubmit: (event) => this.submit(event) },
      this.line,
      make("button", { type: "submit", class: "send" }, heard("Send"), make("span", { "aria-hidden": "true" }, "➤")),
    );
    this.start = make(
      "button",
      { type: "button", class: "start strong", onclick: () => this.say("/start") },
      "Start",
      heard(` the bot as ${this.name}`),
    );
    this.stranger = make("p", { class: "stranger" }, `${this.name} has not met the bot yet.`);
    this.blocker = make("button", { type: "button", onclick: () => this.toggleBlock() }, "Block the bot");
    this.menu = make(
      "details",
      { class: "menu", onkeydown: (event) => event.key === "Escape" && this.closeMenu() },
      make("summary", { title: "More" }, heard(`More for ${this.name}`), make("span", { "aria-hidden": "true" }, "⋯")),
      make(
        "div",
        { class: "choices" },
        make("button", { type: "button", onclick: () => this.sendPhoto() }, "Send a photo"),
        this.desk.picks && make("button", { type: "button", onclick: () => this.sendLocation() }, "Send a location …"),
        this.blocker,
      ),
    );
    this.element = make(
      "section",
      { class: "phone", "aria-labelledby": title, "data-id": this.id, "data-role": this.role || "resident" },
      make(
        "header",
        {},
        make("span", { class: "avatar", "aria-hidden": "true" }, [...this.name][0]),
        make(
          "div",
          { class: "who" },
          make("h2", { id: title, tabindex: "-1" }, this.name, " ", this.unread.badge),
          make("p", {}, facts.role ? `${facts.role} · ` : "", make("span", { lang: tag(this.language) }, facts.called)),
        ),
        this.menu,
      ),
      this.chat,
      this.stranger,
      this.toast,
      this.start,
      this.form,
      this.replies.element,
    );
    this.reads(this.language);
    this.element.style.setProperty("--hue", hue);
    for (const kind of ["pointerdown", "focusin"]) this.element.addEventListener(kind, () => this.unread.see());
  }

  /** From now on the person reads this language: what they see is turned to its side, as Telegram's apps do. */
  reads(language) {
    this.language = language;
    const direction = this.desk.directions[language] ?? "ltr";
    for (const part of [this.chat, this.form, this.replies.element]) part.dir = direction;
    this.toast.lang = tag(language);
  }

  /** Show everything that is in the chat. */
  load(facts) {
    for (const message of facts.messages) this.take(message, false);
    this.told = facts.toasts.length;
    this.chat.scrollTop = this.chat.scrollHeight;
  }

  /** How the person stands with the bot. */
  stand(bond) {
    const begins = this.bond === "stranger" && document.activeElement === this.start;
    this.bond = bond;
    this.start.hidden = bond !== "stranger";
    this.form.hidden = bond === "stranger";
    this.showReplies();
    this.stranger.hidden = bond !== "stranger";
    this.element.classList.toggle("blocked", bond === "kicked");
    this.blocker.hidden = bond === "stranger";
    if (begins && bond !== "stranger") this.chat.focus();
    write(this.blocker, bond === "kicked" ? "Unblock the bot" : "Block the bot");
  }

  /** A message has come, was edited or was deleted. Gives whether it is one that was not known. */
  take(message, isNews = true) {
    const known = this.messages.get(message.id);
    if (known && known.message.change >= message.change) return false;
    if (message.deleted) {
      known?.element.remove();
      this.messages.delete(message.id);
      this.showReplies();
      return false;
    }
    const follows = this.chat.scrollHeight - this.chat.scrollTop - this.chat.clientHeight < NEAR;
    const made = known ? refresh(known.element, message, known.message, this) : element(message, this);
    this.messages.set(message.id, { message, element: made });
    if (!known) this.put(message.id, made);
    if (isNews) made.classList.add("fresh");
    this.showReplies();
    if (follows || (!known && message.sender !== null)) this.chat.scrollTop = this.chat.scrollHeight;
    if (isNews && message.sender === null) this.unread.notice();
    else if (isNews && !known) this.unread.see();
    return !known;
  }

  put(id, made) {
    const later = [...this.messages.keys()].filter((one) => one > id).sort((a, b) => a - b)[0];
    this.chat.insertBefore(made, later === undefined ? null : this.messages.get(later).element);
  }

  showReplies() {
    const messages = [...this.messages.values()].map((one) => one.message);
    this.replies.show(messages, this.bond !== "stranger");
  }

  /** A button of the reply keyboard shares a location, or says its own text. */
  reply(button) {
    if (button.asks === "location" && this.desk.picks) return this.sendLocation();
    return this.say(button.text);
  }

  /** The short notices after pressed buttons, oldest first. */
  tell(toasts) {
    if (toasts.length <= this.told) return;
    this.told = toasts.length;
    write(this.toast, toasts.at(-1));
    clearTimeout(this.fading);
    this.fading = setTimeout(() => write(this.toast, ""), TOAST);
  }

  submit(event) {
    event.preventDefault();
    const text = this.line.value.trim();
    this.line.value = "";
    if (text) this.say(text);
  }

  say(text) {
    this.desk.did(this, "says", { text });
    return simulator.act(this.id, "says", { text });
  }

  press(message, button, pressed) {
    if (button.url) return this.follow(button.text, button.url);
    if (button.data === null) return null;
    pressed.setAttribute("aria-busy", "true");
    setTimeout(() => pressed.removeAttribute("aria-busy"), TOAST);
    this.desk.did(this, "presses", { data: button.data });
    return simulator.act(this.id, "presses", { message: message.id, data: button.data });
  }

  /** A command is said; an invitation's link asks whose phone opens it. */
  follow(said, url) {
    if (url === null) return this.say(said);
    const secret = new URL(url).searchParams.get("start");
    return this.desk.opens(this, secret ? `/start ${secret}` : "/start");
  }

  answered(message) {
    return this.messages.get(message.reply_to)?.message;
  }

  /** What a message said before is shown, or no more. */
  open(id, history) {
    if (!history.open) this.opened.delete(id);
    else if (!this.opened.has(id)) {
      this.opened.add(id);
      history.scrollIntoView({ block: "nearest" });
    }
  }

  closeMenu() {
    if (!this.menu.open) return;
    this.menu.open = false;
    this.menu.firstElementChild.focus();
  }

  sendLocation() {
    this.closeMenu();
    return this.desk.picks(this);
  }

  sendPhoto() {
    this.closeMenu();
    return simulator.act(this.id, "sends", photo.content());
  }

  toggleBlock() {
    this.closeMenu();
    const verb = this.bond === "kicked" ? "unblocks" : "blocks";
    this.desk.did(this, verb, {});
    return simulator.act(this.id, verb);
  }

  /** Bring it to where it is seen, and the keyboard with it. */
  show() {
    this.element.scrollIntoView({ block: "nearest" });
    byId(`phone-${this.id}`).focus({ preventScroll: true });
  }
}
