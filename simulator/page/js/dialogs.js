// Three questions: who is new, whose phone opens a link, and which place is sent.

import { draw, make } from "./dom.js";
import { map, projection } from "./map.js";

/** Ask in a dialog. `fields` are its inside; what it answers is what the form holds, or null. */
function ask(title, yes, ...fields) {
  const form = make(
    "form",
    { method: "dialog" },
    make("h2", {}, title),
    fields,
    make(
      "div",
      { class: "answers" },
      make("button", { type: "button", class: "quiet", onclick: () => dialog.close("") }, "Cancel"),
      make("button", { type: "submit", class: "strong", value: "yes" }, yes),
    ),
  );
  const dialog = make("dialog", { "aria-label": title }, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      answer(dialog.returnValue === "yes" ? Object.fromEntries(new FormData(form)) : null);
      dialog.remove();
    });
  });
}

function field(label, input) {
  input.id = `ask-${input.name}`;
  return make("div", { class: "field" }, make("label", { for: input.id }, label), input);
}

/** Someone's name and language. */
export function newcomer(languages) {
  return ask(
    "A new phone",
    "Add",
    field("Name", make("input", { name: "name", required: true, maxlength: "40", value: "Sam", autofocus: true })),
    field(
      "Language",
      make(
        "select",
        { name: "language" },
        languages.map((one) =>
          make("option", { value: one.language }, one.called === one.english ? one.called : `${one.called} · ${one.english}`),
        ),
      ),
    ),
  );
}

/** Whose phone opens a link. */
export function opener(phones, first) {
  return ask(
    "Who opens this link?",
    "Open",
    make("p", {}, "An organizer hands it to one person. It works once."),
    field(
      "Phone",
      make(
        "select",
        { name: "phone" },
        phones.map((one) => make("option", { value: one.id, selected: one.id === first }, one.name)),
      ),
    ),
  );
}

/** One of the city's places, or any point: its latitude and longitude. */
export async function point(city, phone) {
  const places = new Map(city.places.map((one) => [one[0], one]));
  const groups = Object.entries(city.neighborhoods).map(([id, name]) =>
    make(
      "optgroup",
      { label: name },
      city.places.filter((one) => one[3] === id).map((one) => make("option", { value: one[0] }, one[1])),
    ),
  );
  const elsewhere = make("option", { value: "", hidden: true }, "The point on the map");
  const list = make("select", { name: "place", onchange: () => choose(places.get(list.value)) }, elsewhere, groups);
  const at = { latitude: 0, longitude: 0 };
  const pin = draw("path", { class: "pin", d: "M0 0C-2-5-6-7-6-12a6 6 0 0 1 12 0C6-7 2-5 0 0Z" });
  const { point: on } = projection(city);
  const drawn = map(city, (lat, lon, place) => put(lat, lon, place));
  drawn.querySelector(".marks").append(pin);
  const put = (latitude, longitude, place) => {
    Object.assign(at, { latitude, longitude });
    list.value = place?.[0] ?? "";
    pin.setAttribute("transform", `translate(${on(latitude, longitude)})`);
  };
  const choose = (place) => put(place[4], place[5], place);
  choose(places.values().next().value);
  const answer = await ask(
    `Where is ${phone.name}?`,
    "Send",
    field("Place", list),
    make("div", { class: "pick" }, drawn),
    make("p", { class: "hint" }, "Choose a place, or press any point of the map."),
  );
  return answer && at;
}
