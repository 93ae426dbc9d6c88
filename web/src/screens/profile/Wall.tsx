// The wall below the head: photographs in a grid or one below the other, or why there are none.

import type { Profile } from "@client";
import type { Place } from "../../kit/place";
import { useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { ButtonLink } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { Grid, GridShades } from "../../parts/Grid";
import { PostShade } from "../../parts/PostCard";
import { MoreShades } from "../../parts/PostGrid";
import { Prints } from "./Prints";
import css from "./Profile.module.css";
import type { Wall as Hangs } from "./standing";
import type { View } from "./Tabs";
import { useWall } from "./wall-data";

interface Props {
  profile: Profile;
  view: View;
  own: boolean;
  wall: Hangs;
  place: Place;
}

export function Wall({ profile, view, own, wall, place }: Props) {
  const name = profile.person.username;
  const open = wall === "photographs";
  const guest = useMe() === null;
  const { query, posts, pinned } = useWall(profile, view, open);
  if (wall === "blocking") {
    return (
      <Empty icon="block" title={t("profile.blockedTitle", { name })}>
        <p>{t("profile.blockedHint")}</p>
      </Empty>
    );
  }
  if (!open) {
    return <Closed name={name} waits={wall === "waiting"} guest={guest} />;
  }
  if (query.isPending) {
    return <div className={css.waiting}>{view === "list" ? <PostShade /> : <GridShades cells={9} />}</div>;
  }
  if (!query.data) {
    return <Trouble error={query.error} again={() => void query.refetch()} />;
  }
  if (posts.length === 0) {
    return <Nothing view={view} name={name} own={own} />;
  }
  return (
    <>
      {view === "archive" ? <p className={css.hint}>{t("profile.archiveHint")}</p> : null}
      {view === "list" ? (
        <Prints posts={posts} place={place} label={labelOf(view, name)} />
      ) : (
        <Grid posts={posts} pinned={pinned} label={labelOf(view, name)} kept={view === "archive"} />
      )}
      <Endless query={query} shades={view === "list" ? <PostShade /> : <MoreShades shown={posts.length} />} />
    </>
  );
}

const labelOf = (view: View, name: string) =>
  view === "archive" ? t("profile.archive") : t(view === "tagged" ? "profile.taggedOf" : "profile.gridOf", { name });

function Closed({ name, waits, guest }: { name: string; waits: boolean; guest: boolean }) {
  const hint = guest ? "profile.privateGuest" : waits ? "profile.privateWaits" : "profile.privateHint";
  return (
    <Empty icon="lock" title={t("profile.privateTitle")}>
      <p>{t(hint, { name })}</p>
    </Empty>
  );
}

function Nothing({ view, name, own }: { view: View; name: string; own: boolean }) {
  if (view === "archive") {
    return (
      <Empty icon="archive" title={t("profile.noArchive")}>
        <p>{t("profile.noArchiveHint")}</p>
      </Empty>
    );
  }
  if (view === "tagged") {
    return (
      <Empty icon="tagged" title={t("profile.noTags", { name })}>
        <p>{t("profile.noTagsHint", { name })}</p>
      </Empty>
    );
  }
  return own ? (
    <Empty icon="image" title={t("profile.nothingMine")}>
      <p>{t("profile.nothingMineHint")}</p>
      <ButtonLink href="/publish" icon="plus" look="strong">
        {t("profile.publishFirst")}
      </ButtonLink>
    </Empty>
  ) : (
    <Empty icon="image" title={t("profile.nothing")}>
      <p>{t("profile.nothingHint", { name })}</p>
    </Empty>
  );
}
