// A hashtag's page: how many posts it has, following it, hashtags beside it, and the posts.

import { useQuery } from "@tanstack/react-query";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { api } from "../../kit/api";
import { useFollowsTag } from "../../kit/known";
import { names } from "../../kit/query";
import { t } from "../../kit/words";
import { Button, ButtonLink } from "../../parts/Button";
import { Empty } from "../../parts/Empty";
import { tagPath } from "../../parts/paths";
import { setTagFollowed } from "../../parts/tags";
import css from "./Discovery.module.css";
import { Head } from "./Head";
import { Hung, useHung } from "./Hung";

export default function Tag({ params, place }: ScreenProps) {
  const asked = params.tag ?? "";
  const query = useQuery({ queryKey: names.tag(asked), queryFn: ({ signal }) => api.showTag(asked, { signal }) });
  const hung = useHung(place, names.tag(asked), (given, signal) => api.listTagged(asked, given, { signal }));
  const { data: head } = query;
  const tag = head?.tag ?? asked;
  const title = `#${tag}`;
  usePageTitle(title);
  return (
    <div className={css.page}>
      <Head icon="hash" title={title} posts={query.isPending ? undefined : (head?.posts ?? null)}>
        {head ? <Follow tag={tag} given={head.following} /> : <span />}
      </Head>
      {head?.related.length ? (
        <nav aria-label={t("tags.related")}>
          <ul className={css.related}>
            {head.related.map((each) => (
              <li key={each}>
                <ButtonLink href={tagPath(each)} small>
                  <bdi>#{each}</bdi>
                </ButtonLink>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      <Hung
        hung={hung}
        ready={!query.isPending}
        label={t("tags.gridOf", { tag: title })}
        onAgain={() => void query.refetch()}
        empty={
          <Empty icon="hash" title={t("tags.none", { tag: title })}>
            <p>{t("tags.noneHint")}</p>
          </Empty>
        }
      />
    </div>
  );
}

function Follow({ tag, given }: { tag: string; given: boolean }) {
  const following = useFollowsTag(tag, given);
  const words = t(following ? "follow.following" : "do.follow");
  return (
    <Button
      look={following ? "plain" : "strong"}
      aria-label={t("follow.label", { state: words, name: `#${tag}` })}
      onClick={() => void setTagFollowed(tag, !following)}
    >
      {words}
    </Button>
  );
}
