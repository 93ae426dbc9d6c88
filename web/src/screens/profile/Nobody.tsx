// Nobody has this name, or nobody for this reader. The platform hides whom one has blocked, from oneself, too: the own
// list of blocks tells who it is, and they can be unblocked here.

import { useQuery } from "@tanstack/react-query";
import { usePageTitle } from "../../app/Frame";
import { api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { Button, ButtonLink } from "../../parts/Button";
import { Empty } from "../../parts/Empty";
import { setBlocking } from "../../parts/PersonMenu";

const MOST = 50; // of one's blocks, the newest first: an older one is undone in the settings

export function Nobody({ username }: { username: string }) {
  const mine = useMe();
  const blocks = useQuery({
    queryKey: ["blocked-one", username],
    queryFn: async ({ signal }) => {
      const { items } = await api.listBlocked({ limit: MOST }, { signal });
      return items.find((person) => person.username === username) ?? null;
    },
    enabled: mine !== null,
    retry: false,
    staleTime: 0,
  });
  const blocked = blocks.data;
  usePageTitle(blocked ? username : t("profile.nobodyTitle"));
  if (mine && blocks.isPending) {
    return (
      <h1 className="unseen" tabIndex={-1}>
        {username}
      </h1>
    );
  }
  if (blocked) {
    const unblock = async () => {
      await setBlocking(blocked, null, false);
      await queries.resetQueries({ queryKey: names.person(username) });
      queries.removeQueries({ queryKey: ["blocked-one", username] });
    };
    return (
      <Empty icon="block" title={t("profile.blockedTitle", { name: username })} level={1}>
        <p>{t("profile.blockedHint")}</p>
        <Button onClick={() => void unblock()}>{t("do.unblock")}</Button>
      </Empty>
    );
  }
  return (
    <Empty icon="person" title={t("profile.nobodyTitle")} level={1}>
      <p>{t("profile.nobodyHint", { name: `@${username}` })}</p>
      {mine ? (
        <ButtonLink href="/search" icon="find">
          {t("profile.find")}
        </ButtonLink>
      ) : (
        <ButtonLink href="/">{t("profile.home")}</ButtonLink>
      )}
    </Empty>
  );
}
