// A map of the city: the outlines of its neighborhoods, and its places. Drawn from the city's data alone.

import { draw } from "./dom.js";

const WIDTH = 320;
const MARGIN = 12;
const LETTER = 5.2;
const LINE = 11.5;
const MIDDLE = 0.985;

/** From where to where nearly all of these lie: an island far out would make everything else small. */
function span(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return [sorted[Math.floor(sorted.length * (1 - MIDDLE))], sorted[Math.ceil(sorted.length * MIDDLE) - 1]];
}

/** Where points lie on a drawing of this width, and back. The city is small enough to be flat. */
export function projection(city) {
  const [south, north] = span(city.places.map((one) => one[4]));
  const [west, east] = span(city.places.map((one) => one[5]));
  const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (WIDTH - 2 * MARGIN) / ((east - west) * narrowing);
  const height = Math.ceil((north - south) * scale + 2 * MARGIN);
  const round = (number) => Math.round(number * 10) / 10;
  return {
    height,
    point: (lat, lon) => [
      round(MARGIN + (lon - west) * narrowing * scale),
      round(MARGIN + (north - lat) * scale),
    ],
    place: (x, y) => [north - (y - MARGIN) / scale, west + (x - MARGIN) / (narrowing * scale)],
  };
}

const path = (rings) => rings.map((ring) => `M${ring.map((one) => one.join(" ")).join("L")}Z`).join("");

/** The middle and the size of a ring. */
function middle(ring) {
  let [area, x, y] = [0, 0, 0];
  ring.forEach(([x1, y1], at) => {
    const [x2, y2] = ring[(at + 1) % ring.length];
    const cross = x1 * y2 - x2 * y1;
    area += cross / 2;
    x += ((x1 + x2) * cross) / 6;
    y += ((y1 + y2) * cross) / 6;
  });
  return { x: x / area, y: y / area, size: Math.abs(area) };
}

/** The names of neighborhoods, the largest first, as far as they do not cover each other. */
function labels(city, lands) {
  const taken = [];
  return [...lands]
    .map(([id, rings]) => {
      const name = city.neighborhoods[id];
      const [largest] = rings.map(middle).sort((a, b) => b.size - a.size);
      return { name, ...largest, half: (name.length * LETTER) / 2 };
    })
    .sort((a, b) => b.size - a.size)
    .filter((one) => {
      if (one.x < 0 || one.x > WIDTH) return false;
      const free = taken.every(
        (other) => Math.abs(one.x - other.x) > one.half + other.half + 3 || Math.abs(one.y - other.y) > LINE,
      );
      if (free) taken.push(one);
      return free;
    })
    .map((one) => {
      const x = Math.min(Math.max(one.x, one.half + 2), WIDTH - one.half - 2);
      return draw("text", { x, y: one.y + 3, class: "neighborhood" }, one.name);
    });
}

/** A map of the city. `pressed`, when given, is called with the latitude, the longitude, and the place there, if any. */
export function map(city, pressed) {
  const { height, point, place } = projection(city);
  const isOn = ([x, y]) => x >= 0 && x <= WIDTH && y >= 0 && y <= height;
  const lands = new Map(
    Object.entries(city.outlines).map(([id, polygons]) => [
      id,
      polygons.flat().map((ring) => ring.map(([lat, lon]) => point(lat, lon))),
    ]),
  );
  const dots = city.places
    .filter((one) => isOn(point(one[4], one[5])))
    .map((one) => {
      const [cx, cy] = point(one[4], one[5]);
      return draw("circle", { cx, cy, r: pressed ? 2.6 : 1.4, class: "place", "data-place": one[0] }, draw("title", {}, one[1]));
    });
  const drawn = draw(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, class: "map", role: "img", "aria-label": `A map of ${city.name} and its city places` },
    draw("g", { class: "lands" }, [...lands].map(([id, rings]) => draw("path", { d: path(rings), "data-land": id }))),
    draw("g", { class: "dots" }, dots),
    draw("g", { class: "names", "aria-hidden": "true" }, labels(city, lands)),
    draw("g", { class: "marks" }),
  );
  if (pressed)
    drawn.addEventListener("click", (event) => {
      const at = city.places.find((one) => one[0] === event.target.dataset.place);
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawn.getScreenCTM().inverse());
      const [lat, lon] = at ? [at[4], at[5]] : place(x, y);
      pressed(lat, lon, at);
    });
  return drawn;
}
