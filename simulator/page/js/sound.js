// Two soft notes when an alert comes. Off until someone turns it on.

import { byId, write } from "./dom.js";

const NOTES = [660, 880];
const LENGTH = 0.18;
const LOUD = 0.08;

let context = null;

/** Make the button work. */
export function begin() {
  const button = byId("sound");
  button.addEventListener("click", () => {
    if (context === null) context = new AudioContext();
    else context = void context.close() ?? null;
    button.setAttribute("aria-pressed", String(context !== null));
    write(button.querySelector(".state-of"), context ? "on" : "off");
  });
}

/** Play them, if it is on. */
export function ring() {
  if (context === null) return;
  NOTES.forEach((note, at) => {
    const begins = context.currentTime + at * LENGTH;
    const volume = context.createGain();
    volume.gain.setValueAtTime(LOUD, begins);
    volume.gain.exponentialRampToValueAtTime(0.001, begins + LENGTH);
    const tone = context.createOscillator();
    tone.frequency.value = note;
    tone.connect(volume).connect(context.destination);
    tone.start(begins);
    tone.stop(begins + LENGTH);
  });
}
