import { expect, it } from "vitest";
import { lookedFor, merged } from "./found";

const person = (id: string) => ({ id, username: id, name: "", avatar: null });

it("looks for a name however it is written", () => {
  expect(lookedFor("  @Ana.K ")).toBe("ana.k");
});

it("names each person once, and nobody of those who are left out", () => {
  const lists = [[person("ana")], undefined, [person("ben"), person("ana")], [person("me"), person("eva")]];
  expect(merged(lists, new Set(["me"])).map(({ id }) => id)).toEqual(["ana", "ben", "eva"]);
});
