// A photograph that keeps its place before it has arrived: proportion, colour and a blurred painting come with the post.

import { h } from "./dom.js";
import { painting } from "./thumbhash.js";

/** Widths of the photograph on the page, for the browser's choice of a rendition. */
export const SIZES = {
  post: "(min-width: 1200px) 640px, (min-width: 768px) min(640px, 100vw), 100vw",
  grid: "(min-width: 1200px) 300px, 34vw",
  small: "64px",
};

/**
 * A frame with the photograph. `ratio` overrides the photograph's own proportion (a square cell of the grid), `again`
 * gives the photograph with new addresses when the old ones are over, `eager` loads it at once.
 */
export function photo(given, { sizes = SIZES.post, ratio = null, eager = false, again = null } = {}) {
  const own = given.width / given.height || 1;
  const frame = h("div", { class: "photo" });
  frame.style.setProperty("--ratio", ratio ?? own);
  frame.style.setProperty("--color", safeColor(given.color));
  const stand = painting(given.thumbhash ?? "", own);
  if (stand) {
    stand.setAttribute("aria-hidden", "true");
    frame.append(stand);
  }
  const image = h("img", {
    alt: given.alt || "",
    width: given.width,
    height: given.height,
    decoding: "async",
    loading: eager ? "eager" : "lazy",
    fetchpriority: eager ? "high" : null,
    draggable: "false",
  });
  const webp = h("source", { type: "image/webp" });
  let tries = 0;
  image.addEventListener("load", () => frame.classList.add("arrived"));
  image.addEventListener("error", async () => {
    frame.classList.remove("arrived");
    tries += 1;
    const fresh = tries <= 2 && again ? await again().catch(() => null) : null;
    if (fresh) {
      address(fresh);
    } else {
      frame.classList.add("missing");
    }
  });
  const address = ({ sources }) => {
    const widest = sources.reduce((best, each) => (each.width > best.width ? each : best), sources[0]);
    if (!widest) {
      return;
    }
    webp.sizes = image.sizes = sizes;
    webp.srcset = sources.map((each) => `${each.webp} ${each.width}w`).join(", ");
    image.srcset = sources.map((each) => `${each.jpeg} ${each.width}w`).join(", ");
    image.src = widest.jpeg;
  };
  address(given);
  frame.append(h("picture", {}, webp, image));
  return frame;
}

const safeColor = (color) => (/^#[0-9a-f]{6}$/i.test(color ?? "") ? color : "#8a8a8a");

/** A person's picture, or their initial on a tone of their own. `size` in CSS pixels: 32, 40, 56, 128. */
export function avatar(person, size = 40) {
  const frame = h("span", { class: `avatar avatar-${size}`, "aria-hidden": "true" });
  if (person.avatar) {
    frame.style.setProperty("--color", safeColor(person.avatar.color));
    const { small, medium, large } = person.avatar;
    const image = h("img", { alt: "", src: size > 96 ? large : size > 48 ? medium : small, width: size, height: size, decoding: "async" });
    image.addEventListener("error", () => image.replaceWith(initial(person)), { once: true });
    frame.append(image);
  } else {
    frame.style.setProperty("--color", tone(person.username));
    frame.append(initial(person));
  }
  return frame;
}

const initial = (person) => h("span", {}, Array.from(person.name || person.username || "?")[0].toUpperCase());

/** One of twelve calm tones, always the same for a name. */
function tone(name) {
  const sum = Array.from(name ?? "").reduce((total, letter) => (total * 31 + letter.codePointAt(0)) % 997, 7);
  return `hsl(${(sum % 12) * 30} 32% 38%)`;
}
