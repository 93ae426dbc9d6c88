// Fields of forms: label, hint, and the platform's own sentence about what is wrong, beside the field that it is about.

import { h, icon, unique } from "./dom.js";
import { sentence } from "./text.js";

/** A labelled field. `say(words)` marks it wrong, `say("")` right. */
export function field(label, { hint = "", long = false, secret = false, ...given }) {
  const id = unique("field");
  const input = h(long ? "textarea" : "input", { id, type: long ? null : "text", ...given, "aria-describedby": `${id}-hint ${id}-wrong` });
  const wrong = h("p", { id: `${id}-wrong`, class: "wrong" });
  const peek = secret && h("button", { type: "button", class: "bare peek", "aria-label": "Show the password", "aria-pressed": "false", onclick: show }, icon("eye"));
  const node = h("div", { class: "field" }, h("label", { for: id }, label), h("div", { class: "box" }, input, peek), hint && h("p", { id: `${id}-hint`, class: "hint" }, hint), wrong);

  function show() {
    const open = input.type === "password";
    input.type = open ? "text" : "password";
    peek.setAttribute("aria-pressed", String(open));
  }

  function say(words) {
    wrong.textContent = words;
    input.setAttribute("aria-invalid", String(Boolean(words)));
  }

  input.addEventListener("input", () => say(""));
  return { node, input, say };
}

/**
 * A form that sends once at a time. `fields` is {pointer: field}; `send(values)` is called with {name: text}; `codes`
 * says which field a refusal's code is about.
 */
export function form({ fields, submit, send, codes = {} }) {
  const wrong = h("p", { class: "wrong whole-wrong", role: "alert" });
  const button = h("button", { type: "submit", class: "button strong" }, submit);
  const node = h("form", { class: "form", novalidate: true }, Object.values(fields).map((each) => each.node), wrong, button);

  function refuse(error) {
    const pointed = Object.entries(fields).filter(([pointer, each]) => {
      const words = error.about?.(pointer) ?? (codes[error.code] === pointer ? error.message : "");
      each.say(words || "");
      return words;
    });
    wrong.textContent = pointed.length ? "" : sentence(error);
    pointed[0]?.[1].input.focus();
  }

  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    const missing = Object.values(fields).filter((each) => each.input.required && !each.input.value);
    missing.forEach((each) => each.say("Please fill this in."));
    if (missing.length) {
      missing[0].input.focus();
      return;
    }
    wrong.textContent = "";
    button.disabled = true;
    button.classList.add("busy");
    try {
      await send(Object.fromEntries(Object.entries(fields).map(([pointer, each]) => [pointer.slice(1), each.input.value])));
    } catch (error) {

      refuse(error);
    } finally {
      button.disabled = false;
      button.classList.remove("busy");
    }
  });
  return { node, refuse, button };
}
