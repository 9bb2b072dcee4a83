// The way to the simulator: what it tells by itself, and what is asked of it. Nothing here knows any other machine.

async function ask(method, path, facts) {
  const answer = await fetch(path, {
    method,
    headers: facts === undefined ? {} : { "Content-Type": "application/json" },
    body: facts === undefined ? undefined : JSON.stringify(facts),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error ?? `${answer.status} for ${path}`);
  return said;
}

/** What stays as it is, and the first view. */
export const open = () => ask("GET", "/sim/page");

/** Everything in someone's chat. */
export const chat = (person) => ask("GET", `/sim/chats/${person}`);

/** Do something as a person: `says`, `presses`, `blocks` … */
export const act = (person, verb, facts = {}) => ask("POST", `/sim/phones/${person}/${verb}`, facts);

/** One of the acts that the page was told of: `phone`, `trouble`, `pause` … */
export const request = (name, facts = {}) => ask("POST", `/sim/page/${name}`, facts);

/** Follow what happens from a change on. `on` holds a function each for chats, view, behind, gone and back. */
export function follow(since, on) {
  const source = new EventSource(`/sim/stream?since=${since}`);
  for (const name of ["chats", "view", "behind"]) {
    source.addEventListener(name, (event) => on[name](JSON.parse(event.data)));
  }
  source.addEventListener("error", () => on.gone());
  source.addEventListener("open", () => on.back());
}
