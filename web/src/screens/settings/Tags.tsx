// Hashtags that one follows.

import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { api } from "../../kit/api";
import { names } from "../../kit/query";
import { t } from "../../kit/words";
import { Button, ButtonLink } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { useHandOver } from "../../parts/handOver";
import { Link } from "../../parts/Link";
import { say } from "../../parts/Notices";
import { tagPath } from "../../parts/paths";
import { setTagFollowed } from "../../parts/tags";
import { Part, Shades } from "./bits";
import css from "./Tags.module.css";

export default function Tags() {
  return (
    <Part title={t("settings.tags")} lead={t("settings.tags.lead")}>
      <List />
    </Part>
  );
}

function List() {
  const query = useQuery({
    queryKey: names.followedTags,
    queryFn: ({ signal }) => api.listFollowedTags({ signal }),
  });
  if (query.isPending) {
    return <Shades />;
  }
  if (!query.data) {
    return <Trouble error={query.error} again={() => void query.refetch()} />;
  }
  if (!query.data.items.length) {
    return (
      <Empty icon="hash" title={t("settings.tags.none")}>
        <p>{t("settings.tags.how")}</p>
        <ButtonLink href="/explore">{t("tags.explore")}</ButtonLink>
      </Empty>
    );
  }
  return (
    <ul aria-label={t("settings.tags")}>
      {query.data.items.map((tag) => (
        <Row key={tag} tag={tag} />
      ))}
    </ul>
  );
}

function Row({ tag }: { tag: string }) {
  const row = useRef<HTMLLIElement>(null);
  useHandOver(row);
  const name = `#${tag}`;
  const leave = async () => {
    if (await setTagFollowed(tag, false)) {
      say(t("settings.tags.done", { name }), {
        label: t("settings.undo"),
        action: () => void setTagFollowed(tag, true),
      });
    }
  };
  return (
    <li ref={row} className={css.row}>
      <Link href={tagPath(tag)} className={css.tag}>
        <bdi className="who">{name}</bdi>
      </Link>
      <Button small aria-label={t("follow.label", { state: t("do.unfollow"), name })} onClick={() => void leave()}>
        {t("do.unfollow")}
      </Button>
    </li>
  );
}
