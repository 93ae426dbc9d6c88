// What part of a picture is shown, and how it is turned. The maths know no pixels of the screen: a window lies on the
// turned picture, and everything is a part of one or the other.

export interface Size {
  width: number;
  height: number;
}
export interface Window extends Size {
  x: number;
  y: number;
}

/** `turns` quarter turns clockwise; then `zoom` (1 = as much as fits), with the middle at `x`, `y` (parts, 0 to 1). */
export interface Edit {
  turns: number;
  zoom: number;
  x: number;
  y: number;
}

export const WHOLE: Edit = { turns: 0, zoom: 1, x: 0.5, y: 0.5 };
export const MOST_ZOOM = 4;
/** Longest side of what is drawn here, in pixels. */
export const LONGEST = 2048;
const DECODED = 4096; // a phone lends this much memory to one picture

/** Width by height; null is the picture's own. */
export const RATIOS = { own: null, square: 1, tall: 4 / 5, wide: 1.91 } as const;
export type Ratio = keyof typeof RATIOS;

const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), Math.max(least, most));

export const turned = ({ width, height }: Size, turns: number): Size =>
  turns % 2 ? { width: height, height: width } : { width, height };

/** The part that is shown, in pixels of the turned picture; always inside it. */
export function windowOf(size: Size, edit: Edit, ratio: number | null): Window {
  const all = turned(size, edit.turns);
  const wanted = ratio ?? all.width / all.height;
  const zoom = within(edit.zoom, 1, MOST_ZOOM);
  const width = Math.min(all.width, all.height * wanted) / zoom;
  const height = width / wanted;
  return {
    width,
    height,
    x: within(edit.x * all.width - width / 2, 0, all.width - width),
    y: within(edit.y * all.height - height / 2, 0, all.height - height),
  };
}

/** The same edit with its middle where the window really is. */
export function settled(size: Size, edit: Edit, ratio: number | null): Edit {
  const all = turned(size, edit.turns);
  const { x, y, width, height } = windowOf(size, edit, ratio);
  return {
    turns: ((edit.turns % 4) + 4) % 4,
    zoom: within(edit.zoom, 1, MOST_ZOOM),
    x: (x + width / 2) / all.width,
    y: (y + height / 2) / all.height,
  };
}

/** The window moved by parts of its own width and height. */
export function moved(size: Size, edit: Edit, ratio: number | null, right: number, down: number): Edit {
  const all = turned(size, edit.turns);
  const { width, height } = windowOf(size, edit, ratio);
  const now = settled(size, edit, ratio);
  return settled(
    size,
    { ...now, x: now.x + (right * width) / all.width, y: now.y + (down * height) / all.height },
    ratio,
  );
}

/** Zoomed so that what lies at `at` (parts of the window) stays there. */
export function zoomedTo(size: Size, edit: Edit, ratio: number | null, zoom: number, at = { x: 0.5, y: 0.5 }): Edit {
  const all = turned(size, edit.turns);
  const before = windowOf(size, edit, ratio);
  const after = windowOf(size, { ...edit, zoom }, ratio);
  const x = before.x + at.x * before.width + (0.5 - at.x) * after.width;
  const y = before.y + at.y * before.height + (0.5 - at.y) * after.height;
  return settled(size, { ...edit, zoom, x: x / all.width, y: y / all.height }, ratio);
}

/** A quarter turn clockwise; what was in the middle stays there. */
export const quarter = (edit: Edit): Edit => ({ ...edit, turns: (edit.turns + 1) % 4, x: 1 - edit.y, y: edit.x });

/** Whether everything of the picture is shown as it came. */
export function isWhole(size: Size, edit: Edit, ratio: number | null): boolean {
  const { width, height } = windowOf(size, edit, ratio);
  return edit.turns % 4 === 0 && size.width - width < 1 && size.height - height < 1;
}

/** How large the part is drawn: never larger than it is, its long side at most `longest`. */
export function drawnSize({ width, height }: Size, longest = LONGEST): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** How large a picture must be read so that its shown part is as large as it can be drawn; bounded for phones. */
export function readSize(size: Size, edit: Edit, ratio: number | null, longest = LONGEST): Size {
  const part = windowOf(size, edit, ratio);
  const scale = Math.min(1, longest / Math.max(part.width, part.height), DECODED / Math.max(size.width, size.height));
  return { width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) };
}

/** Draw the shown part of `picture` over the whole canvas. `size` is the picture's own, whatever it was read as. */
export function draw(
  canvas: HTMLCanvasElement,
  picture: CanvasImageSource,
  size: Size,
  edit: Edit,
  ratio: number | null,
): CanvasRenderingContext2D {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) {
    throw new Error("no canvas");
  }
  const part = windowOf(size, edit, ratio);
  const all = turned(size, edit.turns);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = "#fff"; // what is transparent lies on white
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.scale(canvas.width / part.width, canvas.height / part.height);
  context.translate(all.width / 2 - part.x, all.height / 2 - part.y);
  context.rotate((edit.turns * Math.PI) / 2);
  context.drawImage(picture, -size.width / 2, -size.height / 2, size.width, size.height);
  context.setTransform(1, 0, 0, 1, 0, 0);
  return context;
}

/** How large a picture is, as it is meant to be seen; null when this browser cannot read it (HEIC, mostly). */
export function sizeOf(file: Blob): Promise<Size | null> {
  const address = URL.createObjectURL(file);
  const image = new Image();
  return new Promise<Size | null>((resolve) => {
    image.onload = () =>
      resolve(image.naturalWidth ? { width: image.naturalWidth, height: image.naturalHeight } : null);
    image.onerror = () => resolve(null);
    image.src = address;
  }).finally(() => URL.revokeObjectURL(address));
}

/** A picture read at a size: a photograph of 40 megapixels is never whole in memory. Close it when it is drawn. */
export const readAt = (file: Blob, { width, height }: Size): Promise<ImageBitmap> =>
  createImageBitmap(file, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });

/** A canvas as a file. */
export function encoded(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.9),
  );
}

/** A part of a picture as a file, for a profile's picture. */
export async function cropped(
  file: Blob,
  size: Size,
  edit: Edit,
  ratio: number | null,
  longest = LONGEST,
): Promise<Blob> {
  const picture = await readAt(file, readSize(size, edit, ratio, longest));
  try {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, drawnSize(windowOf(size, edit, ratio), longest));
    draw(canvas, picture, size, edit, ratio);
    return await encoded(canvas);
  } finally {
    picture.close();
  }
}
