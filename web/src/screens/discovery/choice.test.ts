import { expect, it } from "vitest";
import { chosenIn, ORDERS, queryOf, SPANS } from "./choice";

it("keeps in the address what was chosen, and nothing for the first", () => {
  for (const order of ORDERS) {
    expect(chosenIn(queryOf("order", ORDERS, order), "order", ORDERS)).toBe(order);
  }
  expect(queryOf("span", SPANS, "day")).toBe("");
  expect(queryOf("span", SPANS, "week")).toBe("?span=week");
});

it("takes the first for an address that chooses nothing, or nothing that there is", () => {
  expect(chosenIn("", "order", ORDERS)).toBe("top");
  expect(chosenIn("?order=worst", "order", ORDERS)).toBe("top");
  expect(chosenIn("?span=week", "order", ORDERS)).toBe("top");
});
