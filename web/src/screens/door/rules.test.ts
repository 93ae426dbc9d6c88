import { describe, expect, it } from "vitest";
import { digitsOf, strengthOf, tokenOf, usernameWrong } from "./rules";

describe("usernames", () => {
  it.each([
    ["", null],
    ["layla.haddad", null],
    [" Ana_1 ", null],
    ["a", "letters.username.short"],
    ["a".repeat(31), "letters.username.long"],
    ["ana maria", "letters.username.characters"],
    ["ليلى", "letters.username.characters"],
    [".ana", "letters.username.dots"],
    ["ana.", "letters.username.dots"],
    ["a..b", "letters.username.dots"],
    ["12.34", "letters.username.digits"],
  ])("%s: %s", (name, wrong) => {
    expect(usernameWrong(name)).toBe(wrong);
  });
});

describe("passwords", () => {
  it.each([
    ["short", 0],
    ["aaaaaaaaaaaa", 1],
    ["password1234", 1],
    ["anaisgreat99", 1],
    ["abcabcabcabc", 1],
    ["fjord-lamp", 2],
    ["correct horse battery", 3],
  ])("%s: %d", (password, steps) => {
    expect(strengthOf(password, "anaisgreat").steps).toBe(steps);
  });
});

it("codes are read however they are written", () => {
  expect(digitsOf("123 456")).toBe("123456");
  expect(digitsOf("١٢٣٤٥٦")).toBe("123456");
  expect(digitsOf("１２３４５６")).toBe("123456");
});

it("tokens are what follows #token=", () => {
  expect(tokenOf("#token=01j.ab-c_d")).toBe("01j.ab-c_d");
  expect(tokenOf("")).toBeNull();
  expect(tokenOf("#token=")).toBeNull();
});
