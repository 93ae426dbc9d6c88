import { expect, it } from "vitest";
import { tabAfter } from "./Segments";

const TABS = ["all", "people", "tags"];

it("goes along the line, and round at its ends", () => {
  expect(tabAfter(TABS, "all", "ArrowRight", false)).toBe("people");
  expect(tabAfter(TABS, "all", "ArrowLeft", false)).toBe("tags");
  expect(tabAfter(TABS, "tags", "ArrowRight", false)).toBe("all");
});

it("goes the other way where the line runs from right to left", () => {
  expect(tabAfter(TABS, "people", "ArrowRight", true)).toBe("all");
  expect(tabAfter(TABS, "people", "ArrowLeft", true)).toBe("tags");
});

it("goes to the ends, and nowhere with any other key", () => {
  expect(tabAfter(TABS, "people", "Home", false)).toBe("all");
  expect(tabAfter(TABS, "people", "End", false)).toBe("tags");
  expect(tabAfter(TABS, "all", "Home", false)).toBeNull();
  expect(tabAfter(TABS, "all", "x", false)).toBeNull();
});
