// A person in a list, and the button that follows them.

import type { PersonAnswer, Relation } from "@client";
import { type MouseEvent, type ReactNode, useRef, useState } from "react";
import { api } from "../kit/api";
import { amendRelation, learnRelation, recallRelation, setFollowing, useRelation } from "../kit/known";
import { useMe } from "../kit/session";
import { t } from "../kit/words";
import { Avatar } from "./Avatar";
import { Button } from "./Button";
import { useHandOver } from "./handOver";
import { Link } from "./Link";
import { complain } from "./Notices";
import css from "./People.module.css";
import { Menu } from "./Sheet";

export const personPath = (person: Pick<PersonAnswer, "username">): string =>
  `/u/${encodeURIComponent(person.username)}`;

interface Doing {
  /** What can be done, at the end of the row. */
  children?: ReactNode;
  onGo?: (event: MouseEvent) => void;
}

/** A row: picture, username, name (or `below`), and what can be done. */
export const PersonRow = ({ person, below, ...doing }: { person: PersonAnswer; below?: ReactNode } & Doing) => (
  <Row
    href={personPath(person)}
    picture={<Avatar person={person} size={40} />}
    what={person.username}
    below={below ?? person.name}
    {...doing}
  />
);

/** A row that leads to `what` its picture and name stand for. */
export function Row({
  href,
  picture,
  what,
  below,
  children,
  onGo,
}: { href: string; picture: ReactNode; what: string; below?: ReactNode } & Doing) {
  const row = useRef<HTMLLIElement>(null);
  useHandOver(row);
  return (
    <li ref={row} className={css.row}>
      <Link href={href} className={css.person} {...(onGo ? { onClick: onGo } : {})}>
        {picture}
        <Names what={what} below={below} />
      </Link>
      {children}
    </li>
  );
}

/** Beside a picture: what it is, and below it something small about it. */
export const Names = ({ what, below }: { what: string; below?: ReactNode }) => (
  <span className={css.names}>
    <bdi className="who">{what}</bdi>
    {below === undefined ? null : (
      <span className="soft small" dir="auto">
        {below}
      </span>
    )}
  </span>
);

/** Grey stand-ins of rows. */
export function PersonShades({ count = 6 }: { count?: number }) {
  return (
    <ul aria-hidden="true">
      {Array.from({ length: count }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike
        <li key={place} className={css.row}>
          <span className={`shade ${css.face}`} />
          <span className={css.names}>
            <span className={`shade ${css.line}`} />
            <span className={`shade ${css.short}`} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Follow, requested, following: at once on the page, put right again when the platform refuses. */
export function FollowButton({
  person,
  given,
  asks = false,
  small = true,
  wide = false,
}: {
  person: PersonAnswer;
  given?: Relation;
  /** Their account is private: following is asking. */
  asks?: boolean;
  small?: boolean;
  wide?: boolean;
}) {
  const known = useRelation(person.id) ?? given;
  const mine = useMe();
  const [leaving, setLeaving] = useState(false);
  if (!mine || mine.id === person.id || !known) {
    return null;
  }
  const act = (want: boolean) => {
    if (!recallRelation(person.id)) {
      learnRelation(person.id, known);
    }
    setFollowing(person, want, asks).catch((error) =>
      complain(t(want ? "follow.failed" : "unfollow.failed", { name: person.username }), error, () => act(want)),
    );
  };
  const unblock = async () => {
    amendRelation(person.id, { blocking: false });
    try {
      await api.unblockPerson(person.username);
    } catch (error) {
      amendRelation(person.id, { blocking: true });
      complain(t("unblock.failed", { name: person.username }), error);
    }
  };
  if (known.blocking) {
    return (
      <Button small={small} wide={wide} onClick={unblock}>
        {t("do.unblock")}
      </Button>
    );
  }
  const on = known.following || known.requested;
  const label = known.following
    ? "follow.following"
    : known.requested
      ? "follow.requested"
      : known.followedBy
        ? "follow.back"
        : "do.follow";
  return (
    <>
      <Button
        small={small}
        wide={wide}
        look={on ? "plain" : "strong"}
        aria-label={t("follow.label", { state: t(label), name: person.username })}
        onClick={() => (known.following ? setLeaving(true) : act(!on))}
      >
        {t(label)}
      </Button>
      {leaving ? (
        <Menu
          title={t("unfollow.title", { name: person.username })}
          onClose={() => setLeaving(false)}
          choices={[{ label: t("do.unfollow"), danger: true, onChoose: () => act(false) }]}
        />
      ) : null}
    </>
  );
}
