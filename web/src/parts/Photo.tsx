// A photograph that keeps its place before it has arrived: proportion, colour and a blurred painting come with the post.

import type { PhotoAnswer } from "@client";
import { memo, useEffect, useRef, useState } from "react";
import { thumbHashToRGBA } from "thumbhash";
import { t } from "../kit/words";
import { safeColor } from "./Avatar";
import css from "./Photo.module.css";

/** Widths of the photograph on the page, for the browser's choice of a rendition. */
export const WIDTHS = {
  post: "(min-width: 1200px) 640px, (min-width: 768px) min(640px, 100vw), 100vw",
  grid: "(min-width: 1200px) 310px, 34vw",
  small: "64px",
} as const;

interface Props {
  photo: PhotoAnswer;
  widths?: keyof typeof WIDTHS;
  /** Overrides the photograph's own proportion, for a square cell. */
  ratio?: number;
  /** Load at once: the first on the page. */
  eager?: boolean;
  /** Gives the photograph with new addresses when the old ones are over (they live 10 to 20 minutes). */
  again?: () => Promise<PhotoAnswer | null>;
  /** What is said where the photograph has no description. */
  alt?: string;
}

export const Photo = memo(function Photo({
  photo: given,
  widths = "post",
  ratio,
  eager = false,
  again,
  alt = "",
}: Props) {
  const [renewed, setRenewed] = useState<PhotoAnswer | null>(null);
  const [state, setState] = useState<"waiting" | "there" | "missing">("waiting");
  const tries = useRef(0);
  const image = useRef<HTMLImageElement>(null);
  const photo = renewed ?? given;
  const own = photo.width / photo.height || 1;
  const widest = photo.sources.at(-1);
  const sizes = WIDTHS[widths];

  useEffect(() => {
    if (image.current?.complete && image.current.naturalWidth > 0) {
      setState("there"); // it was in the browser's memory before we listened
    }
  }, []);

  async function failed() {
    tries.current += 1;
    const fresh = tries.current <= 2 && again ? await again().catch(() => null) : null;
    if (fresh) {
      setRenewed(fresh);
    } else {
      setState("missing");
    }
  }

  return (
    <div
      className={css.photo}
      data-state={state}
      style={
        {
          aspectRatio: String(ratio ?? own),
          "--ratio": ratio ?? own,
          background: safeColor(photo.color),
        } as React.CSSProperties
      }
    >
      {state === "there" ? null : <Painting hash={photo.thumbhash} />}
      <picture>
        <source
          type="image/webp"
          sizes={sizes}
          srcSet={photo.sources.map((each) => `${each.webp} ${each.width}w`).join(", ")}
        />
        <img
          ref={image}
          alt={photo.alt || alt}
          width={photo.width}
          height={photo.height}
          sizes={sizes}
          srcSet={photo.sources.map((each) => `${each.jpeg} ${each.width}w`).join(", ")}
          src={widest?.jpeg}
          decoding="async"
          loading={eager ? "eager" : "lazy"}
          fetchPriority={eager ? "high" : "auto"}
          draggable={false}
          onLoad={() => setState("there")}
          onError={failed}
        />
      </picture>
      {state === "missing" ? <span className={css.missing}>{t("photo.missing")}</span> : null}
    </div>
  );
});

/** The picture of about 25 bytes that stands in for a photograph (thumbhash, base64). */
function Painting({ hash }: { hash: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context || !hash) {
      return;
    }
    try {
      const { w, h, rgba } = thumbHashToRGBA(Uint8Array.from(atob(hash), (letter) => letter.charCodeAt(0)));
      canvas.current.width = w;
      canvas.current.height = h;
      const data = context.createImageData(w, h);
      data.data.set(rgba);
      context.putImageData(data, 0, 0);
    } catch {
      // a hash that cannot be read leaves the colour
    }
  }, [hash]);
  return <canvas ref={canvas} width={1} height={1} aria-hidden="true" />;
}
