// One line of the list: faces, a sentence, what it is about.

import type { NotificationAnswer } from "@client";
import { useEffect } from "react";
import { api } from "../../kit/api";
import { learnRelation, recallRelation } from "../../kit/known";
import { rich, t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Link } from "../../parts/Link";
import { FollowButton } from "../../parts/People";
import { Photo } from "../../parts/Photo";
import { Ago } from "../../parts/Text";
import css from "./Notifications.module.css";
import { doers, sentenceOf, targetOf } from "./told";

/** Learn what newly followed-by people are to the reader, so that they can be followed back. */
export function useRelationsOf(items: NotificationAnswer[]): void {
  const wanted = items
    .filter((each) => each.kind === "follow" && each.people === 1 && !recallRelation(each.actor.id))
    .map((each) => each.actor.id)
    .filter((id, place, all) => all.indexOf(id) === place)
    .slice(0, 20)
    .join(",");
  useEffect(() => {
    if (wanted) {
      api
        .listRelations({ people: wanted })
        .then(({ items: found }) => {
          for (const { personId, relation } of found) {
            learnRelation(personId, relation);
          }
        })
        .catch(() => {}); // the buttons come with the next visit
    }
  }, [wanted]);
}

export function Entry({ item, onRead }: { item: NotificationAnswer; onRead: () => void }) {
  const faces = (item.actors.length ? item.actors : [item.actor]).slice(0, 2);
  const target = targetOf(item);
  return (
    <li className={css.entry} data-unread={item.read ? undefined : ""}>
      <span className={css.faces} data-many={faces.length > 1 ? "" : undefined}>
        {faces.map((person) => (
          <Avatar key={person.id} person={person} size={40} />
        ))}
      </span>
      <Link href={target} className={css.words} onClick={onRead}>
        <span>
          {rich(sentenceOf(item), { who: <Who item={item} /> })}
          {item.excerpt ? (
            <span className={css.excerpt} dir="auto">
              {item.excerpt}
            </span>
          ) : null}
        </span>
        <span className="soft small">
          <Ago at={item.happenedAt} />
          {item.read ? null : <span className="unseen"> {t("notifications.unread")}</span>}
        </span>
      </Link>
      {item.kind === "follow" && item.people === 1 ? <FollowButton person={item.actor} /> : null}
      {item.photo && item.postId && !item.conversationId ? (
        <Link href={`/p/${item.postId}`} className={css.thumb} onClick={onRead} aria-label={t("notifications.open")}>
          <Photo photo={{ ...item.photo, alt: "" }} widths="small" ratio={1} />
        </Link>
      ) : null}
    </li>
  );
}

function Who({ item }: { item: NotificationAnswer }) {
  const { names, others } = doers(item);
  const [one, two] = names.map((name) => (
    <bdi key={name} className="who">
      {name}
    </bdi>
  ));
  if (two) {
    return rich("notifications.two", { one, two });
  }
  return others ? rich("notifications.others", { one, count: others }) : one;
}
