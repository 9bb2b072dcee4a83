// The city: its map, how many listen, and how the incidents stand.

import { byId, draw, make, write } from "./dom.js";
import { map, projection } from "./map.js";

/** How an incident stands, and the sign for it: nothing is told by color alone. */
const STANDS = {
  unverified: ["being checked", "?"],
  active: ["confirmed", "!"],
  over: ["over", "✓"],
  dismissed: ["nothing there", "–"],
  retracted: ["taken back", "×"],
  expired: ["not known any more", "…"],
};

const RADIUS = 8;

export class City {
  constructor(city, here) {
    this.city = city;
    this.places = new Map(city.places.map((one) => [one[0], one]));
    this.point = projection(city).point;
    this.map = map(city);
    this.map.querySelector(`[data-land="${here?.id}"]`)?.classList.add("here");
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
    this.map.querySelector(".marks").replaceChildren(...incidents.map((one) => this.mark(...one)));
    byId("incidents").replaceChildren(
      ...(incidents.length
        ? incidents.map(([place, status]) =>
            make(
              "li",
              {},
              make("span", { class: `state ${status}` }, make("i", { "aria-hidden": "true" }, STANDS[status][1]), STANDS[status][0]),
              " ",
              make("span", {}, this.name(place)),
            ),
          )
        : [make("li", { class: "none" }, "No incident so far.")]),
    );
  }

  mark(place, status) {
    const [, name, , , lat, lon] = this.places.get(place);
    const [x, y] = this.point(lat, lon);
    const [says, sign] = STANDS[status];
    return draw(
      "g",
      { class: `mark ${status}`, "data-place": place },
      draw("title", {}, `${name}: ${says}`),
      draw("circle", { cx: x, cy: y, r: RADIUS }),
      draw("text", { x, y: y + 4 }, sign),
    );
  }
}
