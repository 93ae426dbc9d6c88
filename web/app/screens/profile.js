// A person: picture, names, counts, a few words, and the grid of their photographs.

import { people, posts } from "../api.js";
import { me, signOut } from "../session.js";
import { h, icon } from "../parts/dom.js";
import { learn, watch, freshPhoto } from "../parts/known.js";
import { list, shades } from "../parts/list.js";
import { complain, empty, trouble } from "../parts/notice.js";
import { followButton } from "../parts/person.js";
import { avatar, photo, SIZES } from "../parts/photo.js";
import { count, counted, rich } from "../parts/text.js";

export function open({ username }) {
  const mine = me()?.username === username;
  const head = h("header", { class: "profile-head" }, shades(1, "avatar avatar-128"), h("div", { class: "profile-words" }, shades(3, "line")));
  const grid = list({
    read: (cursor) => posts.of(username, cursor),
    draw: cell,
    nothing: () => nothing(mine, username),
    skeleton: (there) => (there ? null : waiting()),
    kind: "grid",
  });
  const node = h("div", { class: "screen profile" }, head, waiting());
  grid.more(); // read with the head, hung below it when its height is known

  async function read() {
    try {
      const profile = await people.show(username);
      head.replaceChildren(...drawHead(profile, username));
      node.replaceChildren(head, grid.node);
    } catch (error) {
      const gone = error.status === 404 || error.status === 422;
      if (gone) {
        node.replaceChildren(head);
      }
      head.replaceChildren(gone ? empty("Nobody has this name", `There is no account called ${username}. It may have been renamed.`, h("p", {}, h("a", { class: "button", href: me() ? "/find" : "/" }, me() ? "Find people" : "Sign in"))) : trouble(error, read));
    }
  }

  read();
  return { node, title: username, again: () => scrollTo(0, 0) };
}

const waiting = () => h("div", { class: "grid", "aria-hidden": "true" }, shades(9, "cell"));

function drawHead(profile, username) {
  const { person, counts } = profile;
  const mine = me()?.id === person.id;
  const number = (value, one, many, href = null) => {
    const words = [h("strong", {}, count(value)), ` ${value === 1 ? one : many}`];
    return h("li", { "aria-label": counted(value, one, many) }, href ? h("a", { href }, words) : words);
  };
  const followers = h("span", {});
  const tell = (now) => followers.replaceChildren(number(now.followers, "follower", "followers", `/u/${username}/followers`).firstChild);
  tell(counts);
  const action = mine
    ? [h("a", { class: "button", href: "/settings" }, "Edit profile"), h("button", { type: "button", class: "button", onclick: leave }, icon("out"), "Sign out")]
    : (followButton(profile, (now) => tell({ ...counts, ...now.counts })) ?? h("a", { class: "button strong", href: "/" }, "Sign in to follow"));
  return [
    avatar(person, 128),
    h(
      "div",
      { class: "profile-words" },
      h("h1", { tabindex: "-1" }, person.username),
      person.name && person.name !== person.username && h("p", { class: "name", dir: "auto" }, person.name),
      h("ul", { class: "counts" }, number(counts.posts, "post", "posts"), h("li", {}, followers), number(counts.following, "following", "following", `/u/${username}/following`)),
      profile.bio && h("p", { class: "bio", dir: "auto" }, rich(profile.bio, profile.bioEntities)),
      h("div", { class: "actions" }, action, profile.relation?.followedBy && !mine && h("span", { class: "quieter small" }, "follows you")),
    ),
  ];
}

async function leave() {
  try {
    await signOut();
  } catch (error) {
    complain("You are signed out here, but the platform did not hear of it.", error);
  }
}

function cell(post) {
  const { id } = learn(post);
  const first = photo(post.photos[0], { sizes: SIZES.grid, ratio: 1, again: () => freshPhoto(id, post.photos[0].mediaId) });
  const numbers = h("span", { class: "over", "aria-hidden": "true" });
  const link = h("a", { class: "cell", href: `/p/${id}` }, first, post.photos.length > 1 && h("span", { class: "corner" }, icon("many")), numbers);
  const refresh = (now) => numbers.replaceChildren(icon("heart"), count(now.likes), icon("comment"), count(now.comments));
  watch(id, link, refresh);
  if (!post.photos[0].alt) {
    link.setAttribute("aria-label", `Post by ${post.author.username}`);
  }
  return link;
}

const nothing = (mine, username) =>
  mine
    ? empty("Nothing on the wall yet", "Your photographs hang here once you publish them.", h("p", {}, h("a", { class: "button strong", href: "/publish" }, icon("plus"), "Publish a photograph")))
    : empty("Nothing on the wall yet", `When ${username} publishes photographs, they hang here.`);
