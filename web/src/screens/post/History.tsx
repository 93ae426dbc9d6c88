// What a post said before it was edited.

import type { PostAnswer } from "@client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { api } from "../../kit/api";
import { dated, t } from "../../kit/words";
import { Trouble } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { Sheet } from "../../parts/Sheet";
import { RichText } from "../../parts/Text";
import css from "./Edit.module.css";

export function History({ post, onClose }: { post: PostAnswer; onClose: () => void }) {
  const query = useInfiniteQuery({
    queryKey: ["history", post.id],
    queryFn: ({ pageParam, signal }) => api.listVersions(post.id, pageParam ? { cursor: pageParam } : {}, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const versions = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Sheet title={t("post.history")} onClose={onClose}>
      {query.isPending ? <span className={`shade ${css.shade}`} /> : null}
      {query.isError && !query.data ? <Trouble error={query.error} again={() => void query.refetch()} /> : null}
      {query.isSuccess && !versions.length ? <p className="soft">{t("post.historyEmpty")}</p> : null}
      <ol className={css.versions}>
        {versions.map((version) => (
          <li key={version.writtenAt}>
            <p className="soft small">
              {t("post.historyFrom", {
                when: dated(new Date(version.writtenAt), { dateStyle: "long", timeStyle: "short" }),
              })}
            </p>
            {version.caption ? (
              <p>
                <RichText text={version.caption} entities={version.entities} />
              </p>
            ) : (
              <p className="soft">{t("post.noCaption")}</p>
            )}
            {version.place ? (
              <p className="soft small" dir="auto">
                {version.place.name}
              </p>
            ) : null}
            {version.alts.map((alt, place) =>
              alt ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: photographs never change places
                <p key={place} className="soft small">
                  {t("post.photographAlt", { place: place + 1, alt })}
                </p>
              ) : null,
            )}
          </li>
        ))}
      </ol>
      <Endless query={query} />
    </Sheet>
  );
}
