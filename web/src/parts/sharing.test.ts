import type { ConversationAnswer, PersonAnswer } from "@client";
import { expect, it } from "vitest";
import { offered } from "./sharing";

const person = (id: string, name = ""): PersonAnswer => ({ id, username: id, name, avatar: null });
const talk = (id: string, people: PersonAnswer[], more: Partial<ConversationAnswer> = {}): ConversationAnswer => ({
  id,
  kind: people.length > 1 ? "group" : "direct",
  name: "",
  picture: null,
  people,
  members: people.length + 1,
  role: "member",
  standing: "in",
  folder: "inbox",
  mutedUntil: null,
  timer: 0,
  seq: 1,
  rev: 0,
  read: 0,
  unread: 0,
  closed: false,
  waits: false,
  last: null,
  movedAt: "2026-11-22T10:00:00Z",
  ...more,
});

const [ana, ben, eva] = [person("ana", "Ana Kos"), person("ben"), person("eva", "Eva")];
const lake = talk("lake", [ben, eva], { name: "Weekend at the lake" });
const withAna = talk("with-ana", [ana]);
const ids = (...given: Parameters<typeof offered>) => offered(...given).map(({ id }) => id);

it("conversations come first, and who has one is not offered twice", () => {
  expect(ids([lake, withAna], [ana, ben], "")).toEqual(["lake", "with-ana", "ben"]);
});

it("finds conversations by how a word of their names begins", () => {
  expect(ids([lake, withAna], [], "lak")).toEqual(["lake"]);
  expect(ids([lake, withAna], [], "@kos")).toEqual(["with-ana"]);
  expect(ids([lake, withAna], [], "eva")).toEqual(["lake"]);
  expect(ids([lake, withAna], [], "ake")).toEqual([]);
});

it("leaves out where nothing can be written", () => {
  const gone = talk("gone", [ana], { closed: true });
  const asked = talk("asked", [ben, eva], { standing: "asked" });
  expect(ids([gone, asked], [], "")).toEqual([]);
});
