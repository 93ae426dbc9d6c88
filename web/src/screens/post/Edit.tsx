// Changing a post of one's own: its words, its place, who may comment. Which photographs it has stays.

import type { Changes, PostAnswer } from "@client";
import { useState } from "react";
import { api } from "../../kit/api";
import { learn } from "../../kit/known";
import { names, queries } from "../../kit/query";
import { type Key, t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Composer } from "../../parts/Composer";
import { Field, Form, Switch, TextField } from "../../parts/Form";
import { say } from "../../parts/Notices";
import { Photo } from "../../parts/Photo";
import { Sheet } from "../../parts/Sheet";
import { changesOf, type Edited } from "./changes";
import css from "./Edit.module.css";

const WHO: [NonNullable<Changes["commentsBy"]>, Key][] = [
  ["everyone", "post.whoEveryone"],
  ["followers", "post.whoFollowers"],
  ["following", "post.whoFollowing"],
  ["nobody", "post.whoNobody"],
];

export function EditSheet({ post, onClose }: { post: PostAnswer; onClose: () => void }) {
  const [edited, setEdited] = useState<Edited>({
    caption: post.caption,
    alts: post.photos.map(({ alt }) => alt),
    place: post.place?.name ?? "",
    commentsBy: post.commentsBy,
    hideCounts: post.hideCounts,
  });
  const change = (how: Partial<Edited>) => setEdited((now) => ({ ...now, ...how }));

  const save = async () => {
    const changes = changesOf(post, edited);
    if (changes) {
      const now = learn(await api.editPost(post.id, changes));
      queries.setQueryData(names.post(post.id), now);
      queries.invalidateQueries({ queryKey: ["history", post.id] });
      say(t("post.saved"));
    }
    onClose();
  };

  return (
    <Sheet title={t("post.edit")} look="wide" onClose={onClose}>
      <Form send={save} className={css.form ?? ""}>
        {(busy) => (
          <>
            <Composer
              label={t("post.caption")}
              labelled
              rows={4}
              name="caption"
              value={edited.caption}
              onChange={(caption) => change({ caption })}
            />
            <ul className={css.photos}>
              {post.photos.map((photo, place) => (
                <li key={photo.mediaId}>
                  <div className={css.thumb}>
                    <Photo photo={photo} widths="small" ratio={1} />
                  </div>
                  <TextField
                    label={t("post.alt", { place: place + 1 })}
                    name={`alt${place}`}
                    hint={place === 0 ? t("post.altHint") : undefined}
                    rows={3}
                    maxLength={1000}
                    value={edited.alts[place] ?? ""}
                    onChange={(event) => change({ alts: edited.alts.with(place, event.target.value) })}
                  />
                </li>
              ))}
            </ul>
            <Field
              label={t("post.place")}
              name="place"
              maxLength={100}
              autoComplete="off"
              value={edited.place}
              onChange={(event) => change({ place: event.target.value })}
            />
            <fieldset className={css.who}>
              <legend>{t("post.who")}</legend>
              {WHO.map(([who, words]) => (
                <label key={who}>
                  <input
                    type="radio"
                    name="commentsBy"
                    checked={edited.commentsBy === who}
                    onChange={() => change({ commentsBy: who })}
                  />
                  {t(words)}
                </label>
              ))}
            </fieldset>
            <Switch
              label={t("post.hideCounts")}
              hint={t("post.hideCountsHint")}
              checked={edited.hideCounts}
              onChange={(hideCounts) => change({ hideCounts })}
            />
            <div className={css.foot}>
              <Button look="quiet" onClick={onClose}>
                {t("do.cancel")}
              </Button>
              <Button type="submit" look="strong" busy={busy}>
                {t("do.save")}
              </Button>
            </div>
          </>
        )}
      </Form>
    </Sheet>
  );
}
