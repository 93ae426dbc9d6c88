// The door: a wall of photographs, and a form to come in by.

import { people } from "../api.js";
import { signIn, signUp } from "../session.js";
import { h, wordmark } from "../parts/dom.js";
import { field, form } from "../parts/form.js";
import { avatar } from "../parts/photo.js";
import { complain } from "../parts/notice.js";

const WALL = [
  ["dune-walkers", 720, 900, "Walkers on the ridge of an orange dune"],
  ["snow-caravan", 720, 377, "A long line of people crossing a field of snow"],
  ["crescent-moon", 720, 720, "A crescent moon in a black sky"],
  ["striped-plaza", 720, 480, "A man walks over the white stripes of a plaza"],
  ["mandarins", 720, 900, "Mandarins on a dark tree"],
];

let asked = null;

/** The people of the demo world with their passwords; only a development machine serves them. */
export function cast() {
  const local = ["localhost", "127.0.0.1"].includes(location.hostname);
  asked ??= local
    ? fetch("/demo.json")
        .then((answer) => (answer.ok ? answer.json() : []))
        .catch(() => [])
    : Promise.resolve([]);
  return asked;
}

/** Sign in, or sign up when `fresh`. */
export function open({ fresh = false } = {}) {
  const side = h("section", { class: "door" }, h("p", { class: "brand big" }, wordmark()), fresh ? signUpForm() : signInForm());
  return { node: h("div", { class: "screen welcome" }, wall(), side), title: fresh ? "Sign up" : "" };
}

function wall() {
  const prints = WALL.map(([name, width, height, alt]) => h("img", { src: `/wall/${name}.webp`, width, height, alt, class: `print ${name}` }));
  return h("div", { class: "gallery" }, prints.slice(0, 2), h("div", { class: "second" }, prints.slice(2)));
}

function signInForm() {
  const login = field("Username, e-mail or phone", { name: "login", autocomplete: "username", autocapitalize: "none", spellcheck: "false", required: true });
  const password = field("Password", { name: "password", type: "password", autocomplete: "current-password", required: true, secret: true });
  const entry = form({
    fields: { "/login": login, "/password": password },
    submit: "Sign in",
    send: ({ login, password }) => signIn({ login: login.trim(), password }),
  });
  return [
    h("h1", { tabindex: "-1" }, "Photographs of the people you follow."),
    entry.node,
    h("p", { class: "other" }, "New here? ", h("a", { href: "/sign-up" }, "Make an account")),
    guests(),
  ];
}

function signUpForm() {
  const login = field("E-mail or phone", { name: "login", autocomplete: "email", autocapitalize: "none", spellcheck: "false", required: true, hint: "A phone number begins with + and the country." });
  const username = field("Username", { name: "username", autocomplete: "username", autocapitalize: "none", spellcheck: "false", required: true, maxlength: 30, hint: "Letters, digits, dots and underscores." });
  const password = field("Password", { name: "password", type: "password", autocomplete: "new-password", required: true, secret: true, hint: "At least 8 characters. A sentence is easiest to keep." });
  const entry = form({
    fields: { "/login": login, "/username": username, "/password": password },
    submit: "Make an account",
    codes: { "username-taken": "/username", "contact-refused": "/login" },
    send: ({ login, username, password }) => signUp({ login: login.trim(), username: username.trim(), password }),
  });
  return [h("h1", { tabindex: "-1" }, "Hang your first picture."), entry.node, h("p", { class: "other" }, "Here before? ", h("a", { href: "/" }, "Sign in"))];
}

/** One button for each person of the demo world. */
function guests() {
  const place = h("div", { class: "guests" });
  cast().then((everyone) => {
    if (everyone.length) {
      place.append(h("h2", {}, "Or look around as"), h("ul", {}, everyone.slice(0, 12).map(guest)));
    }
  });
  return place;
}

function guest({ username, name, password }) {
  const enter = async () => {
    button.disabled = true;
    try {
      await signIn({ login: username, password });
    } catch (error) {
      complain("You are not signed in.", error, enter);
    } finally {
      button.disabled = false;
    }
  };
  const button = h("button", { type: "button", class: "guest", onclick: enter }, avatar({ username, name }, 56), h("span", {}, (name ?? username).split(" ")[0]));
  people
    .show(username)
    .then(({ person }) => button.firstChild.replaceWith(avatar(person, 56)))
    .catch(() => {}); // the initial is face enough
  return h("li", {}, button);
}
