// How tall a post of the feed will be, before it has been on the page: so that the scroll bar tells the truth, and what
// stands above does not move what is looked at. Once a post was shown, its real height takes the place of this one.

import type { PostAnswer } from "@client";
import { frameRatio } from "./CarouselFrame";

export interface Wall {
  /** The window's, in pixels. */
  width: number;
  height: number;
  /** How wide the list is. */
  list: number;
}

const REM = 16;
const BROAD = 75 * REM;
const MIDDLE = 48 * REM;
const PHOTO = 40 * REM;
const HEADER = 56;
const ACTS = 52;
const LINE = 22.5;
const ALL = 36;
const VIA = 36;
const LETTER = 7.4; // pixels, on average

/** The tallest that a photograph may be: `--photo-max` of styles/base.css. */
export function tallest({ width, height }: Wall): number {
  return height - (width >= BROAD ? 64 : width >= MIDDLE ? 112 : 180);
}

/** Pixels, with the space below. */
export function heightOf(post: PostAnswer, wall: Wall): number {
  const [only] = post.photos;
  const ratio = post.photos.length === 1 && only ? only.width / only.height || 1 : frameRatio(post.photos);
  const broad = wall.width >= BROAD;
  const photo = Math.min(Math.min(wall.list, PHOTO) / ratio, tallest(wall));
  const words = broad ? Math.max(1, wall.list - PHOTO - 32) : wall.list;
  const lines = post.caption ? Math.min(3, Math.ceil((post.caption.length * LETTER) / words)) : 0;
  const label = ACTS + lines * LINE + (post.comments ? ALL : 0);
  const header = HEADER + (post.viaTag ? VIA : 0);
  if (broad) {
    return Math.max(photo, header + label) + 64;
  }
  return header + photo + label + (wall.width >= MIDDLE ? 48 : 24);
}
