// What goes on between the bot and Telegram, and the buttons that make it go wrong.

import { byId, draw, make, write } from "./dom.js";
import { request } from "./simulator.js";

const HEIGHT = 54;
const STEP = 5;

const MEANS = {
  0: "the connection broke",
  400: "refused",
  403: "blocked by the person",
  409: "two bots at once",
  429: "told to wait",
  500: "Telegram failed",
  502: "no answer",
};

const KINDS = { active: "Alert", over: "All-clear", retracted: "Retraction", expired: "Expiry" };

/** What can be broken for a while: `view.troubles` says how long each still goes on. */
const LASTING = [
  { kind: "flood", says: "429", more: "Telegram tells the bot to wait." },
  { kind: "down", says: "Outage", more: "502 for everything; what people do waits." },
  { kind: "errors", says: "500", more: "Half of the requests fail." },
  { kind: "slow", says: "Slow", more: "Every answer comes 2 s late." },
  { kind: "lost_answers", says: "Lost answers", more: "Half are delivered, and the bot is not told." },
  { kind: "cut", says: "Cut off", more: "Half of the connections break." },
  { kind: "garbled", says: "Half of the JSON", more: "Half of the answers end too early." },
  { kind: "doubled", says: "Twice", more: "Every update comes twice." },
  { kind: "shuffled", says: "Out of order", more: "The newest update comes first." },
  { kind: "clock", says: "Clock jump", more: "Telegram's clock is an hour ahead." },
];

/** What happens once. */
const ONCE = [
  { kind: "malformed", says: "Malformed updates", more: "Three that no bot can read." },
  { kind: "thief", says: "Stolen token", more: "Somebody else changes webhook, name and menu." },
  { kind: "blocks", says: "Blocks", more: "The next three who are told block the bot." },
];

const KILL = { act: "kill", says: "kill -9", more: "The bot dies, and starts again over its data." };

export class Telegram {
  /** `acts` are those that the simulator knows; `named` gives a place's name; `did` hears what was broken. */
  constructor(acts, named, did) {
    this.named = named;
    this.did = did;
    this.lasting = LASTING.map((one) => this.breaker(one));
    this.killer = this.breaker(KILL);
    byId("breaking").replaceChildren(...this.lasting.map((one) => one.element));
    byId("breaking-once").replaceChildren(
      ...ONCE.map((one) => this.breaker(one).element),
      ...(acts.includes(KILL.act) ? [this.killer.element] : []),
    );
    byId("well").addEventListener("click", () => request("well"));
  }

  breaker(one) {
    const left = make("span", { class: "left" });
    const element = make(
      "button",
      { type: "button", class: "break", "data-breaks": one.kind ?? one.act, onclick: () => this.break(one) },
      make("strong", {}, one.says),
      left,
      make("span", { class: "more" }, one.more),
    );
    return { ...one, element, left };
  }

  break(one) {
    this.did(one.kind ?? one.act);
    if (one.act) return request(one.act);
    return request("trouble", { kind: one.kind, seconds: Number(byId("how-long").value) });
  }

  show(view) {
    this.meter(view.seconds, view.limit);
    this.broadcasts(view.broadcasts);
    this.failures(view.failures);
    const dead = view.bot.runs === false;
    if (view.bot.pid) write(byId("bot"), dead ? "the bot is dead" : `bot: process ${view.bot.pid}`);
    byId("bot").classList.toggle("dead", dead);
    this.killer.element.classList.toggle("on", dead);
    for (const one of this.lasting) {
      const left = view.troubles[one.kind];
      one.element.classList.toggle("on", left !== undefined);
      write(one.left, left === undefined ? "" : `${Math.ceil(left)} s left`);
    }
    byId("well").hidden = !Object.keys(view.troubles).some((one) => one !== "flood");
  }

  meter(seconds, limit) {
    const most = Math.max(limit ?? 0, ...seconds, 10) * 1.15;
    const y = (count) => HEIGHT - (count / most) * HEIGHT;
    const bars = seconds.map((count, at) =>
      draw("rect", { x: at * STEP, y: y(count), width: STEP - 1.4, height: HEIGHT - y(count), rx: 1, class: "bar" }),
    );
    const line = limit && draw("line", { x1: 0, x2: seconds.length * STEP, y1: y(limit), y2: y(limit), class: "limit" });
    const last = seconds.at(-2) ?? 0;
    const said = `${last} a second${limit ? ` of ${limit} allowed` : ""}`;
    const chart = draw(
      "svg",
      { viewBox: `0 0 ${seconds.length * STEP} ${HEIGHT}`, class: "chart", role: "img", preserveAspectRatio: "none" },
      draw("title", {}, `Messages of the last minute: ${said}`),
      bars,
      line,
    );
    byId("meter").replaceChildren(make("p", {}, make("b", {}, "Messages"), " ", said), chart);
  }

  broadcasts(broadcasts) {
    byId("broadcasts").replaceChildren(
      ...[...broadcasts].reverse().map((one) =>
        make(
          "div",
          { class: `broadcast ${one.status}` },
          make(
            "p",
            {},
            make("b", {}, `${KINDS[one.status]}: ${this.named(one.place)}`),
            make("span", {}, `${one.told} of ${one.expected}${one.repeats ? `, ${one.repeats} twice` : ""}`),
          ),
          make("progress", {
            max: one.expected,
            value: one.told,
            "aria-label": `${KINDS[one.status]} about ${this.named(one.place)}: people told`,
          }),
        ),
      ),
    );
  }

  failures(failures) {
    byId("failures").replaceChildren(
      ...[...failures]
        .reverse()
        .slice(0, 3)
        .map(([code, method, times, ago]) =>
          make(
            "li",
            {},
            make("b", {}, code || "cut"),
            ` ${MEANS[code] ?? "no success"}: ${method}${times > 1 ? ` × ${times}` : ""}`,
            make("span", { class: "ago" }, ago < 60 ? `${ago} s ago` : `${Math.floor(ago / 60)} min ago`),
          ),
        ),
    );
  }
}
