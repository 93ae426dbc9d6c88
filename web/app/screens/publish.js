// Publishing: choose or drop up to ten photographs; they travel while one writes.

import { posts } from "../api.js";
import { h, icon, unique } from "../parts/dom.js";
import { published } from "../parts/known.js";
import { say } from "../parts/notice.js";
import { print } from "../parts/print.js";
import { count, sentence } from "../parts/text.js";
import { ACCEPT } from "../parts/upload.js";
import { go, screenAt } from "../router.js";

const MOST = 10;
const CAPTION = 2200;
const AT_ONCE = 3;

export function open() {
  const draft = crypto.randomUUID(); // one draft is published once, however often it is sent
  let prints = [];
  let wanting = false;
  let sending = false;

  const id = unique("caption");
  const input = h("input", { type: "file", accept: ACCEPT, multiple: true, id: unique("files"), class: "unseen", onchange: () => (take(input.files), (input.value = "")) });
  const choose = h("label", { class: "drop", for: input.id }, icon("image"), h("strong", {}, "Choose photographs"), h("span", { class: "quieter" }, "or drop them here. JPEG, PNG, WebP or HEIC, up to 25 MB each."));
  const tray = h("ol", { class: "tray" });
  const left = h("span", { class: "quieter small" });
  const caption = h("textarea", { id, rows: "4", placeholder: "What was it like? #hashtags and @names work.", dir: "auto", oninput: draw });
  const wrong = h("p", { class: "wrong whole-wrong", role: "alert" });
  const button = h("button", { type: "submit", class: "button strong" }, "Publish");
  const state = h("p", { class: "hint", role: "status" });
  const form = h(
    "form",
    { class: "form publish", novalidate: true, onsubmit: (event) => (event.preventDefault(), publish()) },
    h("div", { class: "choose" }, input, choose),
    tray,
    h("div", { class: "field" }, h("label", { for: id }, "Caption"), caption, h("p", { class: "hint" }, left)),
    wrong,
    h("div", { class: "finish" }, button, state),
  );

  function take(files) {
    wrong.textContent = "";
    const room = MOST - prints.length;
    const chosen = [...files];
    if (chosen.length > room) {
      wrong.textContent = `A post has at most ${MOST} photographs. ${room ? `The first ${room} were taken.` : "Take one away first."}`;
    }
    for (const file of chosen.slice(0, room)) {
      const one = print(file, { changed, remove, move });
      prints.push(one);
      tray.append(one.node);
    }
    changed();
  }

  function remove(one) {
    const place = prints.indexOf(one);
    prints = prints.filter((each) => each !== one);
    one.node.remove();
    (prints[Math.min(place, prints.length - 1)]?.node.querySelector("button") ?? input).focus();
    changed();
  }

  function move(one, step) {
    const from = prints.indexOf(one);
    const to = from + step;
    if (to >= 0 && to < prints.length) {
      prints.splice(from, 1);
      prints.splice(to, 0, one);
      tray.insertBefore(one.node, prints[to + 1]?.node ?? null);
      one.refocus(step);
      draw();
    }
  }

  function changed() {
    const going = prints.filter((each) => each.state() === "going").length;
    prints.filter((each) => each.state() === "waiting").slice(0, Math.max(0, AT_ONCE - going)).forEach((each) => each.start());
    draw();
    if (wanting && settled()) {
      publish();
    }
  }

  const settled = () => prints.length > 0 && prints.every((each) => each.state() === "ready");

  function draw() {
    const length = Array.from(caption.value).length;
    left.textContent = length > CAPTION * 0.8 ? `${count(length)} of ${count(CAPTION)} characters` : "";
    const bad = prints.filter((each) => each.state() === "failed").length;
    const busy = prints.filter((each) => ["going", "waiting"].includes(each.state())).length;
    wanting &&= bad === 0 && prints.length > 0;
    button.disabled = prints.length === 0 || bad > 0 || length > CAPTION || sending || wanting;
    button.textContent = sending || wanting ? "Publishing…" : "Publish";
    state.textContent = bad
      ? `${bad === 1 ? "One photograph" : `${bad} photographs`} cannot be published: try again or take ${bad === 1 ? "it" : "them"} away.`
      : busy
        ? wanting ? "It is published as soon as the photographs are ready." : `${busy === 1 ? "One photograph is" : `${busy} photographs are`} on the way. You can publish already.`
        : "";
    prints.forEach((each, place) => each.number(place, prints.length));
    form.classList.toggle("begun", prints.length > 0);
  }

  async function publish() {
    if (sending || prints.length === 0) {
      return;
    }
    if (!settled()) {
      wanting = true;
      draw();
      return;
    }
    wanting = false;
    sending = true;
    wrong.textContent = "";
    draw();
    try {
      const photos = prints.map((each) => ({ mediaId: each.mediaId(), alt: each.alt() }));
      const made = published(await posts.publish({ photos, caption: caption.value }, draft));
      prints.forEach((each) => each.close());
      screenAt("/")?.add?.(made);
      go("/", { replace: true });
      say("Published. Your followers see it now.");
    } catch (error) {
      const found = error.errors?.[0];
      const place = /^\/photos\/(\d+)/.exec(found?.pointer ?? "")?.[1];
      wrong.textContent = place ? `Photograph ${Number(place) + 1}: ${found.detail}` : (found?.detail ?? sentence(error));
      sending = false;
      draw();
    }
  }

  const node = h("div", { class: "screen narrow" }, h("h1", { tabindex: "-1" }, "Publish"), form);
  const dragged = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  node.addEventListener("dragover", (event) => dragged(event) && (event.preventDefault(), choose.classList.add("over")));
  node.addEventListener("dragleave", () => choose.classList.remove("over"));
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    choose.classList.remove("over");
    take(event.dataTransfer.files);
  });
  draw();
  return { node, title: "Publish" };
}
