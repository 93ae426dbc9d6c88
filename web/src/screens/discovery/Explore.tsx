// Explore: what trends today or this week. Hashtags that more people use than before, and posts that many like.

import type { TagTrends } from "@client";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { api } from "../../kit/api";
import { requery } from "../../kit/place";
import { names } from "../../kit/query";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Empty } from "../../parts/Empty";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { PostGrid, PostGridShades, usePosts } from "../../parts/PostGrid";
import { tagPath } from "../../parts/paths";
import { Segments } from "../../parts/Segments";
import { useTrendingTags } from "../../parts/trends";
import { chosenIn, queryOf, SPANS, type Span } from "./choice";
import css from "./Discovery.module.css";

const POSTS = 30;

export default function Explore({ place }: ScreenProps) {
  const span = chosenIn(place.search, "span", SPANS);
  const choose = (chosen: Span) => requery(queryOf("span", SPANS, chosen));
  const query = usePosts(names.trends("posts", span), async (_, signal) => {
    const { items } = await api.trendingPosts({ span, limit: POSTS }, { signal });
    return { items, next: null };
  });
  const tags = useTrendingTags(span);
  usePageTitle(t("explore.title"));
  return (
    <div className={css.page}>
      <h1 tabIndex={-1} className={css.title}>
        {t("explore.title")}
      </h1>
      <Link href="/search" className={css.search}>
        <Icon name="find" small />
        {t("explore.search")}
      </Link>
      <Segments
        label={t("span.label")}
        options={SPANS.map((each) => [each, t(`span.${each}`)] as const)}
        chosen={span}
        onChoose={choose}
        className={css.ways}
      >
        {tags.isPending ? (
          <Waiting />
        ) : (
          <>
            {tags.data?.items.length ? <Tags items={tags.data.items} /> : null}
            <PostGrid
              query={query}
              label={t("explore.grid")}
              empty={
                <Empty icon="explore" title={t(span === "day" ? "explore.noneDay" : "explore.noneWeek")}>
                  <p>{t("explore.noneHint")}</p>
                  {span === "day" ? <Button onClick={() => choose("week")}>{t("span.week")}</Button> : null}
                </Empty>
              }
            />
          </>
        )}
      </Segments>
    </div>
  );
}

/** The hashtags in a row that goes on to the side. */
function Tags({ items }: TagTrends) {
  return (
    <section aria-labelledby="trending-tags" className={css.trending}>
      <h2 id="trending-tags">{t("tags.trending")}</h2>
      <ul className={css.cards}>
        {items.map(({ tag, people }) => (
          <li key={tag}>
            <Link href={tagPath(tag)} className={css.card}>
              <bdi className="who">#{tag}</bdi>
              <span className="soft small">{t("found.people", { count: people })}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Stands here until it is known whether hashtags trend: they push nothing down. */
const Waiting = () => (
  <>
    <div className={css.trending} aria-hidden="true">
      <span className={`shade ${css.heading}`} />
      <div className={css.cards}>
        {[1, 2, 3, 4, 5].map((each) => (
          <span key={each} className={`shade ${css.cardShade}`} />
        ))}
      </div>
    </div>
    <PostGridShades />
  </>
);
