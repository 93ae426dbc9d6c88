// Who was found: a list to choose from, which the field above points into.

import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type PersonFound, Refused } from "../../kit/api";
import { useRelation } from "../../kit/known";
import { sentence } from "../../kit/trouble";
import { t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Button, ButtonLink } from "../../parts/Button";
import { Empty } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { PersonShades, personPath } from "../../parts/People";
import css from "./Search.module.css";

const USERNAME = /^[a-z0-9_.]{2,30}$/;

export const optionId = (list: string, person: string): string => `${list}-${person}`;

interface Props {
  /** The list's own id. */
  list: string;
  query: UseInfiniteQueryResult<InfiniteData<unknown>>;
  people: PersonFound[];
  search: string;
  /** Whether these are the people for what is written now. */
  current: boolean;
  /** Who is chosen with the keys. */
  chosen: string | null;
  onOpen: (person: PersonFound) => void;
  onAgain: () => void;
  /** A finger drags the list. */
  onDrag: () => void;
}

export function Found({ list, query, people, search, current, chosen, onOpen, onAgain, onDrag }: Props) {
  const nobody = current && query.isSuccess && people.length === 0;
  const told = people.length
    ? t(query.hasNextPage ? "search.foundMore" : "search.found", { count: people.length, search })
    : "";
  return (
    <>
      <p className="unseen" role="status">
        {nobody ? t("search.nobody", { search }) : current && query.isSuccess ? told : ""}
      </p>
      {query.isPending ? (
        <div className={css.shades}>
          <PersonShades count={8} />
        </div>
      ) : null}
      {query.isError && !query.data ? <Failed error={query.error} search={search} onAgain={onAgain} /> : null}
      {people.length ? (
        <div
          id={list}
          role="listbox"
          aria-label={t("search.people")}
          className={current ? css.found : css.older}
          onTouchMove={onDrag}
        >
          {people.map((person) => (
            <Link
              key={person.id}
              id={optionId(list, person.id)}
              href={personPath(person)}
              role="option"
              aria-selected={person.id === chosen}
              tabIndex={-1}
              className={css.person}
              onClick={() => onOpen(person)}
            >
              <Avatar person={person} size={40} />
              <span className={css.names}>
                <bdi className="who">{person.username}</bdi>
                <span className="soft small" dir="auto">
                  {person.name}
                </span>
              </span>
              <Followed person={person} />
            </Link>
          ))}
        </div>
      ) : null}
      {people.length && current ? <Endless query={query} shades={<PersonShades count={3} />} /> : null}
      {nobody ? (
        <Empty icon="person" title={t("search.nobody", { search })}>
          <p>{t("search.nobodyHint")}</p>
        </Empty>
      ) : null}
    </>
  );
}

/** Whether one follows them, or has asked to; what was done on this page counts before what the answer said. */
function Followed({ person }: { person: PersonFound }) {
  const known = useRelation(person.id);
  const following = known?.following ?? person.following;
  return following || known?.requested ? (
    <span className={css.followed}>
      <Icon name="check" small />
      {t(following ? "follow.following" : "follow.requested")}
    </span>
  ) : null;
}

/** Nothing could be found out. Whoever knows a username can still go there. */
function Failed({ error, search, onAgain }: { error: unknown; search: string; onAgain: () => void }) {
  const name = search.toLowerCase();
  const away = error instanceof Refused && error.status === 503;
  return (
    <div role="alert">
      <Empty icon="find" title={t("search.failed")}>
        <p>{away ? t("search.away") : sentence(error)}</p>
        <div className={css.ways}>
          <Button look="strong" onClick={onAgain}>
            {t("do.again")}
          </Button>
          {USERNAME.test(name) ? (
            <ButtonLink href={personPath({ username: name })}>{t("search.straight", { name })}</ButtonLink>
          ) : null}
        </div>
      </Empty>
    </div>
  );
}
