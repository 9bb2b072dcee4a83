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

const BREAKS = [
  { act: "trouble", kind: "flood", seconds: 10, says: "429 for 10 s", more: "Telegram tells the bot to wait." },
  { act: "trouble", kind: "down", seconds: 20, says: "Down for 20 s", more: "Telegram answers nobody." },
  { act: "trouble", kind: "slow", seconds: 20, says: "Slow for 20 s", more: "Every answer comes 2 s late." },
  { act: "kill", says: "kill -9", more: "The bot dies, and starts again over its data." },
];

export class Telegram {
  /** `acts` are those that the simulator knows; `named` gives a place's name; `did` hears what was broken. */
  constructor(acts, named, did) {
    this.named = named;
    this.breaks = BREAKS.filter((one) => acts.includes(one.act)).map((one) => this.breaker(one, did));
    byId("breaking").replaceChildren(...this.breaks.map((one) => one.element));
  }

  breaker(one, did) {
    const left = make("span", { class: "left" });
    const element = make(
      "button",
      { type: "button", class: "break", onclick: () => this.break(one, did) },
      make("strong", {}, one.says),
      make("span", { class: "more" }, one.more),
      left,
    );
    return { ...one, element, left };
  }

  break(one, did) {
    did(one.kind ?? one.act);
    return request(one.act, one.kind ? { kind: one.kind, seconds: one.seconds } : {});
  }

  show(view) {
    this.meter(view.seconds, view.limit);
    this.broadcasts(view.broadcasts);
    this.failures(view.failures);
    const dead = view.bot.runs === false;
    if (view.bot.pid) write(byId("bot"), dead ? "the bot is dead" : `bot: process ${view.bot.pid}`);
    byId("bot").classList.toggle("dead", dead);
    for (const one of this.breaks) {
      const left = one.kind ? view.troubles[one.kind] : null;
      one.element.classList.toggle("on", one.kind ? left !== undefined : dead);
      write(one.left, left === undefined || left === null ? "" : `${Math.ceil(left)} s left`);
    }
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
