// Publishing: choose, arrange, describe. What is begun here is kept, and goes on while one looks at something else.

import { type DragEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { ScreenProps } from "../../app/routes";
import { api } from "../../kit/api";
import { go } from "../../kit/place";
import { useMe } from "../../kit/session";
import { useStore } from "../../kit/store";
import { ACCEPT } from "../../kit/upload";
import { type Key, t } from "../../kit/words";
import { Button, IconButton } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Icon } from "../../parts/Icon";
import { Sheet } from "../../parts/Sheet";
import { Controls, Easel, shotAt } from "./Arrange";
import { Describe } from "./Describe";
import { Drafts } from "./Drafts";
import { Foot } from "./Foot";
import { peopleOf } from "./finish";
import { safe } from "./kept";
import css from "./Publish.module.css";
import { isBegun, MOST, type Step, type Work } from "./piece";
import { Tagging } from "./Tagging";
import { Tray } from "./Tray";
import { add, discard, open, sending, set, take, turns, work } from "./work";

const TITLES: Record<Step, Key> = {
  choose: "publish.title",
  edit: "publish.title.edit",
  describe: "publish.title.describe",
};

export default function Publish({ params }: ScreenProps) {
  const mine = useMe();
  const now = useStore(work);
  useStore(turns);
  const person = mine?.id;
  useEffect(() => {
    if (person) {
      void open(person);
    }
  }, [person]);
  return (
    <div className={css.screen} data-step={now?.step}>
      <title>{t("publish.title")}</title>
      {now ? (
        <Taken now={now} draft={params.draft ?? null} />
      ) : (
        <h1 tabIndex={-1} className="unseen">
          {t("publish.title")}
        </h1>
      )}
    </div>
  );
}

/** Puts the draft of the address on the table first; asks when something else lies there. */
function Taken({ now, draft }: { now: Work; draft: string | null }) {
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const [over, setOver] = useState(false);
  const { wish } = useStore(sending);
  const other = draft !== null && now.draft?.id !== draft;
  const ask = other && isBegun(now) && !over;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is another try
  useEffect(() => {
    if (!draft || !other || ask) {
      return undefined;
    }
    const stop = new AbortController();
    setError(null);
    api
      .showDraft(draft, { signal: stop.signal })
      .then(async (found) => {
        const ids = [...(found.content.people ?? []).map(({ person }) => person), ...(found.content.coauthors ?? [])];
        const people = await peopleOf(ids);
        if (!stop.signal.aborted) {
          await take(found, people);
        }
      })
      .catch((trouble: unknown) => !stop.signal.aborted && setError(trouble));
    return () => stop.abort();
  }, [draft, other, ask, turn]);

  if (!other) {
    return <Table now={now} />;
  }
  return (
    <div className={css.ask}>
      <h1 tabIndex={-1}>{t("publish.title")}</h1>
      {ask ? (
        <>
          <p>{t("publish.both")}</p>
          <Button look="strong" onClick={() => go("/publish", { replace: true })}>
            {t("publish.both.mine")}
          </Button>
          <Button disabled={wish !== null} onClick={() => setOver(true)}>
            {t("publish.both.draft")}
          </Button>
        </>
      ) : error ? (
        <Trouble error={error} again={() => setTurn(turn + 1)} />
      ) : (
        <div className={`shade ${css.waiting}`} />
      )}
    </div>
  );
}

