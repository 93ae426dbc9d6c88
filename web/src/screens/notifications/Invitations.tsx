// Posts to whose authors one is invited.

import type { PostAnswer } from "@client";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../kit/api";
import { queries } from "../../kit/query";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Link } from "../../parts/Link";
import { complain } from "../../parts/Notices";
import { Photo } from "../../parts/Photo";
import css from "./Notifications.module.css";

const NAME = ["invitations"];

export const useInvitations = () => useQuery({ queryKey: NAME, queryFn: () => api.listInvitations({ limit: 5 }) });

export function Invitations() {
  const { data } = useInvitations();
  if (!data?.items.length) {
    return null;
  }
  const answer = async (post: PostAnswer, yes: boolean) => {
    queries.setQueryData(NAME, { ...data, items: data.items.filter((each) => each.id !== post.id) });
    try {
      await (yes ? api.acceptInvitation(post.id) : api.leavePost(post.id));
    } catch (error) {
      queries.setQueryData(NAME, data);
      complain(t("notifications.inviteFailed"), error, () => answer(post, yes));
    }
  };
  return (
    <ul>
      {data.items.map((post) => (
        <li key={post.id} className={css.invitation}>
          {post.photos[0] ? (
            <Link href={`/p/${post.id}`} className={css.invited} aria-label={t("notifications.open")}>
              <Photo photo={{ ...post.photos[0], alt: "" }} widths="grid" ratio={1} />
            </Link>
          ) : null}
          <div className={css.words}>
            <h2>{t("notifications.inviteTitle", { name: post.author.username })}</h2>
            <p className="soft small">{t("notifications.inviteText", { name: post.author.username })}</p>
            <div className={css.acts}>
              <Button small look="strong" onClick={() => answer(post, true)}>
                {t("notifications.accept")}
              </Button>
              <Button small onClick={() => answer(post, false)}>
                {t("notifications.decline")}
              </Button>
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
