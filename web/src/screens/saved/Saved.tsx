// One's own collections: covers on a shelf, in an order of one's own.

import type { CollectionAnswer } from "@client";
import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { usePageTitle } from "../../app/Frame";
import { api } from "../../kit/api";
import { itemsOf, names, type PageOf, queries } from "../../kit/query";
import { t } from "../../kit/words";
import { Button, ButtonLink, IconButton } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { complain } from "../../parts/Notices";
import { Photo } from "../../parts/Photo";
import { ownName } from "../../parts/PostCardActs";
import { moved } from "./order";
import css from "./Saved.module.css";

type Pages = InfiniteData<PageOf<CollectionAnswer>, string>;

/** The name of a collection; the one that everybody has is called in the member's language. */
export const nameOf = (collection: Pick<CollectionAnswer, "name">): string =>
  ownName(collection.name) || t("saved.everything");

export default function Saved() {
  usePageTitle(t("saved.title"));
  const [arranging, setArranging] = useState(false);
  const [dragged, setDragged] = useState<string | null>(null);
  const query = useInfiniteQuery({
    queryKey: names.collections,
    queryFn: ({ pageParam, signal }) => api.listCollections(pageParam ? { cursor: pageParam } : {}, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const items = itemsOf(query.data);
  const show = (order: CollectionAnswer[]) =>
    queries.setQueryData<Pages>(names.collections, (old) =>
      old ? { pages: [{ items: order, next: old.pages.at(-1)?.next ?? null }], pageParams: [""] } : old,
    );
  const arrange = async (order: CollectionAnswer[]) => {
    const before = items;
    show(order);
    try {
      await api.orderCollections({ collections: order.map((each) => each.id) });
    } catch (error) {
      show(before);
      complain(t("saved.orderFailed"), error, () => arrange(order));
    }
  };
  return (
    <div className={css.screen}>
      <header className={css.head}>
        <div>
          <h1 tabIndex={-1}>{t("saved.title")}</h1>
          <p className="soft small">{t("saved.private")}</p>
        </div>
        {items.length > 1 ? (
          <Button
            small
            look={arranging ? "strong" : "plain"}
            aria-pressed={arranging}
            onClick={() => setArranging(!arranging)}
          >
            {t(arranging ? "do.done" : "saved.arrange")}
          </Button>
        ) : null}
      </header>
      {query.isError && !query.data ? <Trouble error={query.error} again={() => void query.refetch()} /> : null}
      <ul className={css.shelf} aria-busy={query.isPending || undefined}>
        {query.isPending ? <Shades /> : null}
        {items.map((collection, place) => (
          <li
            key={collection.id}
            draggable={arranging}
            data-dragged={dragged === collection.id ? "" : undefined}
            onDragStart={() => setDragged(collection.id)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => dragged && event.preventDefault()}
            onDrop={() =>
              dragged &&
              arrange(
                moved(
                  items,
                  items.findIndex((each) => each.id === dragged),
                  place,
                ),
              )
            }
          >
            <Cover collection={collection} quiet={arranging} />
            {arranging ? (
              <div className={css.moves}>
                <IconButton
                  icon="left"
                  turns
                  label={t("saved.earlier", { name: nameOf(collection) })}
                  disabled={place === 0}
                  onClick={() => arrange(moved(items, place, place - 1))}
                />
                <IconButton
                  icon="right"
                  turns
                  label={t("saved.later", { name: nameOf(collection) })}
                  disabled={place === items.length - 1}
                  onClick={() => arrange(moved(items, place, place + 1))}
                />
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      <Endless query={query} end={items.length ? null : <Nothing />} />
    </div>
  );
}

function Cover({ collection, quiet }: { collection: CollectionAnswer; quiet: boolean }) {
  return (
    <Link href={`/saved/${collection.id}`} className={css.cover} draggable={false} tabIndex={quiet ? -1 : undefined}>
      <span className={css.picture}>
        {collection.cover ? (
          <Photo photo={{ ...collection.cover, alt: "" }} widths="grid" ratio={1} />
        ) : (
          <span className={css.blank}>
            <Icon name="save" />
          </span>
        )}
      </span>
      <span className="who" dir="auto">
        {nameOf(collection)}
      </span>
      <span className="soft small">{t("saved.count", { count: collection.posts })}</span>
    </Link>
  );
}

function Shades() {
  return [1, 2, 3].map((each) => (
    <li key={each} aria-hidden="true">
      <span className={`shade ${css.blank}`} />
    </li>
  ));
}

function Nothing() {
  return (
    <Empty icon="save" title={t("saved.emptyTitle")}>
      <p>{t("saved.emptyText")}</p>
      <ButtonLink href="/">{t("saved.home")}</ButtonLink>
    </Empty>
  );
}
