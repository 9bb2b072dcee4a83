// How many messages on a phone were not seen yet.

import { heard, make } from "./dom.js";

const SEEN_AFTER = 4000;

export class Unread {
  /** `counted` is called when the number has changed. */
  constructor(counted) {
    this.badge = make("span", { class: "badge", hidden: true });
    this.counted = counted;
    this.count = 0;
    this.isNear = false;
    this.seeing = null;
  }

  /** One more. In sight it is seen after a while. */
  notice() {
    this.show(this.count + 1);
    this.seeSoon();
  }

  seeSoon() {
    if (this.count && this.isNear && !document.hidden) this.seeing ??= setTimeout(() => this.see(), SEEN_AFTER);
  }

  /** All of it is seen. */
  see() {
    clearTimeout(this.seeing);
    this.seeing = null;
    if (this.count) this.show(0);
  }

  /** The phone comes into sight, or goes out of it before that. */
  come(isNear) {
    this.isNear = isNear;
    if (isNear) return this.seeSoon();
    clearTimeout(this.seeing);
    this.seeing = null;
  }

  show(count) {
    this.count = count;
    this.badge.hidden = count === 0;
    this.badge.replaceChildren(String(count), heard(" not seen yet"));
    this.counted();
  }
}