function Table({ now }: { now: Work }) {
  const input = useRef<HTMLInputElement>(null);
  const head = useRef<HTMLHeadingElement>(null);
  const [reading, setReading] = useState(false);
  const [wrongs, setWrongs] = useState<string[]>([]);
  const [asks, setAsks] = useState<"drafts" | "discard" | null>(null);
  const [over, setOver] = useState(false);
  const kept = useStore(safe);
  const { wish } = useStore(sending);
  const shot = shotAt(now);
  const { step } = now;

  async function taken(files: Iterable<File>) {
    setReading(true);
    const begun = (work.get()?.shots.length ?? 0) > 0;
    const { refused, over: left } = await add(files);
    setWrongs([
      ...refused.map(({ name, why }) => t("publish.refused", { name, why })),
      ...(left ? [t("publish.over", { count: left })] : []),
    ]);
    setReading(false);
    if (!begun && (work.get()?.shots.length ?? 0) > 0) {
      to("edit");
    }
  }
  const latest = useRef(taken);
  latest.current = taken;

  function to(next: Step) {
    set({ step: next });
    scrollTo(0, 0);
    requestAnimationFrame(() => head.current?.focus({ preventScroll: true }));
  }

  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length && !sending.get().wish) {
        event.preventDefault();
        void latest.current(files);
      }
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, []);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (!kept && isBegun(now)) {
        event.preventDefault();
      }
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [kept, now]);

  const dragging = (event: DragEvent) => {
    if (event.dataTransfer.types.includes("Files")) {
      event.preventDefault();
      setOver(true);
    }
  };
  const more = now.shots.length < MOST ? () => input.current?.click() : undefined;
  const first = step === "choose" || !shot;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way of three; the button is another
    <div
      className={css.table}
      data-begun={shot ? "" : undefined}
      onDragEnter={dragging}
      onDragOver={dragging}
      onDragLeave={(event) => event.currentTarget.contains(event.relatedTarget as Node) || setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!wish) {
          void taken(event.dataTransfer.files);
        }
      }}
    >
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        multiple
        className="unseen"
        tabIndex={-1}
        aria-label={t("publish.drop")}
        onChange={(event) => {
          void taken([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <header className={css.head}>
        {first ? null : (
          <IconButton
            icon="left"
            turns
            label={t("do.back")}
            disabled={wish !== null}
            onClick={() => to(step === "describe" ? "edit" : "choose")}
          />
        )}
        <h1 ref={head} tabIndex={-1}>
          {t(TITLES[first ? "choose" : step])}
        </h1>
        <div className={css.headEnd}>
          {isBegun(now) ? (
            <Button small look="quiet" disabled={wish !== null} onClick={() => setAsks("discard")}>
              {t("publish.discard")}
            </Button>
          ) : null}
          <Button small look="quiet" disabled={wish !== null} onClick={() => setAsks("drafts")}>
            {t("publish.drafts")}
          </Button>
        </div>
      </header>
      <div role="status" className={css.said}>
        {reading ? <p className="soft">{t("publish.reading")}</p> : null}
        {now.found ? <Said onClose={() => set({ found: false })}>{t("publish.found")}</Said> : null}
        {kept ? null : <p className={css.wrong}>{t("publish.unsafe")}</p>}
      </div>
      {wrongs.length ? (
        <div role="alert" className={css.wrongs}>
          <ul>
            {wrongs.map((words) => (
              <li key={words} dir="auto">
                {words}
              </li>
            ))}
          </ul>
          <IconButton icon="close" label={t("do.closeNotice")} onClick={() => setWrongs([])} />
        </div>
      ) : null}
      {first ? (
        <>
          <button
            type="button"
            className={css.drop}
            data-over={over || undefined}
            onClick={() => input.current?.click()}
          >
            <Icon name="image" />
            <strong>{t(over ? "publish.drop.here" : shot ? "publish.drop.more" : "publish.drop")}</strong>
            <span className="soft">{t("publish.drop.how")}</span>
          </button>
          {shot ? (
            <>
              <Tray now={now} fixed={false} />
              <div className={css.foot}>
                <Button look="strong" wide onClick={() => to("edit")}>
                  {t("publish.next")}
                </Button>
              </div>
            </>
          ) : null}
        </>
      ) : (
        <div className={css.split} data-over={over || undefined}>
          <section className={css.stage} aria-label={t("publish.order")}>
            {step === "edit" ? (
              <Easel key={shot.id} now={now} shot={shot} />
            ) : (
              <Tagging key={shot.id} now={now} shot={shot} />
            )}
            <Tray now={now} fixed={wish !== null} {...(more ? { onAdd: more } : {})} />
          </section>
          <div className={css.panel}>
            {step === "edit" ? (
              <>
                <Controls now={now} shot={shot} />
                <div className={css.foot}>
                  <Button look="strong" wide onClick={() => to("describe")}>
                    {t("publish.next")}
                  </Button>
                </div>
              </>
            ) : (
              <>
                <fieldset disabled={wish !== null} className={css.words}>
                  <legend className="unseen">{t("publish.title.describe")}</legend>
                  <Describe now={now} shot={shot} />
                </fieldset>
                <Foot now={now} />
              </>
            )}
          </div>
        </div>
      )}
      {asks === "drafts" ? <Drafts onClose={() => setAsks(null)} /> : null}
      {asks === "discard" ? (
        <Sheet title={t("publish.discard.title")} onClose={() => setAsks(null)}>
          <div className={css.ask}>
            <p>{t("publish.discard.what")}</p>
            <Button
              look="danger"
              wide
              onClick={() => {
                setAsks(null);
                discard();
                setWrongs([]);
                go("/publish", { replace: true });
              }}
            >
              {t("publish.discard")}
            </Button>
            <Button wide onClick={() => setAsks(null)}>
              {t("do.cancel")}
            </Button>
          </div>
        </Sheet>
      ) : null}
    </div>
  );
}

function Said({ children, onClose }: { children: ReactNode; onClose: () => void }) {
  return (
    <p className={css.found}>
      <span>{children}</span>
      <IconButton icon="close" label={t("do.closeNotice")} onClick={onClose} />
    </p>
  );
}
