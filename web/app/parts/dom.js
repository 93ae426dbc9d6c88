// Making elements. Text becomes text nodes, never markup; there is no other way in from here.

const SVG = "http://www.w3.org/2000/svg";

/** An element: `on…` are listeners, `data` a dataset, true a bare attribute; null and false children are left out. */
export function h(name, given = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (key === "data") {
      Object.assign(element.dataset, value);
    } else if (key === "value") {
      element.value = value;
    } else {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const STROKES = {
  home: ["M4 11.2 12 4.5l8 6.7V19a1 1 0 0 1-1 1h-4.5v-5.5h-5V20H5a1 1 0 0 1-1-1z"],
  find: ["M10.8 17.6a6.8 6.8 0 1 0 0-13.6 6.8 6.8 0 0 0 0 13.6z", "m15.8 15.8 4.4 4.4"],
  plus: ["M12 4.5v15", "M4.5 12h15"],
  bell: ["M6.5 10a5.5 5.5 0 0 1 11 0c0 4.2 1.7 5.8 2.3 6.3H4.2c.6-.5 2.3-2.1 2.3-6.3z", "M10 19.5a2.2 2.2 0 0 0 4 0"],
  heart: ["M12 19.8S4 15.3 4 9.6A4.3 4.3 0 0 1 8.3 5.2c1.7 0 3 .9 3.7 2.2.7-1.3 2-2.2 3.7-2.2A4.3 4.3 0 0 1 20 9.6c0 5.7-8 10.2-8 10.2z"],
  comment: ["M20 11.5a7.3 7.3 0 0 1-7.6 7.1 8.1 8.1 0 0 1-3.2-.7L4.5 19.3l1.3-3.9a6.8 6.8 0 0 1-1-3.9 7.3 7.3 0 0 1 7.6-7.1A7.3 7.3 0 0 1 20 11.5z"],
  left: ["m14.5 5.5-6.5 6.5 6.5 6.5"],
  right: ["m9.5 5.5 6.5 6.5-6.5 6.5"],
  close: ["m6 6 12 12", "m18 6-12 12"],
  many: ["M8 8V5.5a1 1 0 0 1 1-1h9.5a1 1 0 0 1 1 1V15a1 1 0 0 1-1 1H16", "M5.5 8H15a1 1 0 0 1 1 1v9.5a1 1 0 0 1-1 1H5.5a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1z"],
  image: ["M5 4.5h14a.5.5 0 0 1 .5.5v14a.5.5 0 0 1-.5.5H5a.5.5 0 0 1-.5-.5V5a.5.5 0 0 1 .5-.5z", "m5 17 4.8-5.5 3.7 4 2.3-2.3 3.7 3.8", "M15.5 8.5h.01"],
  out: ["M14 5H6a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h8", "M10.5 12H20", "m16.5 8.5 3.5 3.5-3.5 3.5"],
  eye: ["M2.8 12S6 6 12 6s9.2 6 9.2 6-3.2 6-9.2 6-9.2-6-9.2-6z", "M12 14.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2z"],
};

/** One of our own line drawings, silent for screen readers. */
export function icon(name) {
  return drawing("0 0 24 24", "icon", STROKES[name].map((d) => shape("path", { d })));
}

/** The mark: a lambda that is a mountain, and a sun. */
export function mark() {
  return drawing("0 0 32 32", "mark", [
    shape("path", { d: "M4.5 5.5h2.2c1.7 0 3.1.9 3.9 2.4L20.8 27c.5.9 1.4 1.5 2.4 1.5h4.3" }),
    shape("path", { d: "M14.6 16.2 6.8 28.5" }),
    shape("circle", { cx: 23, cy: 9, r: 4.5 }),
  ]);
}

/** Mark and name together. */
export const wordmark = () => [mark(), h("span", { class: "wordmark" }, "lambdagram")];

function drawing(viewBox, kind, shapes) {
  const svg = shape("svg", { viewBox, class: kind, "aria-hidden": "true", focusable: "false" });
  svg.append(...shapes);
  return svg;
}

function shape(name, given) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) {
    element.setAttribute(key, value);
  }
  return element;
}

let field = 0;

/** A name that no other element of the page has. */
export const unique = (stem) => `${stem}-${(field += 1)}`;
