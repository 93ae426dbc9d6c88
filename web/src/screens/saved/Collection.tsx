// One collection: its posts as a grid, each with a way to move it or to let it go; its name; its end.

import type { CollectionAnswer, PostAnswer } from "@client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { api, missing } from "../../kit/api";
import { amend, learnAll, recallPost } from "../../kit/known";
import { go } from "../../kit/place";
import { itemsOf, names, queries } from "../../kit/query";
import { t } from "../../kit/words";
import { Button, ButtonLink, IconButton } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { Field, Form } from "../../parts/Form";
import { Grid, GridShades } from "../../parts/Grid";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { complain, say } from "../../parts/Notices";
import { ownName } from "../../parts/PostCardActs";
import { SaveSheet } from "../../parts/SaveSheet";
import { Menu, Sheet } from "../../parts/Sheet";
import { nameOf } from "./Saved";
import css from "./Saved.module.css";

type Open = "menu" | "rename" | "delete" | null;

export default function Collection({ params: { collection: id = "" } }: ScreenProps) {
  const [open, setOpen] = useState<Open>(null);
  const [moving, setMoving] = useState<PostAnswer | null>(null);
  const about = useAbout(id);
  const title = about ? nameOf(about) : t("saved.title");
  usePageTitle(title);
  const query = useInfiniteQuery({
    queryKey: names.saved(id),
    queryFn: async ({ pageParam, signal }) => {
      const page = await api.listSaved(id, pageParam ? { cursor: pageParam } : {}, { signal });
      learnAll(page.items);
      return page;
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const posts = itemsOf(query.data);
  const name = about?.name;
  useEffect(() => {
    if (name !== undefined) {
      for (const page of query.data?.pages ?? []) {
        for (const { id: post } of page.items) {
          if (recallPost(post)?.saved === undefined) {
            amend(post, { saved: name });
          }
        }
      }
    }
  }, [query.data, name]);

  const again = () => {
    void query.refetch();
    void queries.invalidateQueries({ queryKey: names.collections });
  };
  return (
    <div className={css.screen}>
      <Link href="/saved" className={css.crumb}>
        <Icon name="left" turns small /> {t("saved.all")}
      </Link>
      <header className={css.head}>
        <h1 tabIndex={-1} dir="auto">
          {title}
        </h1>
        {about && ownName(about.name) ? (
          <IconButton icon="more" label={t("do.more")} onClick={() => setOpen("menu")} />
        ) : null}
      </header>
      {query.isPending ? <GridShades cells={9} /> : null}
      {query.isError && !query.data ? <Wrong error={query.error} again={() => void query.refetch()} /> : null}
      {posts.length ? (
        <Grid
          posts={posts}
          label={title}
          extra={(post) => <IconButton icon="more" label={t("do.more")} onClick={() => setMoving(post)} />}
        />
      ) : null}
      <Endless query={query} shades={<GridShades cells={3} />} end={posts.length ? null : <Nothing />} />
      {moving ? (
        <SaveSheet
          post={moving}
          onClose={() => {
            setMoving(null);
            again();
          }}
        />
      ) : null}
      {about ? <Changes about={about} open={open} setOpen={setOpen} /> : null}
    </div>
  );
}

/** The collection as the list of collections has it. */
function useAbout(id: string): CollectionAnswer | undefined {
  const { data } = useQuery({
    queryKey: [...names.collections, "about"],
    queryFn: () => api.listCollections({ limit: 50 }),
  });
  return data?.items.find((each) => each.id === id);
}

function Wrong({ error, again }: { error: unknown; again: () => void }) {
  return missing(error) ? <Nothing /> : <Trouble error={error} again={again} />;
}

function Nothing() {
  return (
    <Empty icon="save" title={t("saved.collectionEmpty")}>
      <p>{t("saved.collectionEmptyText")}</p>
      <ButtonLink href="/">{t("saved.home")}</ButtonLink>
    </Empty>
  );
}

function Changes({ about, open, setOpen }: { about: CollectionAnswer; open: Open; setOpen: (open: Open) => void }) {
  const close = () => setOpen(null);
  const remove = async () => {
    close();
    try {
      await api.deleteCollection(about.id);
      await queries.invalidateQueries({ queryKey: names.collections });
      go("/saved", { replace: true });
    } catch (error) {
      complain(t("saved.deleteFailed"), error, remove);
    }
  };
  if (open === "menu") {
    return (
      <Menu
        title={about.name}
        onClose={close}
        choices={[
          { label: t("saved.rename"), onChoose: () => setOpen("rename") },
          { label: t("saved.delete"), danger: true, onChoose: () => setOpen("delete") },
        ]}
      />
    );
  }
  if (open === "rename") {
    return (
      <Sheet title={t("saved.rename")} onClose={close}>
        <Form
          send={async ({ name = "" }) => {
            await api.renameCollection(about.id, { name: name.trim() });
            await queries.invalidateQueries({ queryKey: names.collections });
            close();
            say(t("saved.renamed"));
          }}
        >
          {(busy) => (
            <>
              <Field label={t("saved.name")} name="name" defaultValue={about.name} maxLength={50} required />
              <Button type="submit" look="strong" busy={busy}>
                {t("do.save")}
              </Button>
            </>
          )}
        </Form>
      </Sheet>
    );
  }
  if (open === "delete") {
    return (
      <Sheet title={t("saved.deleteTitle", { name: about.name })} onClose={close}>
        <p className="soft">{t("saved.deleteText")}</p>
        <Button look="danger" wide icon="bin" onClick={remove}>
          {t("saved.delete")}
        </Button>
      </Sheet>
    );
  }
  return null;
}
