// The photographs in their order: one is looked at; they are moved by dragging, with the arrow keys or with buttons.

import { type PointerEvent, useRef, useState } from "react";
import { type Key, t } from "../../kit/words";
import { IconButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Print } from "./Print";
import type { Work } from "./piece";
import type { Shot } from "./shots";
import css from "./Tray.module.css";
import { move, remove, retry, set, travelOf } from "./work";

export function Tray({ now, onAdd, fixed }: { now: Work; onAdd?: () => void; fixed: boolean }) {
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState("");
  const [dragged, setDragged] = useState<string | null>(null);
  const total = now.shots.length;
  const focus = (id: string) =>
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-shot="${id}"]`)?.focus());

  function moveTo(shot: Shot, to: number) {
    if (to >= 0 && to < total) {
      move(shot.id, to);
      setSaid(t("publish.moved", { number: to + 1, total }));
    }
  }

  function takeAway(shot: Shot) {
    const place = now.shots.indexOf(shot);
    const next = now.shots[place + 1] ?? now.shots[place - 1];
    remove(shot.id);
    setSaid(t("publish.removed"));
    if (next) {
      focus(next.id);
    }
  }

  function drag(event: PointerEvent) {
    if (dragged && !fixed) {
      const tiles = [...(list.current?.querySelectorAll("[data-shot]") ?? [])];
      const under = tiles.findIndex((tile) => {
        const { left, right, top, bottom } = tile.getBoundingClientRect();
        return event.clientX > left && event.clientX < right && event.clientY > top - 40 && event.clientY < bottom + 40;
      });
      const from = now.shots.findIndex(({ id }) => id === dragged);
      if (under >= 0 && from >= 0 && under !== from) {
        move(dragged, under);
      }
    }
  }

  return (
    <div className={css.trayBox}>
      <ol ref={list} className={css.tray} aria-label={t("publish.order")} aria-describedby="tray-how">
        {now.shots.map((shot, place) => {
          const travel = travelOf(shot);
          const shows = now.step === "describe" ? (travel?.stage ?? "waiting") : null;
          const words = shows
            ? t(`publish.way.${shows}` as Key, { part: Math.round((travel?.sent ?? 0) * 100) })
            : shot.alt;
          return (
            <li key={shot.id} data-way={shows ?? undefined}>
              <button
                type="button"
                data-shot={shot.id}
                className={css.thumb}
                aria-current={shot.id === now.at ? "true" : undefined}
                aria-label={[t("publish.photo", { number: place + 1, total }), words].filter(Boolean).join(". ")}
                title={words || undefined}
                data-dragged={dragged === shot.id || undefined}
                onClick={() => set({ at: shot.id })}
                onPointerDown={(event) => {
                  if (event.pointerType === "mouse" && event.button === 0 && total > 1 && !fixed) {
                    event.currentTarget.setPointerCapture(event.pointerId);
                    setDragged(shot.id);
                  }
                }}
                onPointerMove={drag}
                onPointerUp={() => setDragged(null)}
                onPointerCancel={() => setDragged(null)}
                onKeyDown={(event) => {
                  const turn = document.documentElement.dir === "rtl" ? -1 : 1;
                  const step = { ArrowLeft: -turn, ArrowUp: -1, ArrowRight: turn, ArrowDown: 1 }[event.key];
                  if (step && !fixed && !event.altKey && !event.ctrlKey && !event.metaKey) {
                    event.preventDefault();
                    moveTo(shot, place + step);
                    focus(shot.id);
                  } else if ((event.key === "Delete" || event.key === "Backspace") && !fixed) {
                    event.preventDefault();
                    takeAway(shot);
                  }
                }}
              >
                <Print shot={shot} ratio={now.ratio} pixels={144} square />
                {shows && shows !== "ready" ? (
                  <span className={css.veil} aria-hidden="true">
                    {shows === "failed" || shows === "bad" || shows === "cut" ? (
                      <Icon name={shows === "cut" ? "offline" : "close"} small />
                    ) : (
                      <span
                        className={css.meter}
                        style={{ "--sent": shows === "processing" ? 0.95 : (travel?.sent ?? 0) } as React.CSSProperties}
                      />
                    )}
                  </span>
                ) : null}
                {shows === "ready" ? (
                  <span className={css.tick} aria-hidden="true">
                    <Icon name="check" small />
                  </span>
                ) : null}
              </button>
              {shows === "failed" ? (
                <button type="button" className={css.again} onClick={() => retry(shot)}>
                  {t("do.again")}
                </button>
              ) : null}
            </li>
          );
        })}
        {onAdd && !fixed ? (
          <li>
            <button
              type="button"
              className={`${css.thumb} ${css.add}`}
              aria-label={t("publish.drop.more")}
              onClick={onAdd}
            >
              <Icon name="plus" />
            </button>
          </li>
        ) : null}
      </ol>
      <Moves now={now} fixed={fixed} onMove={moveTo} onRemove={takeAway} />
      <p id="tray-how" className="unseen">
        {t("publish.order.how")}
      </p>
      <p className="unseen" role="status">
        {said}
      </p>
    </div>
  );
}

function Moves({
  now,
  fixed,
  onMove,
  onRemove,
}: {
  now: Work;
  fixed: boolean;
  onMove: (shot: Shot, to: number) => void;
  onRemove: (shot: Shot) => void;
}) {
  const place = now.shots.findIndex(({ id }) => id === now.at);
  const shot = now.shots[place];
  if (!shot || fixed) {
    return null;
  }
  return (
    <div className={css.moves}>
      {now.shots.length > 1 ? (
        <>
          <IconButton
            icon="left"
            turns
            label={t("publish.earlier")}
            disabled={place === 0}
            onClick={() => onMove(shot, place - 1)}
          />
          <IconButton
            icon="right"
            turns
            label={t("publish.later")}
            disabled={place === now.shots.length - 1}
            onClick={() => onMove(shot, place + 1)}
          />
        </>
      ) : null}
      <IconButton icon="bin" label={t("do.remove")} onClick={() => onRemove(shot)} />
    </div>
  );
}
