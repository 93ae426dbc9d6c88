// Who follows a person, and whom they follow.

import { people } from "../api.js";
import { h } from "../parts/dom.js";
import { list, shades } from "../parts/list.js";
import { empty } from "../parts/notice.js";
import { personLine } from "../parts/person.js";

export const followers = ({ username }) => screen(username, "Followers", people.followers, `Nobody follows ${username} yet.`);
export const following = ({ username }) => screen(username, "Following", people.following, `${username} follows nobody yet.`);

function screen(username, title, read, none) {
  const items = list({
    read: (cursor) => read(username, cursor),
    draw: (person) => personLine(person),
    nothing: () => empty("Nobody yet", none),
    skeleton: (there) => (there ? null : shades(6, "row")),
    kind: "people",
  });
  return { node: h("div", { class: "screen narrow" }, h("p", { class: "crumb" }, h("a", { href: `/u/${username}` }, username)), h("h1", { tabindex: "-1" }, title), items.node), title: `${title} of ${username}` };
}
