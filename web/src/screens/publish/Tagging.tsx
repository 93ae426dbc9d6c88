// People on a photograph: press where somebody is, say who, and move the pin.

import type { PersonAnswer } from "@client";
import { type CSSProperties, type PointerEvent, useRef, useState } from "react";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Finder } from "./Finder";
import { remember } from "./finish";
import { Print } from "./Print";
import { MOST_TAGS, type Work } from "./piece";
import { proportion, type Shot, type Tag } from "./shots";
import css from "./Tagging.module.css";
import { set } from "./work";

const part = (value: number) => Math.min(0.98, Math.max(0.02, value));
const STEP = 0.02;

export function Tagging({ now, shot }: { now: Work; shot: Shot }) {
  const board = useRef<HTMLDivElement>(null);
  const [tagging, setTagging] = useState(false);
  const [asking, setAsking] = useState<{ x: number; y: number } | null>(null);
  const mine = now.tags.filter((tag) => tag.shot === shot.id);

  const at = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
    const box = board.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return { x: part((clientX - box.left) / box.width), y: part((clientY - box.top) / box.height) };
  };
  const put = (tag: Tag, where: { x: number; y: number }) =>
    set({ tags: now.tags.map((each) => (each === tag ? { ...tag, x: part(where.x), y: part(where.y) } : each)) });
  const take = (tag: Tag) => set({ tags: now.tags.filter((each) => each !== tag) });

  function found(person: PersonAnswer) {
    if (asking) {
      remember([person]);
      set({ tags: [...now.tags, { shot: shot.id, person, ...asking }] });
      setAsking(null);
    }
  }

  return (
    <div className={css.stagePhoto}>
      <div
        ref={board}
        className={css.board}
        dir="ltr"
        data-tagging={tagging || undefined}
        style={{ "--ratio": proportion(shot, now.ratio) } as CSSProperties}
      >
        <Print shot={shot} ratio={now.ratio} pixels={1280} />
        {tagging ? (
          <button
            type="button"
            className={css.target}
            aria-label={t("publish.tag.middle")}
            onClick={(event) =>
              now.tags.length < MOST_TAGS && setAsking(event.detail === 0 ? { x: 0.5, y: 0.5 } : at(event))
            }
          />
        ) : null}
        <ul>
          {mine.map((tag) => (
            <Pin key={tag.person.id} tag={tag} at={at} onPut={(where) => put(tag, where)} onTake={() => take(tag)} />
          ))}
        </ul>
      </div>
      <div className={css.tagBar}>
        <Button
          small
          look={tagging ? "strong" : "plain"}
          icon="tagged"
          aria-pressed={tagging}
          onClick={() => setTagging(!tagging)}
        >
          {t(tagging ? "publish.tag.done" : "publish.tag")}
        </Button>
        <p className="soft small" role="status">
          {tagging ? t("publish.tag.how") : ""}
        </p>
      </div>
      {asking ? (
        <Finder
          title={t("publish.tag.who")}
          without={mine.map(({ person }) => person)}
          onFound={found}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </div>
  );
}

function Pin({
  tag,
  at,
  onPut,
  onTake,
}: {
  tag: Tag;
  at: (event: PointerEvent) => { x: number; y: number };
  onPut: (where: { x: number; y: number }) => void;
  onTake: () => void;
}) {
  const { person, x, y } = tag;
  const held = useRef(false);
  return (
    <li className={css.pin} style={{ left: `${x * 100}%`, top: `${y * 100}%` }} data-low={y > 0.85 || undefined}>
      <button
        type="button"
        aria-label={t("publish.tag.pin", { name: person.username })}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          held.current = true;
        }}
        onPointerMove={(event) => held.current && onPut(at(event))}
        onPointerUp={() => {
          held.current = false;
        }}
        onPointerCancel={() => {
          held.current = false;
        }}
        onKeyDown={(event) => {
          const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[
            event.key
          ];
          if (by) {
            event.preventDefault();
            onPut({ x: x + (by[0] ?? 0), y: y + (by[1] ?? 0) });
          } else if (event.key === "Delete" || event.key === "Backspace") {
            event.preventDefault();
            onTake();
          }
        }}
      >
        <bdi>{person.username}</bdi>
      </button>
      <button type="button" aria-label={t("publish.tag.remove", { name: person.username })} onClick={onTake}>
        <Icon name="close" small />
      </button>
    </li>
  );
}
