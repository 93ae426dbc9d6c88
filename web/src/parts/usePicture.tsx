// A picture for a circle: chosen, cut, sent; whoever asks for it says what becomes of it.

import { type ReactNode, useRef, useState } from "react";
import { cropped, drawnSize, type Edit, readAt, type Size, sizeOf, WHOLE } from "../kit/crop";
import { ACCEPT, upload, whyNot } from "../kit/upload";
import { t } from "../kit/words";
import { Button } from "./Button";
import { Cropper } from "./Cropper";
import { complain, say } from "./Notices";
import { Sheet } from "./Sheet";
import css from "./usePicture.module.css";

const LONGEST = 1024; // pixels of the picture that is sent
const ARRANGED = 1280; // pixels of the one that is arranged

interface Chosen {
  file: File;
  size: Size;
  picture: ImageBitmap;
}

interface Picture {
  /** Asks for a file. */
  choose: () => void;
  /** What is going on with it, in words; null when nothing is. */
  stage: string | null;
  /** Runs something with the picture during which no other can be chosen. */
  during: (what: () => Promise<unknown>) => Promise<void>;
  /** The file field and the sheet, to stand somewhere on the page. */
  parts: ReactNode;
}

/** `use` is given the upload once it is ready; what it throws is told as `failed`. */
export function usePicture(use: (mediaId: string) => Promise<unknown>, failed: string): Picture {
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [stage, setStage] = useState<string | null>(null);

  async function take(file: File | undefined) {
    const bad = file ? whyNot(file) : null;
    if (!file || bad) {
      if (bad) {
        say(t(bad), { bad: true });
      }
      return;
    }
    const size = await sizeOf(file);
    if (size === null) {
      await send(file); // this browser cannot show it, but the platform may read it
      return;
    }
    try {
      setChosen({ file, size, picture: await readAt(file, drawnSize(size, ARRANGED)) });
    } catch {
      say(t("profile.edit.unreadable"), { bad: true });
    }
  }

  async function cut({ file, size }: Chosen, edit: Edit) {
    setChosen(null);
    try {
      await send(await cropped(file, size, edit, 1, LONGEST));
    } catch {
      say(t("profile.edit.unreadable"), { bad: true });
    }
  }

  async function send(file: Blob) {
    setStage(t("profile.edit.processing"));
    try {
      const { mediaId } = await upload(file, "avatar", {
        tell: (at, sent) =>
          setStage(
            at === "uploading"
              ? t("profile.edit.uploading", { percent: Math.round(sent * 100) })
              : t("profile.edit.processing"),
          ),
      });
      await use(mediaId);
    } catch (error) {
      complain(failed, error, () => void send(file));
    } finally {
      setStage(null);
    }
  }

  return {
    choose: () => input.current?.click(),
    stage,
    during: async (what) => {
      setStage("");
      try {
        await what();
      } finally {
        setStage(null);
      }
    },
    parts: (
      <>
        <input
          ref={input}
          type="file"
          accept={ACCEPT}
          hidden
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = ""; // so that the same file can be chosen again
          }}
        />
        {chosen ? (
          <Arrange chosen={chosen} onClose={() => setChosen(null)} onUse={(edit) => void cut(chosen, edit)} />
        ) : null}
      </>
    ),
  };
}

function Arrange({
  chosen: { picture, size },
  onUse,
  onClose,
}: {
  chosen: Chosen;
  onUse: (edit: Edit) => void;
  onClose: () => void;
}) {
  const [edit, setEdit] = useState<Edit>(WHOLE);
  return (
    <Sheet title={t("profile.edit.crop")} onClose={onClose}>
      <div className={css.arrange}>
        <Cropper
          picture={picture}
          size={size}
          edit={edit}
          ratio={1}
          round
          onEdit={setEdit}
          label={t("profile.edit.crop")}
        />
        <Button look="strong" wide onClick={() => onUse(edit)}>
          {t("profile.edit.use")}
        </Button>
      </div>
    </Sheet>
  );
}
