import { expect, it } from "vitest";
import { fitting, lookedFor, merged } from "./found";

const person = (id: string) => ({ id, username: id, name: "", avatar: null });

it("looks for a name however it is written", () => {
  expect(lookedFor("  @Ana.K ")).toBe("ana.k");
});

it("names each person once, and nobody of those who are left out", () => {
  const lists = [[person("ana")], undefined, [person("ben"), person("ana")], [person("me"), person("eva")]];
  expect(merged(lists, new Set(["me"])).map(({ id }) => id)).toEqual(["ana", "ben", "eva"]);
});

it("takes the row that is meant, also while the list is still an older one", () => {
  const rows = [{ name: "anabel", hint: "Bel" }, { name: "ana", hint: "Ana Kos" }, { name: "ben" }];
  expect(fitting(rows, "@Ana")?.name).toBe("ana");
  expect(fitting(rows, "an")?.name).toBe("anabel");
  expect(fitting(rows, "kos")?.name).toBe("ana");
  expect(fitting(rows, "cleo")).toBeUndefined();
  expect(fitting(rows, " ")).toBeUndefined();
});
