// A reply keyboard: it stands below the line to write in, until the bot takes it away or brings another.

import { make } from "./dom.js";
import { areInline, keyboard } from "./message.js";

export class Replies {
  /** `pressed` is called with the facts of the button. */
  constructor(phone, pressed) {
    this.element = make("div", { class: "replies", hidden: true });
    this.phone = phone;
    this.pressed = pressed;
    this.drawn = "";
  }

  /** Show the newest of these messages' keyboards, if any may be used. */
  show(messages, isUsed) {
    const newest = messages
      .filter((one) => one.sender === null && one.buttons.length && !areInline(one.buttons))
      .reduce((newer, one) => (newer && newer.id > one.id ? newer : one), null);
    const rows = newest?.buttons ?? [];
    this.element.hidden = !isUsed || !rows.flat().length;
    const drawn = JSON.stringify(rows);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.element.replaceChildren(keyboard(rows, this.phone, this.pressed));
  }
}
