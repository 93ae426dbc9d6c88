// The last step's actions: publish, later, or keep; and how far the photographs are.

import { useState } from "react";
import { useStore } from "../../kit/store";
import { t } from "../../kit/words";
import { Button, IconButton } from "../../parts/Button";
import { Field, Form } from "../../parts/Form";
import { Menu, Sheet } from "../../parts/Sheet";
import css from "./Publish.module.css";
import { CAPTION, type Wish, type Work } from "./piece";
import { sending, set, sum, wish } from "./work";

const SOONEST = 10 * 60_000;
const LATEST = 75 * 86_400_000;

/** A moment as the date field writes it: the member's own clock. */
export const local = (date: Date): string =>
  new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

export function Foot({ now }: { now: Work }) {
  const { wish: wanted, busy, trouble } = useStore(sending);
  const [open, setOpen] = useState<"menu" | "when" | "alt" | null>(null);
  const [next, setNext] = useState<Wish>({ do: "publish" });
  const { moving, cut, wrong } = sum(now);
  const bare = now.shots.filter(({ alt }) => !alt.trim());
  const long = Array.from(now.caption).length > CAPTION;
  const going = wanted !== null;

  function ask(it: Wish) {
    if (bare.length && !now.asked && it.do !== "keep") {
      setNext(it);
      setOpen("alt");
    } else {
      wish(it);
    }
  }

  function write() {
    set({ asked: true, at: bare[0]?.id ?? now.at });
    setOpen(null);
    setTimeout(() => document.querySelector<HTMLElement>("[name='alt']")?.focus(), 50);
  }

  const state = going
    ? t(
        busy && wanted?.do === "publish"
          ? "publish.busy"
          : cut
            ? "publish.sum.cut"
            : wanted?.do === "publish"
              ? "publish.wish"
              : "publish.wish.keep",
      )
    : wrong
      ? t("publish.wrong", { count: wrong })
      : cut
        ? t("publish.sum.cut")
        : moving
          ? t("publish.sum.moving", { count: moving })
          : t("publish.sum.ready");
  return (
    <div className={css.foot}>
      {trouble ? (
        <p className={css.wrong} role="alert">
          {trouble}
        </p>
      ) : null}
      <p className="soft small" role="status">
        {state}
      </p>
      <div className={css.actions}>
        {going && !busy ? (
          <Button onClick={() => wish(null)}>{t("publish.wish.stop")}</Button>
        ) : (
          <IconButton icon="more" label={t("do.more")} disabled={busy} onClick={() => setOpen("menu")} />
        )}
        <Button
          look="strong"
          wide
          busy={going}
          disabled={wrong > 0 || long || now.shots.length === 0}
          onClick={() => ask({ do: "publish" })}
        >
          {t("publish.now")}
        </Button>
      </div>
      {open === "menu" ? (
        <Menu
          title={t("do.more")}
          onClose={() => setOpen(null)}
          choices={[
            { label: t("publish.keep"), onChoose: () => wish({ do: "keep" }) },
            { label: t("publish.schedule"), hint: t("publish.schedule.hint"), onChoose: () => setOpen("when") },
          ]}
        />
      ) : null}
      {open === "when" ? (
        <Sheet title={t("publish.schedule")} onClose={() => setOpen(null)}>
          <When
            first={now.draft?.publishAt ?? null}
            onChosen={(at) => {
              setOpen(null);
              ask({ do: "schedule", at });
            }}
          />
        </Sheet>
      ) : null}
      {open === "alt" ? (
        <Sheet title={t("publish.alt.title")} onClose={() => setOpen(null)}>
          <div className={css.ask}>
            <p>{t("publish.alt.ask", { count: bare.length })}</p>
            <Button look="strong" wide onClick={write}>
              {t("publish.alt.write")}
            </Button>
            <Button
              wide
              onClick={() => {
                set({ asked: true });
                setOpen(null);
                wish(next);
              }}
            >
              {t("publish.alt.without")}
            </Button>
          </div>
        </Sheet>
      ) : null}
    </div>
  );
}

function When({ first, onChosen }: { first: string | null; onChosen: (at: string) => void }) {
  const [wrong, setWrong] = useState<string>();
  return (
    <Form
      send={async ({ when = "" }) => {
        const at = new Date(when).getTime();
        if (!(at >= Date.now() + SOONEST && at <= Date.now() + LATEST)) {
          setWrong(t("publish.schedule.wrong"));
        } else {
          onChosen(new Date(at).toISOString());
        }
      }}
    >
      <Field
        label={t("publish.schedule.when")}
        hint={t("publish.schedule.hint")}
        name="when"
        type="datetime-local"
        wrong={wrong}
        defaultValue={local(first ? new Date(first) : new Date(Date.now() + 86_400_000))}
        min={local(new Date(Date.now() + SOONEST + 60_000))}
        max={local(new Date(Date.now() + LATEST))}
      />
      <Button type="submit" look="strong" wide>
        {t("publish.schedule.do")}
      </Button>
    </Form>
  );
}
