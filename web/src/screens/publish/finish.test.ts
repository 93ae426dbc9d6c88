import { beforeEach, describe, expect, it, vi } from "vitest";
import { Away, api, Refused } from "../../kit/api";
import { WHOLE } from "../../kit/crop";
import { session } from "../../kit/session";
import { bodyOf } from "./finish";
import { LEVEL } from "./looks";
import { fresh, type Work } from "./piece";
import { madeAs, type Shot } from "./shots";
import { clear, open, sending, set, wish, work } from "./work";

const PERSON = { id: "p1", username: "ana", name: "Ana", avatar: null };
const shot = (id: string, more: Partial<Shot> = {}): Shot => ({
  id,
  name: `${id}.jpg`,
  file: null,
  size: null,
  moving: false,
  edit: WHOLE,
  look: "plain",
  dials: LEVEL,
  alt: "",
  media: `m-${id}`,
  sentAs: "kept",
  shown: null,
  ...more,
});
const refused = (code: string, status: number, pointer?: string) =>
  new Refused({
    type: `urn:lambdagram:problem:${code}`,
    title: "",
    status,
    detail: code,
    instance: "",
    errors: pointer ? [{ pointer, detail: "wrong" }] : [],
  });
const POST = { id: "post1", author: PERSON, photos: [] } as never;

describe("what the platform is told", () => {
  it("names tags by the place of their photograph, after it was moved", () => {
    const now: Work = {
      ...fresh(),
      shots: [shot("b"), shot("a", { alt: "  A cat " })],
      tags: [
        { shot: "a", person: PERSON, x: 0.2, y: 0.3 },
        { shot: "gone", person: PERSON, x: 0, y: 0 },
      ],
      caption: " Hello ",
      place: "  ",
      audience: "close",
      coauthors: [PERSON],
    };
    expect(bodyOf(now)).toEqual({
      photos: [
        { mediaId: "m-b", alt: "" },
        { mediaId: "m-a", alt: "A cat" },
      ],
      caption: "Hello",
      people: [{ person: "p1", photo: 1, x: 0.2, y: 0.3 }],
      coauthors: [],
      audience: "close",
      commentsBy: "everyone",
      hideCounts: false,
    });
  });

  it("a file that nothing was done with goes as it is; every change makes another one", () => {
    const plain = shot("a", { file: new Blob(["x"]), size: { width: 400, height: 300 } });
    expect(madeAs(plain, "own")).toBe("whole");
    expect(madeAs(plain, "square")).not.toBe("whole");
    expect(madeAs({ ...plain, look: "silver" }, "own")).not.toBe(madeAs({ ...plain, look: "dusk" }, "own"));
    expect(madeAs({ ...plain, moving: true, look: "silver" }, "square")).toBe("whole");
  });
});

describe("publishing", () => {
  beforeEach(async () => {
    vi.useFakeTimers();
    vi.restoreAllMocks();
    session.set({ ...session.get(), state: "member", person: PERSON });
    vi.spyOn(api, "readMedia").mockResolvedValue({ state: "ready", photo: null } as never);
    await open(PERSON.id);
    clear();
    set({ step: "describe", shots: [shot("a")], caption: "Hello" });
  });
  const later = (time = 3000) => vi.advanceTimersByTimeAsync(time);

  it("waits until everything has arrived, and begins anew afterwards", async () => {
    const publish = vi.spyOn(api, "publish").mockResolvedValue(POST);
    wish({ do: "publish" });
    expect(publish).not.toHaveBeenCalled();
    await later();
    expect(publish).toHaveBeenCalledTimes(1);
    expect(work.get()?.shots).toEqual([]);
    expect(sending.get().wish).toBeNull();
  });

  it("sends the same key again after a lost answer, by itself", async () => {
    const publish = vi.spyOn(api, "publish").mockRejectedValueOnce(new Away()).mockResolvedValue(POST);
    wish({ do: "publish" });
    await later();
    expect(sending.get()).toMatchObject({ wish: { do: "publish" }, busy: false });
    await later(6000);
    expect(publish).toHaveBeenCalledTimes(2);
    expect(publish.mock.calls[0]).toEqual(publish.mock.calls[1]);
    expect(publish.mock.calls[0]?.[1]?.idempotencyKey).toBeTruthy();
  });

  it("a refusal waits for somebody, and nothing is lost", async () => {
    const publish = vi.spyOn(api, "publish").mockRejectedValue(refused("invalid", 422, "/caption"));
    wish({ do: "publish" });
    await later(60_000);
    expect(publish).toHaveBeenCalledTimes(1);
    expect(sending.get()).toMatchObject({ wish: null, busy: false, trouble: "wrong" });
    expect(work.get()).toMatchObject({ caption: "Hello", shots: [{ id: "a" }] });
  });

  it("was published already when the key was used with other words", async () => {
    vi.spyOn(api, "publish").mockRejectedValue(refused("idempotency-key-reused", 409));
    wish({ do: "publish" });
    await later();
    expect(work.get()?.shots).toEqual([]);
  });

  it("a draft that is gone was published: its post is asked for", async () => {
    set({ draft: { id: "d1", publishAt: null } });
    vi.spyOn(api, "changeDraft").mockRejectedValue(refused("draft-not-found", 404));
    const publish = vi.spyOn(api, "publishDraft").mockResolvedValue(POST);
    wish({ do: "publish" });
    await later();
    expect(publish).toHaveBeenCalledWith("d1");
    expect(work.get()?.shots).toEqual([]);
  });

  it("can be taken back while it waits", async () => {
    const publish = vi.spyOn(api, "publish").mockResolvedValue(POST);
    wish({ do: "publish" });
    wish(null);
    await later();
    expect(publish).not.toHaveBeenCalled();
  });
});
