// What was written under a post, and a place to write. A comment shows at once and says so when it was not kept.

import { posts as calls } from "../api.js";
import { me } from "../session.js";
import { h, icon, unique } from "./dom.js";
import { learn, recall } from "./known.js";
import { complain } from "./notice.js";
import { rich, sentence, time } from "./text.js";

const MOST = 2200;

/** The thread of a post. `open()` reads it, `write()` puts the focus into the field. */
export function comments(postId, { opened = false } = {}) {
  const items = h("ol", { class: "comments" });
  const earlier = h("button", { type: "button", class: "quiet small", hidden: true, onclick: () => read() }, "Show earlier comments");
  const said = h("p", { class: "hint", role: "status" });
  const thread = h("div", { class: "thread", hidden: !opened }, items, said, earlier);
  const { form, field } = composer(send);
  const node = h("div", { class: "talk" }, thread, me() ? form : h("p", { class: "hint" }, h("a", { href: "/" }, "Sign in"), " to write a comment."));
  let cursor = null;
  let begun = false;

  async function read() {
    earlier.hidden = true;
    said.textContent = "Reading comments…";
    try {
      const page = await calls.comments(postId, cursor);
      begun = true;
      const there = new Set([...items.children].map((each) => each.dataset.id));
      items.append(...page.items.filter((each) => !there.has(each.id)).map(draw));
      cursor = page.next;
      earlier.textContent = "Show earlier comments";
      earlier.hidden = !cursor;
      said.textContent = items.children.length ? "" : "No comments yet. Write the first one.";
    } catch (error) {
      said.textContent = sentence(error);
      earlier.textContent = "Try again";
      earlier.hidden = false;
    }
  }

  function draw(comment) {
    const remove = comment.removable && h("button", { type: "button", class: "bare", "aria-label": "Delete this comment", onclick: () => drop(comment, item) }, icon("close"));
    const item = h(
      "li",
      { class: "comment", data: { id: comment.id } },
      h("p", {}, h("a", { class: "who", href: `/u/${comment.author.username}` }, comment.author.username), " ", rich(comment.text, comment.entities)),
      h("p", { class: "small quieter" }, comment.writtenAt ? time(comment.writtenAt) : "Sending…"),
      remove,
    );
    return item;
  }

  async function send(text, restore) {
    const key = crypto.randomUUID(); // a repeat of the request is kept once
    const waiting = draw({ id: key, author: me(), text, entities: [], removable: false });
    waiting.classList.add("waiting");
    show();
    said.textContent = "";
    items.prepend(waiting);
    count(1);
    try {
      waiting.replaceWith(draw(await calls.comment(postId, text, key)));
    } catch (error) {
      waiting.remove();
      count(-1);
      said.textContent = items.children.length ? "" : "No comments yet. Write the first one.";
      restore(text);
      complain("Your comment was not kept.", error);
      field.focus();
    }
  }

  async function drop(comment, item) {
    const next = item.nextSibling;
    item.remove();
    count(-1);
    try {
      await calls.removeComment(postId, comment.id);
    } catch (error) {
      items.insertBefore(item, next?.isConnected ? next : null);
      count(1);
      complain("The comment was not deleted.", error);
    }
  }

  function count(by) {
    const post = recall(postId);
    if (post) {
      learn({ id: postId, comments: Math.max(0, post.comments + by) });
    }
  }

  function show() {
    thread.hidden = false;
    node.classList.add("open");
  }

  const open = () => {
    show();
    return begun ? Promise.resolve() : read();
  };
  if (opened) {
    open();
  }
  return { node, open, write: () => field.focus() };
}

function composer(send) {
  const id = unique("comment");
  const field = h("textarea", { id, rows: "1", maxlength: MOST, placeholder: "Write a comment…", oninput: () => grow(), enterkeyhint: "send" });
  const button = h("button", { type: "submit", class: "quiet", disabled: true }, "Post");
  const form = h("form", { class: "composer" }, h("label", { for: id, class: "unseen" }, "Write a comment"), field, button);

  function grow() {
    field.style.setProperty("height", "auto");
    field.style.setProperty("height", `${field.scrollHeight}px`);
    button.disabled = field.value.trim() === "";
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text) {
      field.value = "";
      grow();
      send(text, (back) => {
        if (!field.value) {
          field.value = back;
          grow();
        }
      });
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  return { form, field };
}
