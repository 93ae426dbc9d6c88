// Searching: for people, hashtags, places and posts. The field keeps the focus: the arrow keys go through what is found,
// Enter opens the chosen one or who has exactly this username, Escape goes back a step. Under an empty field stands what
// one opened or looked for lately, and what trends.

import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { go, here, requery } from "../../kit/place";
import { useRested } from "../../kit/rested";
import { t } from "../../kit/words";
import { IconButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Segments } from "../../parts/Segments";
import { askedIn, exactly, type Hit, hitsOf, queryFor, stepped, TABS, type Tab, tabIn, wanted } from "./choice";
import { Found, listIds, optionId } from "./Found";
import { useFinding } from "./finding";
import { Recently } from "./Recently";
import { recentOf, remember, rememberWords } from "./recent";
import css from "./Search.module.css";

const PAUSE = 150; // milliseconds without a key before it is looked for
const LONGEST = 60; // as the platform takes them

export default function Search({ place }: ScreenProps) {
  const [written, setWritten] = useState(() => askedIn(place.search).slice(0, LONGEST));
  const [tab, setTab] = useState<Tab>(() => tabIn(place.search));
  const [chosen, setChosen] = useState<string | null>(null);
  const search = wanted(written);
  const asked = useRested(search, PAUSE);
  const { query, found, older } = useFinding(tab, asked);
  const hits = hitsOf(found);
  const listed = hits.length > 0;
  const current = asked === search && !older;
  const at = hits.some(({ key }) => key === chosen) ? chosen : null;
  const field = useRef<HTMLInputElement>(null);
  const recent = useRef<HTMLDivElement>(null);
  const arrived = useRef(false);
  const wished = useRef("");
  const list = useId();
  usePageTitle(asked ? t("search.titleOf", { search: asked }) : t("search.title"));

  useLayoutEffect(() => {
    // Once: a photograph that lay over the screen gives the focus back where it was opened. And back on a phone, the
    // keyboard would lie over what one came back to.
    if (arrived.current) {
      return;
    }
    arrived.current = true;
    if (place.by !== "back" || matchMedia("(pointer: fine)").matches) {
      field.current?.focus({ preventScroll: true });
      field.current?.setSelectionRange(LONGEST, LONGEST);
    }
  }, [place.by]);

  useEffect(() => tell(queryFor(asked, tab)), [asked, tab]);
  useEffect(() => {
    if (at) {
      document.getElementById(optionId(list, at))?.scrollIntoView({ block: "nearest" });
    }
  }, [at, list]);
  useEffect(() => {
    if (wished.current && wished.current === asked && current && !query.isPending) {
      wished.current = "";
      settle();
    }
  });

  function write(text: string) {
    wished.current = "";
    setChosen(null);
    setWritten(text);
    scrollTo(0, 0); // another list begins with those who fit best
  }

  function choose(kind: Tab) {
    setChosen(null);
    setTab(kind);
    scrollTo(0, 0);
  }

  /** All of one kind. What was pressed is gone; on a phone the keyboard would lie over what it brings. */
  function showAll(kind: Tab) {
    if (kind === "posts") {
      rememberWords(search);
    }
    choose(kind);
    if (matchMedia("(pointer: fine)").matches) {
      field.current?.focus();
    } else {
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus());
    }
  }

  /** On the way to what was found: the address tells what was looked for, also when it was written just now. */
  function opened(hit: Hit) {
    tell(queryFor(search, tab));
    void remember(recentOf(hit));
  }

  function openedPost() {
    tell(queryFor(search, tab));
    rememberWords(search);
  }

  /** Enter was pressed, and it is known what is found. */
  function settle() {
    const hit = exactly(hits, search);
    if (hit) {
      opened(hit);
      go(hit.path);
    } else {
      rememberWords(search);
    }
  }

  function lookAgain(words: string) {
    rememberWords(words);
    write(words);
    showAll("all");
  }

  function enter() {
    if (at) {
      document.getElementById(optionId(list, at))?.click();
    } else if (current && !query.isPending) {
      settle();
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
      const keys = hits.map((hit) => hit.key);
      setChosen(stepped(keys, at, key === "ArrowDown" ? "down" : "up"));
    } else if (key === "ArrowDown" && !search) {
      event.preventDefault();
      recent.current?.querySelector<HTMLElement>("li a")?.focus();
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
            aria-controls={listed ? listIds(list, found) : undefined}
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
        <Segments
          label={t("search.kinds")}
          options={TABS.map((each) => [each, t(`search.${each}`)] as const)}
          chosen={tab}
          onChoose={choose}
          className={css.tabs}
        >
          <Found
            key={tab}
            list={list}
            tab={tab}
            query={query}
            found={found}
            search={search}
            current={current}
            chosen={at}
            onOpen={opened}
            onPost={openedPost}
            onTab={showAll}
            onAgain={() => {
              field.current?.focus();
              void query.refetch();
            }}
            onDrag={() => field.current?.blur()}
          />
        </Segments>
      ) : (
        <Recently list={recent} field={field} onWords={lookAgain} />
      )}
    </div>
  );
}

/** The address tells what is looked for, while nothing lies over the screen. */
function tell(query: string): void {
  if (!here().behind) {
    requery(query);
  }
}
