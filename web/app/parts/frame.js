// What stays while screens change: the way around, the number of unread notifications.

import { notifications } from "../api.js";
import { me } from "../session.js";
import { line } from "../socket.js";
import { h, icon, wordmark } from "./dom.js";
import { avatar } from "./photo.js";

const MOST = 99;

export const outlet = h("main", { id: "main", tabindex: "-1" });
const nav = h("nav", { class: "nav", "aria-label": "Lambdagram" });
const top = h("header", { class: "top" });

let badges = [];
let unread = 0;

/** Put the frame on the page. */
export function build(into) {
  const skip = h("a", { class: "skip", href: "#main", onclick: (event) => (event.preventDefault(), outlet.focus()) }, "Skip to the photographs");
  into.replaceChildren(skip, top, nav, outlet);
}

/** Draw the way around for who is signed in (or nobody), and mark where one is. */
export function around(path) {
  const person = me();
  document.body.classList.toggle("inside", Boolean(person));
  badges = [];
  if (!person) {
    nav.replaceChildren();
    top.replaceChildren(h("a", { class: "brand", href: "/", "aria-label": "Lambdagram" }, wordmark()), path === "/" ? "" : h("a", { class: "button", href: "/" }, "Sign in"));
    return;
  }
  const own = `/u/${person.username}`;
  const at = (href) => (path === href ? "page" : null);
  const link = (href, shape, label, extra = null) => h("a", { href, "aria-current": at(href), class: "go" }, h("span", { class: "glyph" }, typeof shape === "string" ? icon(shape) : shape, extra), h("span", { class: "word" }, label));
  top.replaceChildren(h("a", { class: "brand", href: "/", "aria-label": "Lambdagram" }, wordmark()), h("a", { class: "go", href: "/notifications", "aria-current": at("/notifications") }, h("span", { class: "glyph" }, icon("bell"), badge()), h("span", { class: "unseen" }, "Notifications")));
  nav.replaceChildren(
    h("a", { class: "brand", href: "/", "aria-label": "Lambdagram", tabindex: "-1" }, wordmark()),
    link("/", "home", "Home"),
    link("/find", "find", "Find people"),
    link("/publish", "plus", "Publish"),
    h("span", { class: "wide-only" }, link("/notifications", "bell", "Notifications", badge())),
    link(own, avatar(person, 32), "You"),
  );
  tell();
}

function badge() {
  const element = h("span", { class: "badge", hidden: true });
  badges.push(element);
  return element;
}

function tell() {
  for (const each of badges) {
    each.hidden = unread === 0;
    each.textContent = unread > MOST ? `${MOST}+` : String(unread);
    each.setAttribute("aria-label", `${unread} unread`);
  }
}

/** How many notifications are unread, as the platform counts them. */
export async function readUnread() {
  if (!me()) {
    return;
  }
  try {
    unread = (await notifications.unread()).count;
    tell();
  } catch {
    // the number stays as it was; it is read again with the next word from the socket
  }
}

export function noneUnread() {
  unread = 0;
  tell();
}

line.addEventListener("notification", readUnread);
line.addEventListener("resumed", readUnread);
