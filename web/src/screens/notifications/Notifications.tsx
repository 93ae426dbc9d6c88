// What others did: newest first, several people's doings of one kind together, and live.

import type { NotificationAnswer } from "@client";
import { type InfiniteData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { usePageTitle } from "../../app/Frame";
import { api } from "../../kit/api";
import { itemsOf, names, type PageOf, queries } from "../../kit/query";
import { useHear } from "../../kit/socket";
import { count, t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Button, ButtonLink } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { complain } from "../../parts/Notices";
import { PersonShades } from "../../parts/People";
import { Entry, useRelationsOf } from "./Entry";
import { Invitations, useInvitations } from "./Invitations";
import css from "./Notifications.module.css";
import { grouped, merged } from "./told";

type Pages = InfiniteData<PageOf<NotificationAnswer>, string>;

export default function Notifications() {
  usePageTitle(t("notifications.title"));
  const query = useInfiniteQuery({
    queryKey: names.notifications,
    queryFn: ({ pageParam, signal }) => api.listNotifications(pageParam ? { cursor: pageParam } : {}, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    staleTime: Number.POSITIVE_INFINITY, // read again below, without making the list jump
  });
  const items = useMemo(() => itemsOf(query.data), [query.data]);
  useRelationsOf(items);

  const again = useCallback(async () => {
    const old = queries.getQueryData<Pages>(names.notifications);
    const fresh = await api.listNotifications().catch(() => null);
    if (!old || !fresh) {
      return; // the list stays as it is; the next frame or visit reads again
    }
    if (
      fresh.items.length &&
      fresh.next &&
      !fresh.items.some((each) => old.pages[0]?.items.some((it) => it.id === each.id))
    ) {
      queries.setQueryData<Pages>(names.notifications, { pages: [fresh], pageParams: [""] }); // a gap: begin anew
      return;
    }
    const all = merged(fresh.items, itemsOf(old));
    queries.setQueryData<Pages>(names.notifications, {
      pages: [{ items: all, next: old.pages.at(-1)?.next ?? null }],
      pageParams: [""],
    });
  }, []);
  useHear("notification", again);
  useHear("resumed", again);
  useEffect(() => {
    if (queries.getQueryData(names.notifications)) {
      again(); // what was here is shown at once, and read again quietly
    }
  }, [again]);

  const ready = useAbove() && !query.isPending;
  const newest = items[0]?.id;
  const unseen = items.some((each) => !each.seen);
  useEffect(() => {
    if (newest && unseen) {
      queries.setQueryData(names.unread, { count: 0 });
      api.markSeen({ until: newest }).catch(() => queries.invalidateQueries({ queryKey: names.unread }));
    }
  }, [newest, unseen]);

  const readAll = async () => {
    const before = queries.getQueryData<Pages>(names.notifications);
    change((each) => ({ ...each, read: true, seen: true }));
    try {
      await api.markAllRead({ until: newest ?? "" });
    } catch (error) {
      queries.setQueryData(names.notifications, before);
      complain(t("notifications.readAllFailed"), error, readAll);
    }
  };

  return (
    <div className={css.screen}>
      <header className={css.head}>
        <h1 tabIndex={-1}>{t("notifications.title")}</h1>
        {items.some((each) => !each.read) ? (
          <Button look="quiet" small icon="check" onClick={readAll}>
            {t("notifications.readAll")}
          </Button>
        ) : null}
      </header>
      {ready ? (
        <>
          <Waiting />
          <Invitations />
        </>
      ) : (
        <PersonShades count={8} />
      )}
      {query.isError && !query.data ? <Trouble error={query.error} again={() => void query.refetch()} /> : null}
      {grouped(ready ? items : [], new Date()).map(([heading, group]) => (
        <section key={heading} aria-labelledby={heading} className={css.group}>
          <h2 id={heading}>{t(heading)}</h2>
          <ul>
            {group.map((item) => (
              <Entry key={item.id} item={item} onRead={() => read(item)} />
            ))}
          </ul>
        </section>
      ))}
      {ready ? (
        <Endless
          query={query}
          shades={<PersonShades count={3} />}
          end={items.length ? <p className={css.end}>{t("notifications.end")}</p> : <Quiet />}
        />
      ) : null}
    </div>
  );
}

function Quiet() {
  return (
    <Empty icon="bell" title={t("notifications.emptyTitle")}>
      <p>{t("notifications.emptyText")}</p>
      <ButtonLink href="/publish" look="strong" icon="plus">
        {t("notifications.publish")}
      </ButtonLink>
    </Empty>
  );
}

const useFew = () => useQuery({ queryKey: [...names.requests, "few"], queryFn: () => api.listRequests({ limit: 3 }) });

/** Whether it is known what stands above the list, so that the list does not move down when it comes. */
function useAbove(): boolean {
  return [useFew(), useInvitations()].every((each) => !each.isPending || each.failureCount > 0);
}

/** Who waits for one's approval: faces and a number, leading to the list. */
function Waiting() {
  const { data } = useFew();
  if (!data?.items.length) {
    return null;
  }
  return (
    <Link href="/requests" className={css.waiting}>
      <span className={css.faces}>
        {data.items.slice(0, 2).map(({ person }) => (
          <Avatar key={person.id} person={person} size={40} />
        ))}
      </span>
      <span className={css.words}>
        <span className="who">{t("notifications.requests", { count: data.waiting })}</span>
        <bdi className="soft small">{data.items.map(({ person }) => person.username).join(" · ")}</bdi>
      </span>
      <span className={css.count} aria-hidden="true">
        {count(data.waiting)}
      </span>
      <Icon name="right" turns small />
    </Link>
  );
}

function change(how: (each: NotificationAnswer) => NotificationAnswer): void {
  queries.setQueryData<Pages>(names.notifications, (old) =>
    old ? { ...old, pages: old.pages.map((page) => ({ ...page, items: page.items.map(how) })) } : old,
  );
}

/** One that was opened is read. */
function read(item: NotificationAnswer): void {
  if (!item.read) {
    change((each) => (each.id === item.id ? { ...each, read: true } : each));
    api.markRead(item.id).catch(() => {}); // it is said again with the next opening
  }
}
