// Crop, turn, look and dials: of one photograph; the shape is the same for all of them.

import { type CSSProperties, useCallback, useEffect, useState } from "react";
import { quarter, RATIOS, type Ratio, settled, WHOLE } from "../../kit/crop";
import { type Key, t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Cropper } from "../../parts/Cropper";
import { type Dials, developed, dialled, LEVEL, LOOKS, type Look } from "./looks";
import { Print } from "./Print";
import css from "./Publish.module.css";
import type { Work } from "./piece";
import { editable, preview, type Shot } from "./shots";
import { set, setShot } from "./work";

export const shotAt = (now: Work): Shot | undefined => now.shots.find(({ id }) => id === now.at) ?? now.shots[0];

/** The photograph itself, under the window. */
export function Easel({ now, shot }: { now: Work; shot: Shot }) {
  const [picture, setPicture] = useState<{ of: string; bitmap: ImageBitmap } | null>(null);
  const { look, dials } = shot;
  const paint = useCallback((context: CanvasRenderingContext2D) => developed(context, look, dials), [look, dials]);
  const { id } = shot;
  useEffect(() => {
    let over = false;
    if (editable(shot)) {
      preview(shot).then(
        (bitmap) => !over && setPicture({ of: id, bitmap }),
        () => {},
      );
    }
    return () => {
      over = true;
    };
  }, [id, shot]);
  if (!editable(shot)) {
    const why = shot.moving ? "publish.fixed.moving" : shot.file ? "publish.fixed.unseen" : "publish.fixed.kept";
    return (
      <div className={css.fixed}>
        <Print shot={shot} ratio={now.ratio} pixels={1080} />
        <p className="soft small">{t(why)}</p>
      </div>
    );
  }
  if (picture?.of !== id) {
    return <div className={css.waiting} />;
  }
  return (
    <Cropper
      picture={picture.bitmap}
      size={shot.size}
      edit={shot.edit}
      ratio={RATIOS[now.ratio]}
      paint={paint}
      label={t("publish.crop")}
      onEdit={(edit) => setShot(id, { edit })}
    />
  );
}

const SHAPES: Record<Ratio, [number, number]> = { own: [16, 14], square: [14, 14], tall: [12, 15], wide: [18, 9.5] };

export function Controls({ now, shot }: { now: Work; shot: Shot }) {
  const can = editable(shot);
  return (
    <>
      <fieldset className={css.group}>
        <legend>{t("publish.ratio")}</legend>
        <div className={css.shapes}>
          {(Object.keys(RATIOS) as Ratio[]).map((ratio) => (
            <label key={ratio} className={css.shape}>
              <input
                type="radio"
                name="ratio"
                className="unseen"
                checked={now.ratio === ratio}
                onChange={() => set({ ratio })}
              />
              <span
                className={css.outline}
                aria-hidden="true"
                style={{ width: `${SHAPES[ratio][0] / 12}rem`, height: `${SHAPES[ratio][1] / 12}rem` }}
              />
              <bdi>{t(`publish.ratio.${ratio}` as Key)}</bdi>
            </label>
          ))}
        </div>
      </fieldset>
      {can ? (
        <>
          <div className={css.rowOf}>
            <Button
              small
              onClick={() => setShot(shot.id, { edit: settled(shot.size, quarter(shot.edit), RATIOS[now.ratio]) })}
            >
              {t("publish.turn")}
            </Button>
            <Button
              small
              look="quiet"
              disabled={shot.edit === WHOLE && shot.look === "plain" && !dialled(shot.dials)}
              onClick={() => setShot(shot.id, { edit: WHOLE, look: "plain", dials: LEVEL })}
            >
              {t("publish.reset")}
            </Button>
          </div>
          <fieldset className={css.group}>
            <legend>{t("publish.looks")}</legend>
            <div className={css.looks}>
              {(Object.keys(LOOKS) as Look[]).map((look) => (
                <label key={look} className={css.look}>
                  <input
                    type="radio"
                    name="look"
                    className="unseen"
                    checked={shot.look === look}
                    onChange={() => setShot(shot.id, { look })}
                  />
                  <span className={css.swatch} aria-hidden="true">
                    <Print shot={shot} ratio={now.ratio} pixels={128} square look={look} />
                  </span>
                  <span>{t(`publish.look.${look}` as Key)}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <fieldset className={css.group}>
            <legend>{t("publish.dials")}</legend>
            {(Object.keys(LEVEL) as (keyof Dials)[]).map((dial) => (
              <label key={dial} className={css.dial}>
                <span>{t(`publish.dial.${dial}` as Key)}</span>
                <input
                  type="range"
                  min={-100}
                  max={100}
                  value={shot.dials[dial]}
                  style={{ "--at": shot.dials[dial] } as CSSProperties}
                  onChange={(event) =>
                    setShot(shot.id, { dials: { ...shot.dials, [dial]: Number(event.target.value) } })
                  }
                />
                <output>{shot.dials[dial]}</output>
              </label>
            ))}
          </fieldset>
        </>
      ) : null}
    </>
  );
}
