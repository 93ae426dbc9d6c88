// One photograph of a draft: its picture, how far it has come, words for those who do not see it.

import { h, icon, unique } from "./dom.js";
import { sentence } from "./text.js";
import { upload } from "./upload.js";

/** A file in the tray. `changed()` is called at each step; `remove` and `move` with the print itself. */
export function print(file, { changed, remove, move }) {
  let state = "waiting"; // waiting, going, ready, failed
  let media = null;
  const stop = new AbortController();
  const address = URL.createObjectURL(file);
  const alt = h("textarea", { id: unique("alt"), rows: "3", maxlength: 1000, dir: "auto", placeholder: "What can be seen here?" });
  const picture = h("img", { src: address, alt: "", onerror: () => picture.replaceWith(h("span", { class: "no-preview" }, icon("image"), h("span", { class: "small" }, file.name))) });
  const bar = h("progress", { max: "1", value: 0 });
  const said = h("p", { class: "small", role: "status" }, "Waiting…");
  const again = h("button", { type: "button", class: "quiet small", hidden: true, onclick: start }, "Try again");
  const tool = (shape, label, react) => h("button", { type: "button", class: "bare", "aria-label": label, onclick: react }, icon(shape));
  const earlier = tool("left", "Move earlier", () => move(self, -1));
  const later = tool("right", "Move later", () => move(self, 1));
  const away = tool("close", "Take this photograph away", () => (close(), remove(self)));
  const label = h("label", { for: alt.id });
  const node = h(
    "li",
    { class: "print-row", data: { state } },
    h("div", { class: "preview" }, picture),
    h("div", { class: "words" }, label, alt, h("div", { class: "progress" }, bar, said, again)),
    h("div", { class: "tools" }, away, earlier, later),
  );

  function turn(to, words) {
    state = to;
    node.dataset.state = to;
    said.textContent = words;
    bar.hidden = to === "failed" || to === "ready";
  }

  async function start() {
    again.hidden = true;
    turn("going", "Starting…");
    changed();
    try {
      media = await upload(file, "post", tell, stop.signal);
      turn("ready", "Ready");
    } catch (error) {
      if (error.name === "AbortError") {
        return;
      }
      turn("failed", sentence(error));
      again.hidden = error.code === "rejected";
    }
    changed();
  }

  function tell(stage, part) {
    if (stage === "uploading") {
      bar.value = part;
      said.textContent = `Uploading… ${Math.floor(part * 100)} %`;
    } else {
      bar.removeAttribute("value"); // how long processing takes is not known
      said.textContent = "Developing…";
    }
  }

  function close() {
    stop.abort();
    URL.revokeObjectURL(address);
  }

  const self = {
    node,
    start,
    close,
    state: () => state,
    mediaId: () => media,
    alt: () => alt.value.trim(),
    number(place, of) {
      label.textContent = of > 1 ? `Description ${place + 1}` : "Description";
      earlier.disabled = place === 0;
      later.disabled = place === of - 1;
      earlier.hidden = later.hidden = of === 1;
    },
    refocus: (step) => ((step < 0 ? earlier : later).disabled ? (step < 0 ? later : earlier) : step < 0 ? earlier : later).focus(),
  };
  return self;
}
