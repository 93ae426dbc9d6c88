// Home: the photographs of the people one follows, newest first, and a pill when there are new ones.

import { feed } from "../api.js";
import { line } from "../socket.js";
import { h, icon } from "../parts/dom.js";
import { changes, learn, withOwn } from "../parts/known.js";
import { list } from "../parts/list.js";
import { complain, empty } from "../parts/notice.js";
import { post, postShade } from "../parts/post.js";
import { counted } from "../parts/text.js";
import { strangers } from "./find.js";

const EAGER = 2;
const BACK_FILL = 3000; // milliseconds in which the posts of somebody newly followed arrive

/** The home screen; it lives as long as the session. */
export function open() {
  const waiting = new Set();
  const closing = new AbortController();
  const { signal } = closing;
  let stale = false; // other people are followed than when the list was read
  const pill = h("button", { type: "button", class: "pill", hidden: true, onclick: () => again() });
  const posts = list({
    read,
    draw: (each, place) => post(each, { eager: place < EAGER }),
    nothing,
    skeleton: (there) => (there ? postShade() : [postShade(), postShade()]),
    kind: "wall",
    end: "You have seen it all. That is a fine moment to publish something.",
  });
  const node = h("div", { class: "screen home" }, h("h1", { class: "unseen", tabindex: "-1" }, "Home"), h("div", { class: "pill-place", "aria-live": "polite" }, pill), posts.node);

  async function read(cursor) {
    const page = await feed.page(cursor);
    return cursor ? page : { ...page, items: withOwn(page.items) };
  }

  function announce() {
    pill.hidden = waiting.size === 0;
    pill.replaceChildren(counted(waiting.size, "new post"));
  }

  /** Read the newest page: what is new goes on top; after a long time away the list begins anew. */
  async function newest({ quiet }) {
    const page = await read(null);
    const fresh = page.items.filter((each) => !posts.has(each.id));
    if (quiet && posts.size() > 0) {
      fresh.forEach((each) => waiting.add(each.id));
      announce();
    } else {
      waiting.clear();
      announce();
      // Only what is newer than all that hangs here can go on top; else the order would be wrong, or a gap be left.
      const onTop = fresh.length < page.items.length && page.items.slice(0, fresh.length).every((each) => fresh.includes(each));
      await (onTop ? posts.prepend(fresh) : fresh.length && posts.restart());
    }
    page.items.filter((each) => posts.has(each.id)).forEach(learn);
  }

  async function again() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollTo({ top: 0, behavior: calm ? "instant" : "smooth" });
    try {
      await newest({ quiet: false });
    } catch (error) {
      complain("The newest posts could not be read.", error, again);
    }
  }

  line.addEventListener("post", ({ detail }) => {
    if (!posts.has(detail.postId)) {
      waiting.add(detail.postId);
      announce();
    }
  }, { signal });
  const look = () => posts.begun() && newest({ quiet: true }).catch(() => {});
  line.addEventListener("resumed", look, { signal });
  changes.addEventListener("followed", () => (stale = true), { signal });

  return {
    node,
    title: "",
    live: true,
    again,
    shown() {
      if (stale && posts.begun()) {
        stale = false;
        scrollTo(0, 0);
        posts.restart().catch(() => (stale = true));
        setTimeout(look, BACK_FILL);
      }
    },
    close: () => closing.abort(),
    /** A post of one's own, just published: on top at once. */
    add: (own) => posts.begun() && posts.prepend([own]),
  };
}

function nothing() {
  return empty(
    "Your wall is still empty",
    "Follow people, and their photographs hang here, newest first.",
    h("p", {}, h("a", { class: "button strong", href: "/publish" }, icon("plus"), "Publish your first photograph")),
    strangers(),
  );
}
