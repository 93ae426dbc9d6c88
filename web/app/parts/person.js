// A person in a line, and the button that follows them.

import { people } from "../api.js";
import { me } from "../session.js";
import { h } from "./dom.js";
import { changes } from "./known.js";
import { complain } from "./notice.js";
import { avatar } from "./photo.js";

/** A line with a person's picture and names, and whatever belongs at its end. */
export function personLine(person, ...end) {
  const names = h("span", { class: "names" }, h("span", { class: "who" }, person.username), h("span", { class: "quieter", dir: "auto" }, person.name));
  return h("div", { class: "person", data: { id: person.id } }, h("a", { href: `/u/${person.username}` }, avatar(person, 40), names), end);
}

/** Follow or unfollow at once; `changed({counts, relation})` hears what the platform says. Null for oneself. */
export function followButton(profile, changed = () => {}) {
  const { username, id } = profile.person;
  if (!me() || me().id === id) {
    return null;
  }
  let following = Boolean(profile.relation?.following);
  let busy = false;
  const button = h("button", { type: "button", onclick: () => turn(!following) });

  function draw() {
    button.className = following ? "button" : "button strong";
    button.textContent = following ? "Following" : profile.relation?.followedBy ? "Follow back" : "Follow";
    button.setAttribute("aria-label", following ? `Following ${username}. Unfollow` : `Follow ${username}`);
  }

  async function turn(want) {
    if (busy) {
      return;
    }
    busy = true;
    following = want;
    draw();
    try {
      changed(await (want ? people.follow(username) : people.unfollow(username)));
      changes.dispatchEvent(new Event("followed"));
    } catch (error) {
      following = !want;
      complain(want ? `You do not follow ${username} yet.` : `You still follow ${username}.`, error, () => turn(want));
    } finally {
      busy = false;
      draw();
    }
  }

  draw();
  return button;
}
