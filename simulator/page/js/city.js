// The city: a map made of nothing but the points of its places, and how the incidents stand.

import { byId, draw, make, write } from "./dom.js";

const WIDTH = 320;
const MARGIN = 14;
const LETTER = 5.2;
const LINE = 11;
const MIDDLE = 0.985;

export const STANDS = {
  unverified: "being checked",
  active: "confirmed",
  over: "over",
  dismissed: "nothing there",
  retracted: "taken back",
  expired: "not known any more",
  expired: "expired",
};

/** From where to where nearly all of these lie: an island far out would make everything else small. */
function span(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return [sorted[Math.floor(sorted.length * (1 - MIDDLE))], sorted[Math.ceil(sorted.length * MIDDLE) - 1]];
}

/** Where points lie on a drawing of this width. The city is small enough to be flat. */
function projection(city) {
  const [south, north] = span(city.places.map((one) => one[4]));
  const [west, east] = span(city.places.map((one) => one[5]));
  const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (WIDTH - 2 * MARGIN) / ((east - west) * narrowing);
  const height = Math.ceil((north - south) * scale + 2 * MARGIN);
  const x = (lon) => MARGIN + (lon - west) * narrowing * scale;
  const y = (lat) => MARGIN + (north - lat) * scale;
  return { height, point: (lat, lon) => [Math.round(x(lon) * 10) / 10, Math.round(y(lat) * 10) / 10] };
}

/** The names of neighborhoods, in the middle of their places, as far as they do not cover each other. */
function labels(city, point) {
  const taken = [];
  return Object.entries(city.neighborhoods)
    .map(([id, name]) => {
      const inside = city.places.filter((one) => one[3] === id).map((one) => point(one[4], one[5]));
      const middle = [0, 1].map((axis) => inside.reduce((sum, one) => sum + one[axis], 0) / inside.length);
      return { name, count: inside.length, x: middle[0], y: middle[1], half: (name.length * LETTER) / 2 };
    })
    .sort((a, b) => b.count - a.count)
    .filter((one) => {
      if (one.x < 0 || one.x > WIDTH) return false;
      const free = taken.every(
        (other) => Math.abs(one.x - other.x) > one.half + other.half + 4 || Math.abs(one.y - other.y) > LINE,
      );
      if (free && one.count) taken.push(one);
      return free && one.count;
    })
    .map((one) => {
      const x = Math.min(Math.max(one.x, one.half + 2), WIDTH - one.half - 2);
      return draw("text", { x, y: one.y, class: "neighborhood" }, one.name);
    });
}

/** A map of the city. `picked`, when given, is called with a place that is pressed. */
export function map(city, picked) {
  const { height, point } = projection(city);
  const isOn = ([x, y]) => x >= 0 && x <= WIDTH && y >= 0 && y <= height;
  const shown = city.places.filter((one) => isOn(point(one[4], one[5])));
  const dots = shown.map((one) => {
    const [cx, cy] = point(one[4], one[5]);
    const dot = { cx, cy, r: picked ? 3.4 : 1.7, class: "place", "data-place": one[0], onclick: picked && (() => picked(one)) };
    return draw("circle", dot, draw("title", {}, one[1]));
  });
  return draw(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, class: "map", role: "img", "aria-label": `${city.name}: its city places` },
    draw("g", { class: "dots" }, dots),
    draw("g", { class: "names", "aria-hidden": "true" }, labels(city, point)),
    draw("g", { class: "marks" }),
  );
}

export class City {
  constructor(city) {
    this.city = city;
    this.places = new Map(city.places.map((one) => [one[0], one]));
    this.point = projection(city).point;
    this.map = map(city);
    this.drawn = "";
    byId("map").replaceChildren(this.map);
    write(byId("city-title"), city.name);
    byId("city").hidden = false;
  }

  name(place) {
    return this.places.get(place)?.[1] ?? place;
  }

  show(view) {
    write(byId("city-people"), `${view.people.listening} people listen`);
    const now = JSON.stringify(view.incidents);
    if (now === this.drawn) return;
    this.drawn = now;
    const incidents = Object.entries(view.incidents);
    this.map.querySelector(".marks").replaceChildren(
      ...incidents.map(([place, status]) => {
        const [, name, , , lat, lon] = this.places.get(place);
        const [cx, cy] = this.point(lat, lon);
        return draw("circle", { cx, cy, r: 6.5, class: `mark ${status}` }, draw("title", {}, `${name}: ${STANDS[status]}`));
      }),
    );
    byId("incidents").replaceChildren(
      ...(incidents.length
        ? incidents.map(([place, status]) =>
            make("li", {}, make("span", { class: `state ${status}` }, STANDS[status]), " ", this.name(place)),
          )
        : [make("li", { class: "none" }, "No incident so far.")]),
    );
  }
}
