import { beforeEach, describe, expect, it } from "vitest";
import { WHOLE } from "../../kit/crop";
import type { Box } from "./box";
import { Keeper, safe } from "./kept";
import { LEVEL } from "./looks";
import type { Shot } from "./shots";

/** A box in memory that, as the browser's does, gives copies. */
class Memory implements Box {
  readonly kept = new Map<string, unknown>();
  full = false;
  writes: string[] = [];
  get = async (name: string) => this.kept.get(name);
  set = async (name: string, value: unknown) => {
    if (this.full) {
      throw new Error("no room");
    }
    this.writes.push(name);
    this.kept.set(name, value instanceof Blob ? value : JSON.parse(JSON.stringify(value)));
  };
  clear = async (beginning: string, except = new Set<string>()) => {
    for (const name of [...this.kept.keys()]) {
      if (name.startsWith(beginning) && !except.has(name)) {
        this.kept.delete(name);
      }
    }
  };
}

const shot = (id: string, more: Partial<Shot> = {}): Shot => ({
  id,
  name: `${id}.jpg`,
  file: new Blob([id], { type: "image/jpeg" }),
  size: { width: 4, height: 3 },
  moving: false,
  edit: { ...WHOLE, zoom: 2 },
  look: "dusk",
  dials: LEVEL,
  alt: `about ${id}`,
  media: null,
  sentAs: null,
  shown: null,
  ...more,
});

describe("what is kept", () => {
  let box: Memory;
  beforeEach(() => {
    box = new Memory();
    safe.set(true);
  });
  const keeper = () => new Keeper<{ shots: Shot[]; caption: string }>(box);

  it("comes back as it was, files and all", async () => {
    const first = keeper();
    const work = { caption: "Hello", shots: [shot("a", { media: "m1", sentAs: "whole" }), shot("b")] };
    first.keep("ana", work);
    await first.now();
    const again = await keeper().read("ana");
    expect(again).toEqual(work);
    expect(await again?.shots[1]?.file?.text()).toBe("b");
    expect(await keeper().read("ben")).toBeNull();
  });

  it("writes each file once and takes away what was removed", async () => {
    const one = keeper();
    one.keep("ana", { caption: "", shots: [shot("a"), shot("b")] });
    await one.now();
    one.keep("ana", { caption: "More", shots: [shot("b")] });
    await one.now();
    expect(box.writes.filter((name) => name === "ana/file/b")).toHaveLength(1);
    expect([...box.kept.keys()].sort()).toEqual(["ana/file/b", "ana/work"]);
  });

  it("leaves out a photograph whose file never got there", async () => {
    const one = keeper();
    one.keep("ana", { caption: "", shots: [shot("a"), shot("b")] });
    await one.now();
    box.kept.delete("ana/file/a");
    expect((await keeper().read("ana"))?.shots.map(({ id }) => id)).toEqual(["b"]);
  });

  it("keeps the photographs of a draft, which have no file here", async () => {
    const one = keeper();
    one.keep("ana", { caption: "", shots: [shot("a", { file: null, media: "m1", sentAs: "kept" })] });
    await one.now();
    expect((await keeper().read("ana"))?.shots).toHaveLength(1);
  });

  it("is gone when it is published, and only this person's", async () => {
    const one = keeper();
    one.keep("ana", { caption: "", shots: [shot("a")] });
    await one.now();
    one.keep("ben", { caption: "", shots: [] });
    await one.now();
    one.keep("ana", { caption: "late", shots: [shot("a")] });
    await one.forget("ana");
    expect([...box.kept.keys()]).toEqual(["ben/work"]);
  });

  it("says when nothing can be kept", async () => {
    box.full = true;
    const one = keeper();
    one.keep("ana", { caption: "", shots: [shot("a")] });
    await one.now();
    expect(safe.get()).toBe(false);
  });
});
