// Hidden words: comments that hold one wait until one approves them.

import type { HiddenWordsAnswer } from "@client";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { api, Refused } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { sentence } from "../../kit/trouble";
import { t } from "../../kit/words";
import { Button, IconButton } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Field, Switch } from "../../parts/Form";
import { complain, say } from "../../parts/Notices";
import { Group, Part, Shades } from "./bits";
import css from "./HiddenWords.module.css";
import { added, MOST } from "./hidden";

const KEY = names.settings("words");

/** Keep the list as it is wanted, at once on the page. Throws after it was put right again. */
async function keep(want: HiddenWordsAnswer): Promise<void> {
  const before = queries.getQueryData<HiddenWordsAnswer>(KEY);
  queries.setQueryData(KEY, want);
  try {
    queries.setQueryData(KEY, await api.setHiddenWords(want));
  } catch (error) {
    queries.setQueryData(KEY, before);
    throw error;
  }
}

export default function HiddenWords() {
  const query = useQuery({ queryKey: KEY, queryFn: () => api.showHiddenWords() });
  return (
    <Part title={t("settings.words")} lead={t("settings.words.lead")}>
      {query.isPending ? <Shades /> : null}
      {query.isError ? <Trouble error={query.error} again={() => void query.refetch()} /> : null}
      {query.data ? <Editor list={query.data} /> : null}
    </Part>
  );
}

function Editor({ list }: { list: HiddenWordsAnswer }) {
  const [written, setWritten] = useState("");
  const [wrong, setWrong] = useState("");
  const field = useRef<HTMLFormElement>(null);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const words = added(list.words, written);
    if (words.length === list.words.length) {
      setWritten("");
      return;
    }
    setWrong("");
    try {
      await keep({ ...list, words });
      setWritten("");
    } catch (error) {
      setWrong(error instanceof Refused && error.problem.errors[0] ? error.problem.errors[0].detail : sentence(error));
    }
    field.current?.querySelector("input")?.focus();
  };
  const remove = async (word: string) => {
    try {
      await keep({ ...list, words: list.words.filter((each) => each !== word) });
      say(t("settings.words.removed", { word }), {
        label: t("settings.undo"),
        action: () => {
          const now = queries.getQueryData<HiddenWordsAnswer>(KEY) ?? list;
          keep({ ...now, words: [...now.words, word] }).catch((error: unknown) =>
            complain(t("settings.notSaved"), error),
          );
        },
      });
    } catch (error) {
      complain(t("settings.notSaved"), error, () => remove(word));
    }
  };
  const usual = (on: boolean) => {
    keep({ ...list, usual: on }).catch((error: unknown) => complain(t("settings.notSaved"), error, () => usual(on)));
  };
  return (
    <>
      <Switch
        label={t("settings.words.usual")}
        hint={t("settings.words.usualMeans")}
        checked={list.usual}
        onChange={usual}
      />
      <Group title={t("settings.words.own")} lead={t("settings.words.count", { count: list.words.length, most: MOST })}>
        <form ref={field} className={css.add} onSubmit={add} noValidate>
          <Field
            label={t("settings.words.new")}
            name="word"
            value={written}
            wrong={wrong || undefined}
            hint={t("settings.words.hint")}
            autoComplete="off"
            onChange={(event) => setWritten(event.target.value)}
          />
          <Button type="submit" disabled={!written.trim()}>
            {t("settings.words.add")}
          </Button>
        </form>
        {list.words.length ? (
          <ul className={css.words} aria-label={t("settings.words.own")}>
            {list.words.map((word) => (
              <li key={word}>
                <bdi>{word}</bdi>
                <IconButton
                  icon="close"
                  label={t("settings.words.remove", { word })}
                  onClick={() => void remove(word)}
                />
              </li>
            ))}
          </ul>
        ) : (
          <p className="soft">{t("settings.words.none")}</p>
        )}
      </Group>
    </>
  );
}
