import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Away, api, Refused } from "../../kit/api";
import type { Tab } from "./choice";
import { restFor, useFinding } from "./finding";

interface Waiting {
  q: string;
  after: string;
  answer: (...names: string[]) => Promise<void>;
  fail: () => Promise<void>;
}

let waiting: Waiting[] = [];
let shown: { names: string[]; older: boolean; pending: boolean; error: boolean };
let root: Root;
let more: () => Promise<unknown>;
let next: string | null = null;
const client = new QueryClient();

function Shown({ search, tab }: { search: string; tab: Tab }) {
  const { query, found, older } = useFinding(tab, search);
  shown = {
    names: found.people.map(({ username }) => username),
    older,
    pending: query.isPending,
    error: query.isError,
  };
  more = () => query.fetchNextPage();
  return null;
}

const look = (search: string, tab: Tab = "people") =>
  act(async () =>
    root.render(
      <QueryClientProvider client={client}>
        <Shown search={search} tab={tab} />
      </QueryClientProvider>,
    ),
  );
const settle = (milliseconds = 5) => act(() => new Promise((done) => setTimeout(done, milliseconds)));
const person = (username: string) => ({ id: username, username, name: "", avatar: null, following: false });
const asked = (q: string) => waiting.filter((each) => each.q === q).at(-1) as Waiting;

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  waiting = [];
  next = null;
  vi.spyOn(api, "searchPeople").mockImplementation(
    ({ q, after = "" }) =>
      new Promise((give, refuse) => {
        waiting.push({
          q,
          after,
          answer: async (...names) => {
            give({ items: names.map(person), next });
            await settle();
          },
          fail: async () => {
            refuse(new Away());
            await settle();
          },
        });
      }),
  );
  root = createRoot(document.createElement("div"));
});
afterEach(async () => {
  await act(async () => root.unmount());
  client.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it("asks for nobody without a name", async () => {
  await look("");
  expect(waiting).toEqual([]);
  expect(shown.names).toEqual([]);
});

it("drops an answer that comes after the one for what is looked for now", async () => {
  await look("an");
  await look("ana");
  await asked("ana").answer("ana");
  expect(shown.names).toEqual(["ana"]);
  await asked("an").answer("andy", "anton");
  expect(shown.names).toEqual(["ana"]);
});

it("keeps who was found before until the next answer, and says that they are older", async () => {
  await look("an");
  expect(shown).toMatchObject({ names: [], pending: true });
  await asked("an").answer("ana", "andy");
  await look("and");
  expect(shown).toMatchObject({ names: ["ana", "andy"], older: true, pending: false });
  await asked("and").answer("andy");
  expect(shown).toMatchObject({ names: ["andy"], older: false });
});

it("does not begin a new search with the people of the one before", async () => {
  await look("an");
  await asked("an").answer("ana");
  await look("");
  expect(shown.names).toEqual([]);
  await look("b");
  expect(shown).toMatchObject({ names: [], pending: true });
  await asked("b").answer("ben");
  expect(shown.names).toEqual(["ben"]);
});

it("tries once more by itself, then says so, and leaves nobody there who was not found", async () => {
  await look("an");
  await asked("an").answer("ana");
  await look("anx");
  await asked("anx").fail();
  expect(shown).toMatchObject({ names: ["ana"], error: false });
  await settle(700);
  await asked("anx").fail();
  expect(shown).toMatchObject({ names: [], error: true });
  expect(waiting.filter(({ q }) => q === "anx")).toHaveLength(2);
});

it("names each person once, whatever pages hold them", async () => {
  next = "2";
  await look("an");
  await asked("an").answer("ana", "andy");
  next = null;
  await act(async () => void more());
  expect(asked("an").after).toBe("2");
  await asked("an").answer("andy", "anton");
  expect(shown.names).toEqual(["ana", "andy", "anton"]);
});

it("does not show people of one kind of search as those of another", async () => {
  vi.spyOn(api, "searchAll").mockReturnValue(new Promise(() => {}));
  await look("an");
  await asked("an").answer("ana");
  await look("an", "all");
  expect(shown).toMatchObject({ names: [], pending: true });
  await look("an");
  expect(shown.names).toEqual(["ana"]);
});

it("waits as long as the platform says when it was asked too often, within reason", () => {
  const refused = (status: number, after: number | null) =>
    new Refused({ type: "x:too-many", title: "", status, detail: "", instance: "", errors: [] }, after);
  expect(restFor(refused(429, 2))).toBe(2000);
  expect(restFor(refused(429, null))).toBe(1000);
  expect(restFor(refused(429, 90))).toBe(5000);
  expect(restFor(refused(503, 30))).toBeLessThan(1000);
  expect(restFor(new Away())).toBeLessThan(1000);
});
