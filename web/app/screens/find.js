// Finding people: by their exact username, and in the demo world the whole cast.

import { people } from "../api.js";
import { me } from "../session.js";
import { h } from "../parts/dom.js";
import { followButton, personLine } from "../parts/person.js";
import { field, form } from "../parts/form.js";
import { go } from "../router.js";
import { cast } from "./welcome.js";

/** A screen with a field for a username. */
export function open() {
  const name = field("Username", { name: "username", autocapitalize: "none", autocomplete: "off", spellcheck: "false", required: true, placeholder: "alice", maxlength: 31 });
  const search = form({
    fields: { "/username": name },
    submit: "Find",
    codes: { "not-found": "/username" },
    send: async ({ username }) => {
      const wanted = username.trim().replace(/^@/, "").toLowerCase();
      try {
        await people.show(wanted);
      } catch (error) {
        if (error.status === 404 || error.status === 422) {
          name.say("Nobody has this username. Check the spelling.");
          name.input.focus();
          return;
        }
        throw error;
      }
      go(`/u/${wanted}`);
    },
  });
  search.node.classList.add("inline");
  return { node: h("div", { class: "screen narrow" }, h("h1", { tabindex: "-1" }, "Find people"), search.node, strangers()), title: "Find people" };
}

/** The people of the demo world that are not oneself, with a button to follow each. Empty where there is no demo. */
export function strangers() {
  const place = h("div", { class: "people" });
  cast().then(async (everyone) => {
    const others = everyone.filter((each) => each.username !== me()?.username).slice(0, 12);
    const profiles = await Promise.all(others.map((each) => people.show(each.username).catch(() => null)));
    const lines = profiles.filter((each) => each && !each.relation?.following).map((each) => personLine(each.person, followButton(each)));
    if (lines.length) {
      place.append(h("h2", {}, "People you could follow"), ...lines);
    }
  });
  return place;
}
