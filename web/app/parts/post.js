// A post as it hangs on the wall: the photographs, and beside or below them the label.

import { me } from "../session.js";
import { stage } from "./carousel.js";
import { comments } from "./comments.js";
import { h, icon } from "./dom.js";
import { freshPhoto, learn, recall, setLiked, watch } from "./known.js";
import { complain, say } from "./notice.js";
import { avatar } from "./photo.js";
import { count, counted, rich, time } from "./text.js";

const TWICE = 320; // milliseconds between the two taps of a double tap

/** The element of a post. `eager` for the first on the page, `whole` on the post's own page. */
export function post(given, { eager = false, whole = false } = {}) {
  const { id, author } = learn(given);
  const talk = comments(id, { opened: whole });
  const photographs = stage(given.photos, { eager, again: (mediaId) => freshPhoto(id, mediaId) });
  const heart = h("button", { type: "button", class: "act heart", onclick: () => like(!recall(id).liked) }, icon("heart"), h("span", { class: "number" }));
  const chat = h("button", { type: "button", class: "act", onclick: () => talk.open().then(talk.write) }, icon("comment"), h("span", { class: "number" }));
  const all = h("button", { type: "button", class: "quiet small all", onclick: () => talk.open() });
  const node = h(
    "article",
    { class: whole ? "post whole" : "post", data: { post: id }, "aria-label": `Post by ${author.username}`, tabindex: "-1" },
    h("header", { class: "by" }, h("a", { href: `/u/${author.username}`, tabindex: "-1", "aria-hidden": "true" }, avatar(author, 40)), h("div", {}, h("a", { class: "who", href: `/u/${author.username}` }, author.username), h("a", { class: "when", href: `/p/${id}` }, time(given.publishedAt)))),
    photographs,
    h(
      "div",
      { class: "label" },
      h("div", { class: "acts" }, heart, chat),
      given.caption && h("p", { class: "caption", dir: "auto" }, h("a", { class: "who", href: `/u/${author.username}` }, author.username), " ", rich(given.caption, given.entities)),
      !whole && all,
      talk.node,
    ),
  );

  function refresh(now) {
    heart.setAttribute("aria-pressed", String(now.liked));
    heart.setAttribute("aria-label", `${now.liked ? "Unlike" : "Like"}. ${counted(now.likes, "like")}`);
    heart.lastChild.textContent = now.likes ? count(now.likes) : "";
    chat.setAttribute("aria-label", `Comment. ${counted(now.comments, "comment")}`);
    chat.lastChild.textContent = now.comments ? count(now.comments) : "";
    all.textContent = now.comments === 1 ? "View 1 comment" : `View all ${count(now.comments)} comments`;
    all.hidden = now.comments === 0 || talk.node.classList.contains("open");
  }

  async function like(want) {
    if (!me()) {
      say("Sign in to like photographs.");
      return;
    }
    try {
      await setLiked(id, want);
    } catch (error) {
      complain(want ? "Your like was not kept." : "Your like was not taken back.", error, () => like(want));
    }
  }

  doubleTap(photographs, () => {
    if (me()) {
      burst(photographs);
      like(true);
    }
  });
  all.addEventListener("click", () => (all.hidden = true));
  chat.addEventListener("click", () => (all.hidden = true));
  node.likeToggle = () => like(!recall(id).liked);
  node.writeComment = () => chat.click();
  watch(id, node, refresh);
  return node;
}

function doubleTap(element, react) {
  let last = 0;
  let at = [0, 0];
  element.addEventListener("pointerup", (event) => {
    if (event.target.closest("button") || event.button !== 0) {
      return;
    }
    const near = Math.hypot(event.clientX - at[0], event.clientY - at[1]) < 40;
    if (near && event.timeStamp - last < TWICE) {
      react();
      last = 0;
    } else {
      last = event.timeStamp;
      at = [event.clientX, event.clientY];
    }
  });
}

function burst(over) {
  const heart = h("div", { class: "burst", "aria-hidden": "true" }, icon("heart"));
  heart.addEventListener("animationend", () => heart.remove());
  setTimeout(() => heart.remove(), 1200); // without motion no animation ends
  over.append(heart);
}

/** A grey stand-in of a post. */
export const postShade = () =>
  h("div", { class: "post shade-post", "aria-hidden": "true" }, h("div", { class: "by" }, h("span", { class: "shade avatar avatar-40" }), h("span", { class: "shade line" })), h("div", { class: "shade stage" }), h("div", { class: "label" }, h("span", { class: "shade line" }), h("span", { class: "shade line short" })));
