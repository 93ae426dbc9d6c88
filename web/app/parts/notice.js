// Short words at the edge of the page: what went wrong with something that was done, and a way to do it again.

import { h, icon } from "./dom.js";
import { sentence } from "./text.js";

const shelf = h("div", { class: "notices", role: "status", "aria-live": "polite" });
document.body.append(shelf);

/** Say something; it goes after 6 seconds, or stays while the pointer or the focus is on it. */
export function say(words, { action = null, label = "Try again", bad = false } = {}) {
  const leave = () => note.remove();
  const note = h(
    "div",
    { class: bad ? "notice bad" : "notice" },
    h("p", {}, words),
    action && h("button", { type: "button", class: "quiet", onclick: () => (leave(), action()) }, label),
    h("button", { type: "button", class: "bare", "aria-label": "Close this message", onclick: leave }, icon("close")),
  );
  shelf.append(note);
  while (shelf.children.length > 3) {
    shelf.firstChild.remove();
  }
  const fade = () => (note.matches(":hover, :focus-within") ? setTimeout(fade, 2000) : leave());
  setTimeout(fade, 6000);
}

/** Say what an error means. `what` names what did not happen: "Your like was not kept." */
export const complain = (what, error, action) => say(`${what} ${sentence(error)}`, { bad: true, action });

/** A whole place that could not be read, with a button. */
export function trouble(error, again) {
  return h(
    "div",
    { class: "empty", role: "alert" },
    h("p", {}, sentence(error)),
    again && h("button", { type: "button", class: "button", onclick: again }, "Try again"),
  );
}

/** A place where nothing is yet, and what to do about it. */
export const empty = (title, words, ...more) => h("div", { class: "empty" }, h("h2", {}, title), h("p", {}, words), more);
