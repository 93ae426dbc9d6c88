import { expect, it } from "vitest";
import { excerpt, marked } from "./marked";

const shown = (text: string, search: string) =>
  marked(text, search)
    .map(({ text, hit }) => (hit ? `[${text}]` : text))
    .join("");

it.each([
  ["The light came late", "light", "The [light] came late"],
  ["The light came late", "LATE the", "[The] light came [late]"],
  ["Un café à Orléans", "cafe orleans", "Un [café] à [Orléans]"],
  ["Un cafe\u0301 ici", "café", "Un [cafe\u0301] ici"],
  ["große Straße", "strasse", "große [Straße]"],
  ["🌅 sunrise 🌅", "sun", "🌅 [sun]rise 🌅"],
  ["one two one", "one", "[one] two [one]"],
  ["الضوء في المساء", "المساء", "الضوء في [المساء]"],
  ["nothing here", "else", "nothing here"],
  ["nothing here", "  ", "nothing here"],
])("%s / %s", (text, search, wanted) => {
  expect(shown(text, search)).toBe(wanted);
});

it("a long text begins shortly before the first hit", () => {
  const text = `${"word ".repeat(100)}needle ${"word ".repeat(10)}`;
  const [before, hit] = excerpt(marked(text, "needle"));
  expect(before?.text.startsWith("… word")).toBe(true);
  expect(before?.text.length).toBeLessThan(70);
  expect(hit).toEqual({ text: "needle", hit: true });
});

it("a short one stays whole", () => {
  const parts = marked("a short needle", "needle");
  expect(excerpt(parts)).toBe(parts);
});
