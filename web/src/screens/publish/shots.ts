// A photograph before it is published: the file as it was chosen, what is done with it, and what became of it.

import type { MediaId, PersonAnswer, PhotoAnswer } from "@client";
import {
  draw,
  drawnSize,
  type Edit,
  encoded,
  isWhole,
  RATIOS,
  type Ratio,
  readAt,
  readSize,
  type Size,
  settled,
  sizeOf,
  WHOLE,
  windowOf,
} from "../../kit/crop";
import { typeOf } from "../../kit/upload";
import { type Dials, developed, dialled, LEVEL, type Look } from "./looks";

export interface Shot {
  id: string;
  name: string;
  /** Null for a photograph of a draft that the platform already has. */
  file: Blob | null;
  /** As it is meant to be seen; null when this browser cannot read it. */
  size: Size | null;
  /** It moves: drawing it anew would hold it still. */
  moving: boolean;
  edit: Edit;
  look: Look;
  dials: Dials;
  alt: string;
  media: MediaId | null;
  /** As what it was sent (`madeAs`). */
  sentAs: string | null;
  /** How the platform shows it, when it is ready. */
  shown: PhotoAnswer | null;
}

/** Somebody on a photograph; parts of its width and height from top left. */
export interface Tag {
  shot: string;
  person: PersonAnswer;
  x: number;
  y: number;
}

export async function shotOf(file: File): Promise<Shot> {
  return {
    id: crypto.randomUUID(),
    name: file.name,
    file,
    size: await sizeOf(file),
    moving: typeOf(file) === "image/gif",
    edit: WHOLE,
    look: "plain",
    dials: LEVEL,
    alt: "",
    media: null,
    sentAs: null,
    shown: null,
  };
}

/** Whether it can be cropped and filtered here. */
export const editable = (shot: Shot): shot is Shot & { file: Blob; size: Size } =>
  shot.file !== null && shot.size !== null && !shot.moving;

/** Whether the file is sent as it came: the platform takes place and camera out of it. */
export const untouched = (shot: Shot, ratio: Ratio): boolean =>
  !editable(shot) || (shot.look === "plain" && !dialled(shot.dials) && isWhole(shot.size, shot.edit, RATIOS[ratio]));

/** A name for what would be sent: another one when something was changed. */
export function madeAs(shot: Shot, ratio: Ratio): string {
  if (!shot.file) {
    return "kept";
  }
  if (!editable(shot) || untouched(shot, ratio)) {
    return "whole";
  }
  const { turns } = shot.edit;
  const { x, y, width, height } = windowOf(shot.size, shot.edit, RATIOS[ratio]);
  const { brightness, contrast, warmth } = shot.dials;
  return [turns, ...[x, y, width, height].map(Math.round), shot.look, brightness, contrast, warmth].join(" ");
}

/** The proportion that it will have. */
export function proportion(shot: Shot, ratio: Ratio): number {
  if (editable(shot)) {
    const { width, height } = windowOf(shot.size, shot.edit, RATIOS[ratio]);
    return width / height;
  }
  const known = shot.size ?? shot.shown;
  return known ? known.width / known.height : 1;
}

/** The file to send. */
export async function made(shot: Shot, ratio: Ratio): Promise<Blob> {
  if (!shot.file) {
    throw new Error("nothing to send");
  }
  if (!editable(shot) || untouched(shot, ratio)) {
    return shot.file;
  }
  const wanted = RATIOS[ratio];
  const edit = settled(shot.size, shot.edit, wanted);
  const picture = await readAt(shot.file, readSize(shot.size, edit, wanted));
  try {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, drawnSize(windowOf(shot.size, edit, wanted)));
    developed(draw(canvas, picture, shot.size, edit, wanted), shot.look, shot.dials);
    return await encoded(canvas);
  } finally {
    picture.close();
  }
}

const SEEN = 1280; // pixels of the long side, for looking at while one arranges
const read = new Map<string, Promise<ImageBitmap>>();

/** The picture at a size for the screen; read once. */
export function preview(shot: Shot & { file: Blob; size: Size }): Promise<ImageBitmap> {
  const known = read.get(shot.id);
  if (known) {
    return known;
  }
  const reading = readAt(shot.file, drawnSize(shot.size, SEEN));
  read.set(shot.id, reading);
  reading.catch(() => read.delete(shot.id));
  return reading;
}

/** Give the memory back. */
export function forget(id: string): void {
  read
    .get(id)
    ?.then((picture) => picture.close())
    .catch(() => {});
  read.delete(id);
}
