// What a message can have besides words: photographs, a shared post, what others think of it.

import type { MessageAnswer, PersonAnswer } from "@client";
import { freshPhotos, type Out, ownReaction, personOf, previewOf, react, useSharedPost } from "../../chat";
import { me } from "../../kit/session";
import { count, listed, t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { Photo } from "../../parts/Photo";
import css from "./BubbleParts.module.css";

const SHOWN_PHOTOS = 4;

export const shortOf = (person: PersonAnswer | undefined): string =>
  person?.name || person?.username || t("direct.somebody");

/** Of a photograph alone: a high one is narrower. */
const widthOf = (ratio: number): string => `min(${(20 * Math.min(1, Math.max(0.7, ratio))).toFixed(1)}rem, 66vw)`;

function gridOf(count: number): string | undefined {
  return count === 1 ? css.one : count === 3 ? css.three : css.many;
}

export function Photos({
  id,
  message,
  name,
  open,
}: {
  id: string;
  message: MessageAnswer;
  name: string | null;
  open: (place: number) => void;
}) {
  const { photos, seq } = message;
  const shown = photos.slice(0, SHOWN_PHOTOS);
  const more = photos.length - shown.length;
  return (
    <div className={`${css.photos} ${gridOf(shown.length)}`}>
      {shown.map((photo, place) => {
        const preview = previewOf(photo);
        const ratio = shown.length === 1 ? Math.min(1.9, Math.max(0.7, photo.width / photo.height || 1)) : 1;
        return (
          <button
            key={photo.mediaId}
            type="button"
            className={css.photo}
            style={{
              aspectRatio: String(ratio),
              ...(preview ? { backgroundImage: `url("${preview}")` } : {}),
              ...(shown.length === 1 ? { width: widthOf(ratio) } : {}),
            }}
            onClick={() => open(place)}
            aria-label={t("direct.openPhoto", { count: place + 1 })}
          >
            <Photo
              photo={photo}
              widths="grid"
              ratio={ratio}
              alt={
                name === null
                  ? t("direct.photoOwn", { count: place + 1 })
                  : t("direct.photoOf", { count: place + 1, name })
              }
              again={async () => (await freshPhotos(id, seq)).find((each) => each.mediaId === photo.mediaId) ?? null}
            />
            {more > 0 && place === shown.length - 1 ? (
              <span className={css.moreOf} aria-hidden="true">
                +{more}
              </span>
            ) : null}
          </button>
        );
      })}
    </div>
  );
}

export function OutPhotos({ out }: { out: Out }) {
  const shown = out.photos.slice(0, SHOWN_PHOTOS);
  return (
    <div className={`${css.photos} ${gridOf(shown.length)}`}>
      {shown.map((photo) => {
        const percent = Math.round(photo.sent * 100);
        const ratio = shown.length === 1 ? Math.min(1.9, Math.max(0.7, photo.ratio)) : 1;
        return (
          <span
            key={photo.key}
            className={css.photo}
            style={{
              aspectRatio: String(ratio),
              ...(photo.preview ? { backgroundImage: `url("${photo.preview}")` } : {}),
              ...(shown.length === 1 ? { width: widthOf(ratio) } : {}),
            }}
          >
            {photo.ready || out.state !== "sending" ? null : (
              <span className={css.progress}>
                <progress max={100} value={percent} aria-label={t("direct.uploadingLabel", { count: percent })} />
                <span aria-hidden="true">
                  {photo.sent >= 1 ? t("direct.preparing") : t("direct.uploading", { count: percent })}
                </span>
              </span>
            )}
          </span>
        );
      })}
    </div>
  );
}

/** A post that was shared, as it is now. */
export function SharedPost({ id }: { id: string }) {
  const post = useSharedPost(id);
  if (post === null) {
    return (
      <p className={css.postGone}>
        <Icon name="lock" small /> {t("direct.postGone")}
      </p>
    );
  }
  const photo = post?.photos[0];
  return (
    <Link
      href={`/p/${id}`}
      over
      className={css.post}
      aria-label={post ? t("direct.postOf", { name: post.author.username }) : undefined}
    >
      <span className={css.author}>
        {post ? <Avatar person={post.author} size={32} /> : <span className={`shade ${css.round}`} />}
        <bdi className="who">{post?.author.username ?? ""}</bdi>
      </span>
      <span className={css.print}>
        {photo ? <Photo photo={photo} widths="grid" ratio={1} alt="" /> : <span className="shade" />}
        {post && post.photos.length > 1 ? (
          <span className={css.several}>
            <Icon name="many" />
          </span>
        ) : null}
      </span>
      {post?.caption ? (
        <span className={css.caption} dir="auto">
          {post.caption}
        </span>
      ) : null}
    </Link>
  );
}

export function Reactions({ id, message, open }: { id: string; message: MessageAnswer; open: boolean }) {
  const mine = ownReaction(message);
  return (
    <ul className={css.reactions} aria-label={t("direct.reactions")}>
      {message.reactions.map(({ emoji, people }) => (
        <li key={emoji}>
          <button
            type="button"
            disabled={!open}
            aria-pressed={mine === emoji}
            aria-label={t("direct.reaction", { emoji, count: people.length })}
            title={listed(people.map((each) => (each === me()?.id ? t("direct.you") : shortOf(personOf(each)))))}
            onClick={() => void react(id, message, mine === emoji ? null : emoji)}
          >
            <span aria-hidden="true">{emoji}</span>
            {people.length > 1 ? (
              <span className="tabular" aria-hidden="true">
                {count(people.length)}
              </span>
            ) : null}
          </button>
        </li>
      ))}
    </ul>
  );
}
