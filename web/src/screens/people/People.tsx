// Lists of people: who follows somebody, whom they follow, whom of them the reader knows, and who liked a post.

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import type { PersonAnswer } from "../../kit/api";
import { api, missing, Refused } from "../../kit/api";
import { learnRelation } from "../../kit/known";
import { back } from "../../kit/place";
import { itemsOf, names, type PageOf } from "../../kit/query";
import { me, useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { ButtonLink, IconButton } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { Icon } from "../../parts/Icon";
import { FollowButton, PersonRow, PersonShades, personPath } from "../../parts/People";
import { type Kind, nothing } from "./kinds";
import css from "./People.module.css";
import { Remove } from "./Remove";

const PAGE = 30;
const KNOWN = 50; // people in common that one answer holds
const PAUSE = 250; // milliseconds without a key before it is looked for

export default function People({ params }: ScreenProps) {
  const kind = params.kind as Kind;
  const whose = (kind === "likes" ? params.id : params.username?.toLowerCase()) ?? "";
  const mine = useMe();
  const [search, setSearch] = useState("");
  const own = mine?.username === whose;
  const title = t(`people.${kind}`);
  const name = kind === "likes" ? "" : whose;
  usePageTitle(name ? t("people.of", { title, name }) : title);
  return (
    <div className={css.page}>
      <header className={css.head}>
        <IconButton
          icon="left"
          turns
          label={t("do.back")}
          onClick={() => back(kind === "likes" ? `/p/${whose}` : personPath({ username: whose }))}
        />
        <h1 tabIndex={-1}>
          {name ? (
            <bdi className={css.name} dir="ltr">
              {name}
            </bdi>
          ) : null}
          {title}
        </h1>
      </header>
      {kind === "followers" || kind === "following" ? <Search onSearch={setSearch} /> : null}
      {kind === "mutuals" ? (
        <Mutuals username={whose} />
      ) : (
        <List key={search} kind={kind} whose={whose} search={search} own={own} />
      )}
    </div>
  );
}

function Search({ onSearch }: { onSearch: (search: string) => void }) {
  const [text, setText] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => onSearch(text.trim().replace(/^@/, "")), text ? PAUSE : 0);
    return () => clearTimeout(timer);
  }, [text, onSearch]);
  return (
    <search className={css.search}>
      <Icon name="find" small />
      <input
        type="search"
        dir="auto"
        aria-label={t("people.search")}
        placeholder={t("people.search")}
        maxLength={50}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </search>
  );
}

/** What the people of a page are to the reader, for their buttons; without an answer they have none. */
async function learnRelations(people: PersonAnswer[]): Promise<void> {
  if (me() && people.length) {
    const found = await api.listRelations({ people: people.map((each) => each.id).join(",") }).catch(() => null);
    for (const { personId, relation } of found?.items ?? []) {
      learnRelation(personId, relation);
    }
  }
}

async function read(kind: Kind, whose: string, search: string, cursor: string, signal: AbortSignal) {
  const given = { limit: PAGE, ...(cursor ? { cursor } : {}) };
  const named = search ? { ...given, q: search } : given;
  const page: PageOf<PersonAnswer> =
    kind === "likes"
      ? await api.listLikers(whose, given, { signal })
      : kind === "followers"
        ? await api.listFollowers(whose, named, { signal })
        : await api.listFollowing(whose, named, { signal });
  await learnRelations(page.items);
  return page;
}

function List({ kind, whose, search, own }: { kind: Kind; whose: string; search: string; own: boolean }) {
  const query = useInfiniteQuery({
    queryKey: kind === "likes" ? names.likers(whose) : names.people(kind, whose, search),
    queryFn: ({ pageParam, signal }) => read(kind, whose, search, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const people = itemsOf(query.data);
  if (query.isPending) {
    return <PersonShades count={8} />;
  }
  if (!query.data) {
    return <Refusal error={query.error} kind={kind} whose={whose} again={() => void query.refetch()} />;
  }
  if (people.length === 0) {
    const { title, hint } = nothing(kind, { name: whose, own, search });
    return (
      <div role="status">
        <Empty icon={kind === "likes" ? "heart" : "person"} title={title}>
          {hint ? <p>{hint}</p> : null}
        </Empty>
      </div>
    );
  }
  return (
    <>
      <ul aria-label={t(`people.${kind}`)}>
        {people.map((person) => (
          <PersonRow key={person.id} person={person}>
            <FollowButton person={person} />
            {own && kind === "followers" ? <Remove person={person} /> : null}
          </PersonRow>
        ))}
      </ul>
      <Endless query={query} shades={<PersonShades count={3} />} />
    </>
  );
}

/** Whom the reader follows among the followers of somebody: one answer, not endless. */
function Mutuals({ username }: { username: string }) {
  const query = useQuery({
    queryKey: names.people("mutuals", username, ""),
    queryFn: async ({ signal }) => {
      const found = await api.listMutuals(username, { limit: KNOWN }, { signal });
      await learnRelations(found.people);
      return found;
    },
  });
  if (query.isPending) {
    return <PersonShades count={4} />;
  }
  if (!query.data) {
    return <Refusal error={query.error} kind="mutuals" whose={username} again={() => void query.refetch()} />;
  }
  if (query.data.people.length === 0) {
    return <Empty icon="person" title={t("people.none.mutuals", { name: username })} />;
  }
  return (
    <ul aria-label={t("people.mutuals")}>
      {query.data.people.map((person) => (
        <PersonRow key={person.id} person={person}>
          <FollowButton person={person} />
        </PersonRow>
      ))}
    </ul>
  );
}

/** The list cannot be shown: it is private, gone, for members, or there was trouble on the way. */
function Refusal({ error, kind, whose, again }: { error: unknown; kind: Kind; whose: string; again: () => void }) {
  if (error instanceof Refused && error.code === "account-private") {
    return (
      <Empty icon="lock" title={t("people.private")}>
        <p>{t("people.privateHint", { name: whose })}</p>
      </Empty>
    );
  }
  if (error instanceof Refused && error.status === 401) {
    return (
      <Empty icon="person" title={t("people.signIn")}>
        <ButtonLink href="/" look="strong">
          {t("door.signIn")}
        </ButtonLink>
      </Empty>
    );
  }
  if (missing(error)) {
    return (
      <Empty icon={kind === "likes" ? "heart" : "person"} title={t("people.missing")}>
        <p>{t("people.missingHint")}</p>
      </Empty>
    );
  }
  return <Trouble error={error} again={again} />;
}
