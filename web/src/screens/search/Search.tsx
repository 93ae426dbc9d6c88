// Searching for people. The field keeps the focus: the arrow keys go through who is found, Enter opens the chosen one or
// whoever has exactly this username, Escape goes back a step. Under an empty field stand those whom one opened lately.

import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import type { PersonFound } from "../../kit/api";
import { go, requery } from "../../kit/place";
import { useRested } from "../../kit/rested";
import { t } from "../../kit/words";
import { IconButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { personPath } from "../../parts/People";
import { askedIn, exactly, queryFor, stepped, wanted } from "./choice";
import { Found, optionId } from "./Found";
import { useFinding } from "./finding";
import { Recently } from "./Recently";
import { remember } from "./recent";
import css from "./Search.module.css";

const PAUSE = 150; // milliseconds without a key before it is looked for
const LONGEST = 60; // as the platform takes them

export default function Search({ place }: ScreenProps) {
  const [written, setWritten] = useState(() => askedIn(place.search).slice(0, LONGEST));
  const [chosen, setChosen] = useState<string | null>(null);
  const search = wanted(written);
  const asked = useRested(search, PAUSE);
  const { query, people, older } = useFinding(asked);
  const listed = asked !== "" && people.length > 0;
  const current = asked === search && !older;
  const at = listed && people.some(({ id }) => id === chosen) ? chosen : null;
  const field = useRef<HTMLInputElement>(null);
  const recent = useRef<HTMLUListElement>(null);
  const wished = useRef("");
  const list = useId();
  usePageTitle(asked ? t("search.titleOf", { search: asked }) : t("search.title"));

  useLayoutEffect(() => {
    // Back on a phone, the keyboard would lie over what one came back to.
    if (place.by !== "back" || matchMedia("(pointer: fine)").matches) {
      field.current?.focus({ preventScroll: true });
      field.current?.setSelectionRange(LONGEST, LONGEST);
    }
  }, [place.by]);

  useEffect(() => requery(queryFor(asked)), [asked]);
  useEffect(() => {
    if (at) {
      document.getElementById(optionId(list, at))?.scrollIntoView({ block: "nearest" });
    }
  }, [at, list]);
  useEffect(() => {
    if (wished.current && wished.current === asked && current && !query.isPending) {
      wished.current = "";
      visit(exactly(people, asked));
    }
  });

  function write(text: string) {
    wished.current = "";
    setChosen(null);
    setWritten(text);
    scrollTo(0, 0); // another list begins with those who fit best
  }

  /** On the way to somebody: the address tells what was looked for, also when it was written just now. */
  function opened(person: PersonFound) {
    requery(queryFor(search));
    remember(person);
  }

  function visit(person: PersonFound | undefined) {
    if (person) {
      opened(person);
      go(personPath(person));
    }
  }

  function enter() {
    if (at) {
      document.getElementById(optionId(list, at))?.click();
    } else if (current && !query.isPending) {
      visit(exactly(people, search));
    } else {
      wished.current = search; // who has exactly this name may still be on the way
    }
    if (matchMedia("(pointer: coarse)").matches) {
      field.current?.blur(); // and the keyboard no longer covers the list
    }
  }

  function pressed(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) {
      return;
    }
    const { key } = event;
    if (key === "Enter") {
      event.preventDefault();
      enter();
    } else if (key === "Escape" && (at || written)) {
      event.preventDefault();
      if (at) {
        setChosen(null);
      } else {
        write("");
      }
    } else if ((key === "ArrowDown" || key === "ArrowUp") && listed) {
      event.preventDefault();
      const ids = people.map(({ id }) => id);
      setChosen(stepped(ids, at, key === "ArrowDown" ? "down" : "up"));
    } else if (key === "ArrowDown" && !search) {
      event.preventDefault();
      recent.current?.querySelector("a")?.focus();
    }
  }

  return (
    <div className={css.page}>
      <h1 tabIndex={-1}>{t("search.title")}</h1>
      <search className={css.bar}>
        <div className={css.field}>
          <Icon name="find" small />
          <input
            ref={field}
            type="text"
            inputMode="search"
            enterKeyHint="search"
            dir="auto"
            role="combobox"
            aria-label={t("search.label")}
            aria-autocomplete="list"
            aria-expanded={listed}
            aria-controls={listed ? list : undefined}
            aria-activedescendant={at ? optionId(list, at) : undefined}
            placeholder={t("search.placeholder")}
            maxLength={LONGEST}
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            value={written}
            onChange={(event) => write(event.target.value)}
            onKeyDown={pressed}
          />
          {written ? (
            <IconButton
              icon="close"
              label={t("search.empty")}
              className={css.empty}
              onClick={() => {
                write("");
                field.current?.focus();
              }}
            />
          ) : null}
        </div>
      </search>
      {search ? (
        <Found
          list={list}
          query={query}
          people={people}
          search={search}
          current={current}
          chosen={at}
          onOpen={opened}
          onAgain={() => {
            field.current?.focus();
            void query.refetch();
          }}
          onDrag={() => field.current?.blur()}
        />
      ) : (
        <Recently list={recent} field={field} />
      )}
    </div>
  );
}
