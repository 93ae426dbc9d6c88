// Keys for those who like them: through the wall, like, comment, and where to go.

import { me } from "../session.js";
import { go } from "../router.js";
import { h, icon } from "./dom.js";

const HELP = [
  ["j", "next post"],
  ["k", "previous post"],
  ["l", "like, or take it back"],
  ["c", "write a comment"],
  ["g h", "home"],
  ["g n", "notifications"],
  ["g p", "publish"],
  ["?", "these keys"],
];
const PLACES = { h: "/", n: "/notifications", p: "/publish" };

/** Listen to the keyboard. Keys do nothing while one writes. */
export function keys() {
  let leading = 0;
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (writing || event.metaKey || event.ctrlKey || event.altKey || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.timeStamp - leading < 1200 && PLACES[event.key] && me()) {
      leading = 0;
      event.preventDefault();
      go(PLACES[event.key]);
      return;
    }
    leading = event.key === "g" ? event.timeStamp : 0;
    ({ j: () => step(1), k: () => step(-1), l: () => current()?.likeToggle(), c: () => current()?.writeComment(), "?": help })[event.key]?.();
    if ("jklc?".includes(event.key)) {
      event.preventDefault();
    }
  });
}

const all = () => [...document.querySelectorAll("article.post")];

/** The post that one looks at: the one with the focus, else the first whose middle is on the screen. */
function current() {
  const held = document.activeElement?.closest("article.post");
  return held ?? all().find((each) => each.getBoundingClientRect().bottom > innerHeight / 3);
}

function step(by) {
  const posts = all();
  const held = document.activeElement?.closest("article.post");
  const place = held ? posts.indexOf(held) + by : Math.max(0, posts.indexOf(current()));
  const next = posts[Math.max(0, Math.min(posts.length - 1, place))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
}

function help() {
  const close = h("button", { type: "button", class: "bare", "aria-label": "Close", onclick: () => dialog.close() }, icon("close"));
  const dialog = h("dialog", { class: "help", "aria-label": "Keys" }, h("h2", {}, "Keys"), close, h("dl", {}, HELP.map(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)])));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
