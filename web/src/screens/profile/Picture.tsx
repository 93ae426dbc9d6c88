// One's own picture: chosen, cut to a circle, sent; or removed.

import type { PersonAnswer, Profile } from "@client";
import { api } from "../../kit/api";
import { t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Button } from "../../parts/Button";
import { complain, say } from "../../parts/Notices";
import { usePicture } from "../../parts/usePicture";
import css from "./EditProfile.module.css";

export function Picture({ person, onChange }: { person: PersonAnswer; onChange: (profile: Profile) => void }) {
  const { choose, stage, during, parts } = usePicture(async (mediaId) => {
    onChange(await api.setMyAvatar({ mediaId }));
    say(t("profile.edit.pictureSaved"));
  }, t("profile.edit.pictureFailed"));
  const busy = stage !== null;

  const remove = (): Promise<void> =>
    during(async () => {
      try {
        onChange(await api.removeMyAvatar());
        say(t("profile.edit.pictureRemoved"));
      } catch (error) {
        complain(t("profile.edit.pictureFailed"), error, remove);
      }
    });

  return (
    <section className={css.picture} aria-label={t("profile.edit.picture")}>
      <Avatar person={person} size={96} />
      <div className={css.pictureActs}>
        <Button icon="image" busy={busy} onClick={choose}>
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
      {parts}
    </section>
  );
}
