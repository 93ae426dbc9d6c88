// What others did: likes, comments, mentions, new followers; newest first, and live.

import { notifications } from "../api.js";
import { line } from "../socket.js";
import { h } from "../parts/dom.js";
import { noneUnread } from "../parts/frame.js";
import { list, shades } from "../parts/list.js";
import { empty } from "../parts/notice.js";
import { avatar, photo, SIZES } from "../parts/photo.js";
import { time } from "../parts/text.js";

const WORDS = {
  like: "likes your photograph.",
  comment: "wrote:",
  mention: "mentioned you:",
  follow: "follows you now.",
};

export function open() {
  let inView = false;
  let seenUntil = "";
  const items = list({
    read: async (cursor) => {
      const page = await notifications.page(cursor);
      if (!cursor) {
        seen(page.items);
      }
      return page;
    },
    draw,
    nothing: () => empty("All quiet", "Likes, comments, mentions and new followers appear here. Publishing a photograph is a good way to get some.", h("p", {}, h("a", { class: "button strong", href: "/publish" }, "Publish a photograph"))),
    skeleton: (there) => (there ? null : shades(8, "row")),
    kind: "notes",
  });

  /** What is on the screen counts as seen. */
  async function seen(page) {
    const newest = page[0]?.id ?? "";
    if (inView && newest > seenUntil) {
      try {
        await notifications.seen(newest);
        seenUntil = newest;
      } catch {
        return; // the badge stays; the next look tells again
      }
    }
    if (inView) {
      noneUnread();
    }
  }

  async function refresh() {
    if (!inView || !items.begun()) {
      return;
    }
    try {
      const page = await notifications.page();
      if (page.items.length && page.items.every((each) => !items.has(each.id)) && page.next) {
        await items.restart();
      } else {
        items.prepend(page.items);
        seen(page.items);
      }
    } catch {
      // the list stays as it is; the next frame or visit reads again
    }
  }

  const closing = new AbortController();
  const { signal } = closing;
  line.addEventListener("notification", refresh, { signal });
  line.addEventListener("resumed", refresh, { signal });
  return {
    node: h("div", { class: "screen narrow" }, h("h1", { tabindex: "-1" }, "Notifications"), items.node),
    title: "Notifications",
    live: true,
    shown() {
      inView = true;
      refresh();
    },
    hidden() {
      inView = false;
    },
    again: refresh,
    close: () => closing.abort(),
  };
}

function draw(note) {
  const person = note.actor;
  const picture = note.photo;
  const target = note.postId ? `/p/${note.postId}` : `/u/${person.username}`;
  const thumb = picture && h("a", { href: target, class: "thumb", tabindex: "-1", "aria-hidden": "true" }, photo({ ...picture, alt: "" }, { sizes: SIZES.small, ratio: 1 }));
  return h(
    "div",
    { class: note.seen ? "note" : "note unseen-note", data: { id: note.id } },
    h("a", { href: `/u/${person.username}`, tabindex: "-1", "aria-hidden": "true" }, avatar(person, 40)),
    h("p", {}, h("a", { class: "who", href: `/u/${person.username}` }, person.username), " ", h("a", { class: "what", href: target }, WORDS[note.kind] ?? "did something new.", note.excerpt && [" ", h("span", { dir: "auto" }, note.excerpt)]), " ", h("span", { class: "quieter small" }, time(note.happenedAt))),
    thumb,
  );
}
