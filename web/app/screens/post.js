// One post on its own page, with what was written under it.

import { posts } from "../api.js";
import { me } from "../session.js";
import { h } from "../parts/dom.js";
import { learn, recall } from "../parts/known.js";
import { empty, trouble } from "../parts/notice.js";
import { post, postShade } from "../parts/post.js";

export function open({ id }) {
  const place = h("div", {}, postShade());
  const node = h("div", { class: "screen single" }, h("h1", { class: "unseen", tabindex: "-1" }, "Post"), place);
  const screen = { node, title: "Post", again: () => scrollTo(0, 0) };

  function draw(one) {
    place.replaceChildren(post(one, { eager: true, whole: true }));
    screen.title = `Post by ${one.author.username}`;
  }

  async function read() {
    try {
      draw(await posts.show(id));
    } catch (error) {
      const gone = error.status === 404 || error.status === 422;
      place.replaceChildren(gone ? empty("This post is not here", "It may have been deleted, or the address is not whole.", h("p", {}, h("a", { class: "button", href: "/" }, me() ? "Go home" : "Sign in"))) : trouble(error, read));
    }
  }

  if (recall(id)) {
    draw(recall(id)); // at once what is known, then what is new about it
    posts.show(id).then(learn).catch(() => {});
  } else {
    read();
  }
  return screen;
}
