// The guide: eight short steps for a newcomer. Each checks itself off when whoever looks at this page has done it.

import { byId, heard, make, write } from "./dom.js";

/** Buttons on phones of this kind of person, but for those `except`, that carry what begins so and ends so. */
const button = (role, begins, ends, except = []) => {
  const others = [...except].map((id) => `:not([data-id="${id}"])`).join("");
  return `.phone[data-role="${role}"]${others} .key[data-carries^="${begins}:"][data-carries$=":${ends}"]`;
};

/** The steps. `done` is what was done on this page so far, `carries` the beginnings of the buttons' payloads, `here` a
 * neighborhood with its id, name and part, `own` gives whose phone was added, and `finders` are those who found. */
function steps(carries, here, own, done, finders) {
  const mine = () => own() && `.phone[data-id="${own()}"]`;
  const key = (payload) => `${mine()} .key[data-carries="${payload}"]`;
  const chosen = `${carries.listen}:${here.id}`;
  return [
    {
      says: "Add a phone of your own",
      more: "Any name, any language. It is the phone of someone new.",
      isDone: () => done.has("phone"),
      target: () => "#add",
    },
    {
      says: "Press Start on it, and choose a language",
      more: "This is the first thing that anyone sees of the bot.",
      isDone: () => done.has(carries.speak),
      target: () => mine() && `${mine()} .start:not([hidden]), ${mine()} .key`,
    },
    {
      says: `Choose ${here.name}, then Done`,
      more: "First the part of the city, then the neighborhood. Its alerts will reach you.",
      isDone: () => done.has(carries.settled),
      target: () =>
        mine() && (done.has(chosen) ? key(carries.settled) : `${key(`${carries.part}:${here.part}`)}, ${key(chosen)}`),
    },
    {
      says: "Write /report and tell what you saw",
      more: `Five taps. Choose a place in ${here.name}, and at the end press Send.`,
      isDone: () => done.has(carries.send),
      target: () => mine() && `${mine()} .message:last-child .key, ${mine()} input`,
    },
    {
      says: "As a volunteer, say that you see it",
      more: "Volunteers on duty got a card. One finding alone alerts nobody.",
      isDone: () => done.has(`${carries.found} by 1`),
      target: () => button("volunteer", carries.found, "seen:on_scene"),
    },
    {
      says: "As the other volunteer, agree",
      more: "Two agree, one of them on the spot: the alert goes out, also to your phone.",
      isDone: () => done.has(`${carries.found} by 2`) && done.has("alert"),
      target: () => button("volunteer", carries.found, "seen:remote", finders),
    },
    {
      says: "As the organizer, end the alert or take it back",
      more: "Exactly those who got it are told, in their language.",
      isDone: () => done.has(carries.decide),
      target: () => button("organizer", carries.decide, "all_clear"),
    },
    {
      says: "Break something",
      more: "Take Telegram down, for example, then press anything: nothing is lost.",
      isDone: () => done.has("trouble"),
      target: () => "#breaking button",
    },
  ];
}

export class Guide {
  /** `carries` says how the payload of each kind of button begins; `reveal` brings an element to where it is seen. */
  constructor(carries, here, reveal) {
    this.carries = carries;
    this.reveal = reveal;
    this.done = new Set();
    this.finders = new Set();
    this.own = null;
    this.steps = steps(carries, here, () => this.own, this.done, this.finders);
    this.rows = this.steps.map((step, at) => this.row(step, at));
    byId("guide-steps").replaceChildren(...this.rows);
    byId("guide").hidden = byId("guide-part").hidden = false;
    this.draw();
  }

  row(step, at) {
    step.mark = heard("");
    step.button = make("button", { type: "button", class: "quiet", onclick: () => this.point(step) }, "Show me");
    step.button.append(heard(`: ${step.says}`));
    step.note = make("p", { class: "note", role: "status" });
    return make(
      "li",
      { id: `step-${at + 1}`, "data-number": at + 1 },
      make(
        "div",
        { class: "step" },
        make("p", { class: "says" }, step.says, step.mark),
        make("div", { class: "more" }, make("p", {}, step.more), step.button, step.note),
      ),
    );
  }

  /** Something was done on this page: as whom, what, and with which facts. */
  did(phone, verb, facts) {
    if (verb === "phone") this.own = phone.id;
    this.done.add(verb);
    const [begins] = (facts.data ?? "").split(":");
    this.done.add(begins).add(facts.data);
    if (begins === this.carries.found) {
      this.finders.add(phone.id);
      this.done.add(`${begins} by ${this.finders.size}`);
    }
    this.draw();
  }

  /** An alert has come to one of the phones. */
  alerted() {
    if (!this.finders.size) return;
    this.done.add("alert");
    this.draw();
  }

  point(step) {
    const wanted = step.target();
    const shown = wanted ? [...document.querySelectorAll(wanted)].filter((one) => !one.closest("[hidden]")) : [];
    const phone = shown[0]?.closest(".phone, body");
    const message = shown.findLast((one) => phone.contains(one))?.closest(".message, .phone, body");
    const first = shown.find((one) => message.contains(one));
    write(step.note, first ? "" : wanted ? "It is not there yet: wait for it a moment." : "Add your phone first.");
    if (first) this.reveal(first);
  }

  draw() {
    const finished = this.steps.filter((step) => step.isDone()).length;
    const next = this.steps.findIndex((step) => !step.isDone());
    this.steps.forEach((step, at) => {
      const isDone = step.isDone();
      this.rows[at].className = isDone ? "done" : at === next ? "next" : "";
      if (at === next) this.rows[at].setAttribute("aria-current", "step");
      else this.rows[at].removeAttribute("aria-current");
      write(step.mark, isDone ? " (done)" : "");
    });
    const count = next < 0 ? "all done" : `${finished} of ${this.steps.length}`;
    write(byId("guide-count"), count);
    write(byId("guide-part"), `Guide: ${count}`);
  }
}
