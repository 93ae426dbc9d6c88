// The beginning: who is here, then which screen.

import { build, around, outlet, readUnread } from "./parts/frame.js";
import { h } from "./parts/dom.js";
import { keys } from "./parts/keys.js";
import { forgetAll } from "./parts/known.js";
import { empty, trouble } from "./parts/notice.js";
import { forget, go, path, start } from "./router.js";
import { expected, me, onSession, resume } from "./session.js";
import { connect, disconnect } from "./socket.js";
import { open as feed } from "./screens/feed.js";
import { open as find } from "./screens/find.js";
import { open as notes } from "./screens/notifications.js";
import { followers, following } from "./screens/people.js";
import { open as post } from "./screens/post.js";
import { open as profile } from "./screens/profile.js";
import { open as publish } from "./screens/publish.js";
import { open as settings } from "./screens/settings.js";
import { open as welcome } from "./screens/welcome.js";

const PRIVATE = new Set(["/publish", "/notifications", "/settings", "/find"]);

const table = [
  ["/", () => (me() ? feed() : welcome())],
  ["/sign-up", () => welcome({ fresh: true })],
  ["/publish", publish],
  ["/notifications", notes],
  ["/settings", settings],
  ["/find", find],
  ["/p/:id", post],
  ["/u/:username", profile],
  ["/u/:username/followers", followers],
  ["/u/:username/following", following],
  [".*", nowhere],
];

let wanted = null; // where somebody was going who had to sign in first
let begun = false;

function check(where) {
  if (!me() && PRIVATE.has(where)) {
    wanted = where;
    return "/";
  }
  return me() && where === "/sign-up" ? "/" : null;
}

function changed(where) {
  around(where);
  if (begun) {
    outlet.querySelector("h1")?.focus({ preventScroll: true });
  }
  begun = true;
}

function nowhere() {
  const node = h("div", { class: "screen narrow" }, h("h1", { class: "unseen", tabindex: "-1" }, "Not here"), empty("There is nothing here", "The address may be mistyped.", h("p", {}, h("a", { class: "button", href: "/" }, "Go home"))));
  return { node, title: "Not here" };
}

let who = null;

onSession((person) => {
  const before = who;
  who = person?.id ?? null;
  if (before === who) {
    around(path());
    return;
  }
  forget();
  forgetAll();
  if (person) {
    connect();
    readUnread();
  } else {
    disconnect();
  }
  if (begun) {
    const next = person ? (wanted ?? (path() === "/sign-up" ? "/" : path())) : "/";
    wanted = null;
    go(next, { replace: true });
  }
});

async function begin() {
  document.body.classList.toggle("inside", expected());
  build(document.getElementById("app"));
  outlet.classList.add("starting");
  try {
    await resume();
  } catch (error) {
    outlet.classList.remove("starting");
    outlet.replaceChildren(trouble(error, begin));
    return;
  }
  outlet.classList.remove("starting");
  start({ table, into: outlet, check, changed });
  keys();
}

begin();
