// Hashtags that one follows: at once on the page, put right again when the platform refuses.

import { api, type FollowedTags } from "../kit/api";
import { followedOthers, noteTag, wish } from "../kit/known";
import { names, queries } from "../kit/query";
import { t } from "../kit/words";
import { complain } from "./Notices";

/** The list with a tag in it or without, by the alphabet. */
export const withTag = (tags: readonly string[], tag: string, following: boolean): string[] => {
  const others = tags.filter((each) => each !== tag);
  return following ? [...others, tag].sort((one, other) => one.localeCompare(other)) : others;
};

/** Follow a hashtag or leave it. False when it was refused, which is said here. */
export async function setTagFollowed(tag: string, want: boolean): Promise<boolean> {
  const show = (following: boolean) => {
    noteTag(tag, following);
    queries.setQueryData<FollowedTags>(names.followedTags, (kept) =>
      kept ? { items: withTag(kept.items, tag, following) } : kept,
    );
  };
  show(want);
  try {
    await wish(`tag ${tag}`, !want, want, (on) => (on ? api.followTag(tag) : api.unfollowTag(tag)), show);
    followedOthers();
    return true;
  } catch (error) {
    complain(t(want ? "follow.failed" : "unfollow.failed", { name: `#${tag}` }), error, () =>
      setTagFollowed(tag, want),
    );
    return false;
  }
}
