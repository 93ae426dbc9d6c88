// A photograph as it will be: cropped, turned and with its look; or what the platform shows of it; or a plain tile.

import { useEffect, useRef, useState } from "react";
import { draw, RATIOS, type Ratio } from "../../kit/crop";
import { Icon } from "../../parts/Icon";
import { Photo } from "../../parts/Photo";
import { developed, type Look } from "./looks";
import css from "./Publish.module.css";
import { editable, preview, proportion, type Shot } from "./shots";

export function Print({
  shot,
  ratio,
  pixels,
  square = false,
  look = shot.look,
}: {
  shot: Shot;
  ratio: Ratio;
  /** Of the long side, for a screen of two pixels to one. */
  pixels: number;
  /** Cut to a square, for a tile. */
  square?: boolean;
  look?: Look;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [unread, setUnread] = useState(false);
  const wide = square ? 1 : proportion(shot, ratio);
  const { edit, dials } = shot;
  const drawn = editable(shot);

  useEffect(() => {
    let over = false;
    const here = canvas.current;
    if (here && editable(shot)) {
      const wanted = square && ratio === "own" ? 1 : RATIOS[ratio];
      preview(shot).then(
        (picture) => {
          if (!over) {
            here.width = Math.round(wide < 1 ? pixels * wide : pixels);
            here.height = Math.round(wide < 1 ? pixels : pixels / wide);
            // A tile shows the middle of what the crop shows.
            const context = draw(here, picture, shot.size, edit, square ? 1 : wanted);
            developed(context, look, dials);
          }
        },
        () => !over && setUnread(true),
      );
    }
    return () => {
      over = true;
    };
  }, [shot, edit, dials, ratio, pixels, square, wide, look]);

  if (drawn && !unread) {
    return <canvas ref={canvas} className={css.print} style={{ aspectRatio: wide }} width={1} height={1} />;
  }
  if (shot.file && shot.size) {
    return <Whole file={shot.file} ratio={wide} />;
  }
  if (shot.shown) {
    return (
      <Photo photo={{ ...shot.shown, alt: "" }} widths={square ? "small" : "post"} {...(square ? { ratio: 1 } : {})} />
    );
  }
  return (
    <span className={css.tile} style={{ aspectRatio: wide }}>
      <Icon name="image" />
      {square ? null : <bdi>{shot.name}</bdi>}
    </span>
  );
}

/** The file itself: a picture that moves. */
function Whole({ file, ratio }: { file: Blob; ratio: number }) {
  const [address, setAddress] = useState("");
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return <img className={css.print} style={{ aspectRatio: ratio }} src={address || undefined} alt="" />;
}
