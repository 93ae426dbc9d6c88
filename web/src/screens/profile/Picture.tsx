// One's own picture: chosen, cut to a circle, sent; or removed.

import type { PersonAnswer, Profile } from "@client";
import { useRef, useState } from "react";
import { api } from "../../kit/api";
import { cropped, drawnSize, type Edit, readAt, type Size, sizeOf, WHOLE } from "../../kit/crop";
import { ACCEPT, upload, whyNot } from "../../kit/upload";
import { t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Button } from "../../parts/Button";
import { Cropper } from "../../parts/Cropper";
import { complain, say } from "../../parts/Notices";
import { Sheet } from "../../parts/Sheet";
import css from "./EditProfile.module.css";

const LONGEST = 1024; // pixels of the picture that is sent
const ARRANGED = 1280; // pixels of the one that is arranged

interface Chosen {
  file: File;
  size: Size;
  picture: ImageBitmap;
}

export function Picture({ person, onChange }: { person: PersonAnswer; onChange: (profile: Profile) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [stage, setStage] = useState<string | null>(null);
  const busy = stage !== null;

  async function choose(file: File | undefined) {
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

  async function use({ file, size }: Chosen, edit: Edit) {
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
      onChange(await api.setMyAvatar({ mediaId }));
      say(t("profile.edit.pictureSaved"));
    } catch (error) {
      complain(t("profile.edit.pictureFailed"), error, () => void send(file));
    } finally {
      setStage(null);
    }
  }

  async function remove() {
    setStage("");
    try {
      onChange(await api.removeMyAvatar());
      say(t("profile.edit.pictureRemoved"));
    } catch (error) {
      complain(t("profile.edit.pictureFailed"), error, remove);
    } finally {
      setStage(null);
    }
  }

  return (
    <section className={css.picture} aria-label={t("profile.edit.picture")}>
      <Avatar person={person} size={96} />
      <div className={css.pictureActs}>
        <input
          ref={input}
          type="file"
          accept={ACCEPT}
          hidden
          onChange={(event) => {
            void choose(event.target.files?.[0]);
            event.target.value = ""; // so that the same file can be chosen again
          }}
        />
        <Button icon="image" busy={busy} onClick={() => input.current?.click()}>
          {t(person.avatar ? "profile.edit.change" : "profile.edit.choose")}
        </Button>
        {person.avatar ? (
          <Button look="quiet" disabled={busy} onClick={remove}>
            {t("do.remove")}
          </Button>
        ) : null}
        <p className={css.stage} role="status">
          {stage}
        </p>
      </div>
      {chosen ? (
        <Arrange chosen={chosen} onClose={() => setChosen(null)} onUse={(edit) => void use(chosen, edit)} />
      ) : null}
    </section>
  );
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
