// Three questions: who is new, whose phone opens a link, and which place is sent.

import { make } from "./dom.js";
import { map } from "./city.js";

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

/** One of the city's places. */
export function place(city, phone) {
  const groups = Object.entries(city.neighborhoods).map(([id, name]) =>
    make(
      "optgroup",
      { label: name },
      city.places.filter((one) => one[3] === id).map((one) => make("option", { value: one[0] }, one[1])),
    ),
  );
  const list = make("select", { name: "place", onchange: () => mark(list.value) }, groups);
  const drawn = map(city, (one) => {
    list.value = one[0];
    mark(one[0]);
  });
  const mark = (id) => {
    for (const dot of drawn.querySelectorAll(".place")) dot.classList.toggle("picked", dot.dataset.place === id);
  };
  mark(list.value);
  return ask(`Where is ${phone.name}?`, "Send", make("div", { class: "pick" }, drawn), field("Place", list));
}
