// The photographs of a message, large, one at a time.

import type { MessageAnswer } from "@client";
import { useEffect, useRef, useState } from "react";
import { freshPhotos } from "../../chat";
import { t } from "../../kit/words";
import { IconButton } from "../../parts/Button";
import { Photo } from "../../parts/Photo";
import css from "./Viewer.module.css";

interface Props {
  id: string;
  message: MessageAnswer;
  place: number;
  name: string;
  onClose: () => void;
}

export default function Viewer({ id, message, place, name, onClose }: Props) {
  const [at, setAt] = useState(place);
  const dialog = useRef<HTMLDialogElement>(null);
  const from = useRef<number | null>(null);
  const { photos } = message;
  const photo = photos[at];
  const go = (by: number) => setAt((now) => Math.max(0, Math.min(photos.length - 1, now + by)));
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus({ preventScroll: true });
      }
    };
  }, []);
  if (!photo) {
    return null;
  }
  const right = document.documentElement.dir !== "rtl";
  return (
    <dialog
      ref={dialog}
      className={css.viewer}
      aria-label={t("direct.photoOf", { count: at + 1, name })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
          go((event.key === "ArrowRight") === right ? 1 : -1);
        }
      }}
      onPointerDown={(event) => {
        from.current = event.clientX;
      }}
      onPointerUp={(event) => {
        const by = event.clientX - (from.current ?? event.clientX);
        from.current = null;
        if (Math.abs(by) > 50) {
          go(by < 0 === right ? 1 : -1);
        }
      }}
    >
      <header className={css.head}>
        <p className="tabular" role="status">
          {photos.length > 1 ? t("direct.photoPlace", { place: at + 1, all: photos.length }) : ""}
        </p>
        <IconButton icon="close" label={t("do.close")} onClick={onClose} />
      </header>
      <div className={css.photo} style={{ "--ratio": photo.width / photo.height || 1 } as React.CSSProperties}>
        <Photo
          key={photo.mediaId}
          photo={photo}
          eager
          alt={t("direct.photoOf", { count: at + 1, name })}
          again={async () =>
            (await freshPhotos(id, message.seq)).find((each) => each.mediaId === photo.mediaId) ?? null
          }
        />
      </div>
      {photos.length > 1 ? (
        <>
          <IconButton
            icon="left"
            turns
            className={css.before}
            label={t("direct.previousPhoto")}
            disabled={at === 0}
            onClick={() => go(-1)}
          />
          <IconButton
            icon="right"
            turns
            className={css.after}
            label={t("direct.nextPhoto")}
            disabled={at === photos.length - 1}
            onClick={() => go(1)}
          />
        </>
      ) : null}
    </dialog>
  );
}
