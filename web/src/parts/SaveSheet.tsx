// Where to keep a post: the collections that one has, and a new one. Within reach of one thumb on a phone.

import type { CollectionAnswer, CollectionAnswerPage, PostAnswer } from "@client";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../kit/api";
import { usePost } from "../kit/known";
import { names } from "../kit/query";
import { t } from "../kit/words";
import { Button } from "./Button";
import { Trouble } from "./Empty";
import { Icon } from "./Icon";
import { say } from "./Notices";
import { Photo } from "./Photo";
import { ownName, save } from "./PostCardActs";
import css from "./SaveSheet.module.css";
import { Sheet } from "./Sheet";

const PAGE = 50;
const LONGEST = 50;

async function allCollections(): Promise<CollectionAnswer[]> {
  const all: CollectionAnswer[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: CollectionAnswerPage = await api.listCollections({ limit: PAGE, ...(cursor ? { cursor } : {}) });
    all.push(...page.items);
    cursor = page.next;
  }
  return all;
}

export function SaveSheet({ post: given, onClose }: { post: PostAnswer; onClose: () => void }) {
  const post = usePost(given);
  const { data, error, refetch } = useQuery({
    queryKey: [...names.collections, "all"],
    queryFn: allCollections,
  });
  const [name, setName] = useState("");
  const saved = post.saved ?? null;
  const now = saved === null ? null : ownName(saved);
  const found = data ?? [];
  // Before anything was saved there is no collection yet: the one that everybody has is offered nevertheless.
  const items = found.some((each) => ownName(each.name) === "")
    ? found
    : [{ id: "", name: "", posts: 0, cover: null }, ...found];

  const keep = async (collection: string | null) => {
    onClose();
    if (await save(post.id, collection)) {
      say(collection === null ? t("card.unsaved") : t("card.savedIn", { name: collection || t("card.collection") }));
    }
  };
  const make = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) {
      keep(name.trim());
    }
  };

  return (
    <Sheet title={t("card.saveIn")} onClose={onClose}>
      {error ? (
        <Trouble error={error} again={() => void refetch()} />
      ) : (
        <ul className={css.list} aria-busy={!data}>
          {data
            ? items.map((each) => {
                const here = ownName(each.name) === now;
                return (
                  <li key={each.id}>
                    <button type="button" aria-pressed={here} onClick={() => keep(here ? null : ownName(each.name))}>
                      <span className={css.cover}>
                        {each.cover ? <Photo photo={each.cover} widths="small" ratio={1} /> : <Icon name="save" />}
                      </span>
                      <span className={css.words}>
                        <span className="who">
                          <bdi>{ownName(each.name) || t("card.collection")}</bdi>
                        </span>
                        <span className="soft small">{t("card.posts", { count: each.posts })}</span>
                      </span>
                      {here ? <Icon name="check" /> : null}
                    </button>
                  </li>
                );
              })
            : [1, 2, 3].map((each) => (
                <li key={each} className={css.shades} aria-hidden="true">
                  <span className={`shade ${css.cover}`} />
                  <span className="shade" />
                </li>
              ))}
        </ul>
      )}
      <form className={css.make} onSubmit={make}>
        <label className="unseen" htmlFor="new-collection">
          {t("card.newCollection")}
        </label>
        <input
          id="new-collection"
          dir="auto"
          maxLength={LONGEST}
          autoComplete="off"
          enterKeyHint="done"
          placeholder={t("card.newCollection")}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" look={name.trim() ? "strong" : "plain"} disabled={!name.trim()}>
          {t("card.make")}
        </Button>
      </form>
    </Sheet>
  );
}
