import type { PostAnswer, PostAnswerPage } from "@client";
import { expect, test } from "vitest";
import { type FeedPages, fitsOnTop, freshOf, newIn, withNewest } from "./news";

const posts = (ids: string) => Array.from(ids, (id) => ({ id }) as PostAnswer);
const page = (ids: string, next: string | null = null): PostAnswerPage => ({ items: posts(ids), next });
const list = (...pages: PostAnswerPage[]): FeedPages => ({ pages, pageParams: pages.map((_, at) => (at ? "c" : "")) });
const shown = (pages: FeedPages) => pages.pages.map((each) => each.items.map(({ id }) => id).join("")).join("|");

test("what is not in the list is fresh", () => {
  expect(freshOf(posts("fed"), new Set(["d", "c"])).map((each) => each.id)).toEqual(["f", "e"]);
});

test("fresh posts go on top when the page meets the list", () => {
  const newest = withNewest(list(page("dc", "x"), page("ba")), page("fed"));
  expect(shown(newest)).toBe("fedc|ba");
  expect(newest.pages[0]?.next).toBe("x");
});

test("after a long time away the list begins anew: no gap is left", () => {
  expect(shown(withNewest(list(page("ba")), page("fed", "y")))).toBe("fed");
});

test("a post that belongs between others (somebody newly followed) begins the list anew", () => {
  expect(fitsOnTop(posts("fed"), posts("e"))).toBe(false);
  expect(shown(withNewest(list(page("fd")), page("fed")))).toBe("fed");
});

test("nothing new changes nothing", () => {
  const before = list(page("dc"), page("ba"));
  expect(shown(withNewest(before, page("dc")))).toBe("dc|ba");
});

test("the pill counts only what is not there yet", () => {
  expect(newIn(new Set(["e", "d"]), list(page("dc")))).toBe(1);
  expect(newIn(new Set(["d"]), list(page("dc")))).toBe(0);
});
