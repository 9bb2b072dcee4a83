// A photo that was never taken: nothing on this page has a camera, and no file leaves it. A street, drawn anew for each.

import { draw } from "./dom.js";

export const WIDTH = 320;
export const HEIGHT = 200;

/** As a phone sends it: two sizes of the same. */
export function content() {
  const id = `page${Date.now().toString(36)}`;
  const size = (name, width, height) => ({ file_id: `${id}-${name}`, file_unique_id: `${id}${name}`, width, height, file_size: width * 90 });
  return { photo: [size("s", 90, 56), size("x", WIDTH * 4, HEIGHT * 4)] };
}

/** What is seen of the photo in this message: the same each time. */
export function picture(number, label) {
  const dice = (at) => (((number * 2654435761 + at * 40503) >>> 5) % 97) / 97;
  const houses = [0, 1, 2, 3, 4, 5, 6].map((at) => {
    const height = 46 + dice(at) * 62;
    const x = at * 48 - dice(0) * 18;
    const windows = [10, 28].flatMap((dx) =>
      [12, 30, 48, 66].filter((dy) => dy < height - 14).map((dy) => draw("rect", { x: x + dx, y: 160 - height + dy, width: 8, height: 10, class: "window" })),
    );
    return [draw("rect", { x, y: 160 - height, width: 46, height, class: `house tone${Math.floor(dice(at + 9) * 3)}` }), windows];
  });
  return draw(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "picture", role: "img", "aria-label": label },
    draw("rect", { width: WIDTH, height: HEIGHT, class: "sky" }),
    draw("circle", { cx: 40 + dice(20) * 240, cy: 34, r: 15, class: "sun" }),
    houses,
    draw("rect", { y: 160, width: WIDTH, height: 40, class: "road" }),
    draw("path", { d: `M0 180H${WIDTH}`, class: "stripes" }),
  );
}
