// The own profile: picture, name, a few words.

import { me as calls } from "../api.js";
import { load, me } from "../session.js";
import { h } from "../parts/dom.js";
import { field, form } from "../parts/form.js";
import { complain, say } from "../parts/notice.js";
import { avatar } from "../parts/photo.js";
import { ACCEPT, upload } from "../parts/upload.js";
import { go } from "../router.js";

export function open() {
  const person = me();
  const name = field("Name", { name: "name", value: person.name === person.username ? "" : person.name, autocomplete: "name", maxlength: 64, dir: "auto" });
  const bio = field("A few words about you", { name: "bio", long: true, rows: "4", value: person.bio, dir: "auto", hint: "Web addresses, @names and #hashtags work." });
  const words = form({
    fields: { "/name": name, "/bio": bio },
    submit: "Save",
    send: async (values) => {
      const unnamed = !values.name.trim() && person.name === person.username; // there is no such thing as an empty name
      await calls.edit(unnamed ? { bio: values.bio } : values);
      await load();
      go(`/u/${person.username}`);
      say("Your profile is saved.");
    },
  });
  return { node: h("div", { class: "screen narrow" }, h("h1", { tabindex: "-1" }, "Your profile"), portrait(), words.node), title: "Your profile" };
}

function portrait() {
  const shown = h("div", { class: "portrait" }, avatar(me(), 128));
  const said = h("p", { class: "small hint", role: "status" });
  const input = h("input", { type: "file", accept: ACCEPT, id: "portrait", class: "unseen", onchange: () => change(input.files[0]) });
  const drop = h("button", { type: "button", class: "quiet", hidden: !me().avatar, onclick: remove }, "Remove");

  const redraw = () => {
    shown.replaceChildren(avatar(me(), 128));
    drop.hidden = !me().avatar;
    said.textContent = "";
  };

  async function change(file) {
    input.value = "";
    if (!file) {
      return;
    }
    try {
      const mediaId = await upload(file, "avatar", (stage, part) => (said.textContent = stage === "uploading" ? `Uploading… ${Math.floor(part * 100)} %` : "Developing…"));
      await calls.setAvatar(mediaId);
      await load();
      redraw();
      say("Your picture is changed.");
    } catch (error) {
      said.textContent = "";
      complain("Your picture was not changed.", error, error.code === "rejected" ? null : () => change(file));
    }
  }

  async function remove() {
    try {
      await calls.dropAvatar();
      await load();
      redraw();
    } catch (error) {
      complain("Your picture was not removed.", error, remove);
    }
  }

  return h("div", { class: "portrait-row" }, shown, h("div", {}, input, h("label", { class: "button", for: "portrait" }, "Change the picture"), " ", drop, said));
}
