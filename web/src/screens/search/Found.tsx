// What was found: lists to choose from, which the field above points into, and photographs.

import type { Everything } from "@client";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type Key, listed, t } from "../../kit/words";
import { Button, ButtonLink } from "../../parts/Button";
import { Empty } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { Grid, GridShades } from "../../parts/Grid";
import { Link } from "../../parts/Link";
import { LookFailed } from "../../parts/LookFailed";
import { PersonShades, personPath } from "../../parts/People";
import { MoreShades } from "../../parts/PostGrid";
import { type Hit, hitsOf, type Tab } from "./choice";
import { HitRow } from "./Row";
import css from "./Search.module.css";

const USERNAME = /^[a-z0-9_.]{2,30}$/;
const NONE = { people: [], tags: [], places: [] };

/** The lists of the kinds, in their order, with what they are called, and how many of each all kinds together show. */
const LISTS = [
  { kind: "people", title: "search.people", counted: "found.people", most: 5 },
  { kind: "tags", title: "search.tags", counted: "found.tags", most: 5 },
  { kind: "places", title: "search.places", counted: "found.places", most: 3 },
] as const satisfies { kind: Hit["kind"]; title: Key; counted: Key; most: number }[];
const POSTS = 9;

export const optionId = (list: string, key: string): string => `${list}-${key}`;

/** The ids of the lists that are on the page. */
export const listIds = (list: string, found: Everything): string =>
  LISTS.filter(({ kind }) => found[kind].length)
    .map(({ kind }) => `${list}-${kind}`)
    .join(" ");

interface Props {
  /** What the ids of lists and rows begin with. */
  list: string;
  tab: Tab;
  query: UseInfiniteQueryResult<InfiniteData<unknown>>;
  found: Everything;
  search: string;
  /** Whether this is what was found for what is written now. */
  current: boolean;
  /** Which one is chosen with the keys. */
  chosen: string | null;
  onOpen: (hit: Hit) => void;
  /** On the way to a photograph. */
  onPost: () => void;
  onTab: (tab: Tab) => void;
  onAgain: () => void;
  /** A finger drags the list. */
  onDrag: () => void;
}

export function Found(props: Props) {
  const { tab, query, found, search, current, onTab } = props;
  const sure = current && query.isSuccess;
  const all = tab === "all";
  const some = LISTS.some(({ kind }) => found[kind].length > 0) || found.posts.length > 0;
  const nothing = sure && !some && !query.hasNextPage;
  const shades = tab === "posts" ? <GridShades cells={9} /> : <PersonShades count={8} />;
  return (
    <>
      <p className="unseen" role="status">
        {nothing ? nothingWords(tab, search) : sure ? summary(found, search, query.hasNextPage) : ""}
      </p>
      {query.isPending ? <div className={css.shades}>{shades}</div> : null}
      {query.isError && !query.data ? <Failed {...props} /> : null}
      <div className={current ? css.found : css.older} onTouchMove={props.onDrag}>
        {LISTS.filter(({ kind }) => found[kind].length > 0).map(({ kind, title, most }) => (
          <Section key={kind} {...(all ? { title, more: found[kind].length >= most } : {})} onMore={() => onTab(kind)}>
            <Options {...props} kind={kind} label={t(title)} />
          </Section>
        ))}
        {found.posts.length ? (
          <Section
            {...(all ? { title: "search.posts" as const, more: found.posts.length >= POSTS } : {})}
            onMore={() => onTab("posts")}
          >
            <div
              className={css.posts}
              onClickCapture={({ target }) => (target as Element).closest("a") && props.onPost()}
            >
              <Grid posts={found.posts} label={t("search.postsOf", { search })} />
            </div>
          </Section>
        ) : null}
      </div>
      {some && current ? (
        <Endless
          query={query}
          shades={tab === "posts" ? <MoreShades shown={found.posts.length} /> : <PersonShades count={3} />}
        />
      ) : null}
      {nothing ? (
        <Empty icon={tab === "people" ? "person" : "find"} title={nothingWords(tab, search)}>
          <p>{t(tab === "people" ? "search.nobodyHint" : "search.nothingHint")}</p>
        </Empty>
      ) : null}
    </>
  );
}

const nothingWords = (tab: Tab, search: string): string =>
  t(tab === "people" ? "search.nobody" : "search.nothing", { search });

/** "3 people and 2 hashtags found for “ana”". */
function summary(found: Everything, search: string, more: boolean): string {
  const counted = [...LISTS, { kind: "posts", counted: "card.posts" } as const]
    .filter(({ kind }) => found[kind].length)
    .map(({ kind, counted }) => t(counted, { count: found[kind].length }));
  return counted.length ? t(more ? "search.foundMore" : "search.found", { what: listed(counted), search }) : "";
}

/** One kind among all of them, under its name; alone it needs none. */
function Section({
  title,
  more = false,
  onMore,
  children,
}: {
  title?: Key;
  more?: boolean;
  onMore: () => void;
  children: ReactNode;
}) {
  if (!title) {
    return children;
  }
  return (
    <section className={css.kind}>
      <header className={css.head}>
        <h2>{t(title)}</h2>
        {more ? (
          <Button look="quiet" small aria-label={t("search.moreOf", { kind: t(title) })} onClick={onMore}>
            {t("search.more")}
          </Button>
        ) : null}
      </header>
      {children}
    </section>
  );
}

function Options({ list, found, kind, label, chosen, onOpen }: Props & { kind: Hit["kind"]; label: string }) {
  return (
    <div id={`${list}-${kind}`} role="listbox" aria-label={label}>
      {hitsOf({ ...NONE, [kind]: found[kind] }).map((hit) => (
        <Link
          key={hit.key}
          id={optionId(list, hit.key)}
          href={hit.path}
          role="option"
          aria-selected={hit.key === chosen}
          tabIndex={-1}
          className={css.row}
          onClick={() => onOpen(hit)}
        >
          <HitRow hit={hit} />
        </Link>
      ))}
    </div>
  );
}

/** Nothing could be found out. Whoever knows a username can still go there. */
function Failed({ query, tab, search, onAgain }: Props) {
  const name = search.toLowerCase();
  const people = tab === "all" || tab === "people";
  return (
    <LookFailed error={query.error} again={onAgain} {...(people ? { away: t("search.away") } : {})}>
      {people && USERNAME.test(name) ? (
        <ButtonLink href={personPath({ username: name })}>{t("search.straight", { name })}</ButtonLink>
      ) : null}
    </LookFailed>
  );
}
