// One piece of work: photographs and everything that is said about them.

import type { DraftId, NewPost, PersonAnswer } from "@client";
import type { Ratio } from "../../kit/crop";
import type { Shot, Tag } from "./shots";

export const MOST = 10;
export const CAPTION = 2200;
export const PLACE = 100;
export const MOST_TAGS = 20;
export const MOST_COAUTHORS = 3;

export type Step = "choose" | "edit" | "describe";
/** What to do when everything has arrived. */
export type Wish = { do: "publish" } | { do: "keep" } | { do: "schedule"; at: string };

export interface Work {
  /** One piece of work is published once, however often it is sent. */
  key: string;
  step: Step;
  shots: Shot[];
  /** The photograph that one looks at. */
  at: string | null;
  ratio: Ratio;
  caption: string;
  place: string;
  tags: Tag[];
  coauthors: PersonAnswer[];
  audience: NonNullable<NewPost["audience"]>;
  commentsBy: NonNullable<NewPost["commentsBy"]>;
  hideCounts: boolean;
  draft: { id: DraftId; publishAt: string | null } | null;
  /** It was asked once whether to publish without descriptions. */
  asked: boolean;
  /** It was here when the page was opened. */
  found: boolean;
}

export const fresh = (): Work => ({
  key: crypto.randomUUID(),
  step: "choose",
  shots: [],
  at: null,
  ratio: "own",
  caption: "",
  place: "",
  tags: [],
  coauthors: [],
  audience: "everyone",
  commentsBy: "everyone",
  hideCounts: false,
  draft: null,
  asked: false,
  found: false,
});

export const isBegun = (it: Work): boolean => it.shots.length > 0 || it.caption.trim() !== "";
