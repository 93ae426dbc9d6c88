// What is said about the photographs, and who may see and answer it.

import type { PersonAnswer } from "@client";
import { useState } from "react";
import { type Key, t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Button, IconButton } from "../../parts/Button";
import { Composer } from "../../parts/Composer";
import { Field, Switch, TextField } from "../../parts/Form";
import { Finder } from "./Finder";
import { remember } from "./finish";
import css from "./Publish.module.css";
import { CAPTION, MOST_COAUTHORS, PLACE, type Work } from "./piece";
import type { Shot } from "./shots";
import { set, setShot } from "./work";

const COMMENTS = ["everyone", "followers", "following", "nobody"] as const;
const AUDIENCES = ["everyone", "close"] as const;

export function Describe({ now, shot }: { now: Work; shot: Shot | undefined }) {
  const number = shot ? now.shots.indexOf(shot) + 1 : 0;
  return (
    <>
      {shot ? (
        <TextField
          key={shot.id}
          label={
            now.shots.length > 1
              ? `${t("publish.alt")} · ${t("publish.photo", { number, total: now.shots.length })}`
              : t("publish.alt")
          }
          name="alt"
          id="publish-alt"
          hint={t("publish.alt.why")}
          rows={2}
          maxLength={1000}
          value={shot.alt}
          onChange={(event) => setShot(shot.id, { alt: event.target.value })}
        />
      ) : null}
      <Composer
        label={t("publish.caption")}
        labelled
        hint={t("publish.caption.hint")}
        name="caption"
        rows={3}
        most={CAPTION}
        value={now.caption}
        onChange={(caption) => set({ caption })}
      />
      <Field
        label={t("publish.place")}
        name="place"
        hint={t("publish.place.hint")}
        maxLength={PLACE}
        autoComplete="off"
        value={now.place}
        onChange={(event) => set({ place: event.target.value })}
      />
      <fieldset className={css.group}>
        <legend>{t("publish.audience")}</legend>
        <div className={css.either}>
          {AUDIENCES.map((audience) => (
            <label key={audience}>
              <input
                type="radio"
                name="audience"
                className="unseen"
                checked={now.audience === audience}
                onChange={() => set({ audience })}
              />
              <span>{t(`publish.audience.${audience}` as Key)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <details className={css.more}>
        <summary>{t("publish.more")}</summary>
        <div className={css.inside}>
          {now.audience === "close" ? null : <Coauthors people={now.coauthors} />}
          <label className={css.choice}>
            <span>{t("publish.comments")}</span>
            <select
              value={now.commentsBy}
              onChange={(event) => set({ commentsBy: event.target.value as Work["commentsBy"] })}
            >
              {COMMENTS.map((who) => (
                <option key={who} value={who}>
                  {t(`publish.comments.${who}` as Key)}
                </option>
              ))}
            </select>
          </label>
          <Switch
            label={t("publish.hide")}
            hint={t("publish.hide.hint")}
            checked={now.hideCounts}
            onChange={(hideCounts) => set({ hideCounts })}
          />
        </div>
      </details>
    </>
  );
}

function Coauthors({ people }: { people: PersonAnswer[] }) {
  const [finding, setFinding] = useState(false);
  return (
    <fieldset className={css.group}>
      <legend>{t("publish.coauthors")}</legend>
      <p className="soft small">{t("publish.coauthors.hint")}</p>
      <ul className={css.chips}>
        {people.map((person) => (
          <li key={person.id}>
            <Avatar person={person} size={32} />
            <bdi className="who">{person.username}</bdi>
            <IconButton
              icon="close"
              label={t("publish.coauthors.remove", { name: person.username })}
              onClick={() => set({ coauthors: people.filter((each) => each !== person) })}
            />
          </li>
        ))}
      </ul>
      {people.length < MOST_COAUTHORS ? (
        <Button small icon="plus" onClick={() => setFinding(true)}>
          {t("publish.coauthors.add")}
        </Button>
      ) : null}
      {finding ? (
        <Finder
          title={t("publish.coauthors.add")}
          without={people}
          onClose={() => setFinding(false)}
          onFound={(person) => {
            remember([person]);
            set({ coauthors: [...people, person] });
            setFinding(false);
          }}
        />
      ) : null}
    </fieldset>
  );
}
