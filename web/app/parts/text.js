// Words, numbers and times for people.

import { h } from "./dom.js";

/** A text of a member as nodes: mentions and web addresses become links, hashtags stand out, all else is plain text.
 * Offsets of `entities` count Unicode code points, so the text is cut as an array of them. */
export function rich(text, entities = []) {
  const points = Array.from(text);
  const nodes = [];
  let place = 0;
  for (const entity of [...entities].sort((one, other) => one.start - other.start)) {
    if (!(entity.start >= place && entity.end > entity.start && entity.end <= points.length)) {
      continue; // overlapping or outside: the text itself is shown all the same
    }
    nodes.push(points.slice(place, entity.start).join(""));
    nodes.push(entityNode(entity, points.slice(entity.start, entity.end).join("")));
    place = entity.end;
  }
  nodes.push(points.slice(place).join(""));
  return nodes;
}

function entityNode(entity, words) {
  if (entity.kind === "mention") {
    return h("a", { href: `/u/${encodeURIComponent(entity.username)}` }, words);
  }
  if (entity.kind === "hashtag") {
    return h("span", { class: "hashtag" }, words);
  }
  if (entity.kind === "link" && /^https?:\/\//i.test(entity.url)) {
    return h("a", { href: entity.url, target: "_blank", rel: "noopener noreferrer nofollow ugc" }, words);
  }
  return words;
}

const compact = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const exact = new Intl.NumberFormat();

/** A count: exact below ten thousand, short above. */
export const count = (number) => (number < 10_000 ? exact : compact).format(number);

/** "1 like", "2 likes". */
export const counted = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

const STEPS = [
  ["minute", 60],
  ["hour", 3600],
  ["day", 86400],
  ["week", 604800],
];
const since = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" });
const fullDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

/** How long ago, in words; a date after four weeks. */
export function ago(date, now = new Date()) {
  const seconds = Math.max(0, (now - date) / 1000);
  if (seconds < 45) {
    return "just now";
  }
  if (seconds > 28 * 86400) {
    return (date.getFullYear() === now.getFullYear() ? day : fullDay).format(date);
  }
  const [unit, size] = STEPS.findLast(([, length]) => seconds >= length) ?? STEPS[0];
  return since.format(-Math.max(1, Math.floor(seconds / size)), unit);
}

/** A `time` element that stays true while the page is open. */
export function time(stamp) {
  const date = new Date(stamp);
  return h("time", { datetime: stamp, title: moment.format(date), data: { ago: "" } }, ago(date));
}

setInterval(() => {
  for (const element of document.querySelectorAll("time[data-ago]")) {
    const words = ago(new Date(element.dateTime));
    if (element.textContent !== words) {
      element.textContent = words;
    }
  }
}, 30_000);

/** What to say to people about an error that was thrown. */
export const sentence = (error) =>
  error?.name === "Refused" ? error.message : "Something went wrong on this page. Try again.";
