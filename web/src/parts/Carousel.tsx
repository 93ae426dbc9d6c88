// One photograph, or several side by side: swiped, pressed, or moved with the arrow keys.

import type { PhotoAnswer, TaggedAnswer } from "@client";
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { count, t } from "../kit/words";
import { safeColor } from "./Avatar";
import { IconButton } from "./Button";
import css from "./Carousel.module.css";
import { frameRatio, slideAt, stepOf } from "./CarouselFrame";
import { Icon } from "./Icon";
import { Link } from "./Link";
import { personPath } from "./People";
import { Photo } from "./Photo";

interface Props {
  photos: PhotoAnswer[];
  /** Who is on them. */
  people?: TaggedAnswer[];
  /** Under this name the slide is remembered while the page lives: the post's id. */
  name: string;
  /** Load the first one at once. */
  eager?: boolean;
  /** Gives a photograph with new addresses when the old ones are over. */
  again?: (mediaId: string) => Promise<PhotoAnswer | null>;
}

const slides = new Map<string, number>();
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const turned = (element: Element) => getComputedStyle(element).direction === "rtl";

export function Carousel(props: Props) {
  const [only] = props.photos;
  return props.photos.length === 1 && only ? <Print {...props} photo={only} place={0} current /> : <Strip {...props} />;
}

function Strip(props: Props) {
  const { photos, name } = props;
  const [current, setCurrent] = useState(() => Math.min(slides.get(name) ?? 0, Math.max(0, photos.length - 1)));
  const seen = useRef(new Set<number>());
  const strip = useRef<HTMLUListElement>(null);
  const first = useRef(current);
  for (const near of [current - 1, current, current + 1]) {
    seen.current.add(near);
  }

  useLayoutEffect(() => {
    const element = strip.current;
    if (element && first.current > 0) {
      element.scrollLeft = (turned(element) ? -1 : 1) * first.current * element.clientWidth;
    }
  }, []);

  const move = (to: number) => {
    const element = strip.current;
    if (element) {
      const place = Math.max(0, Math.min(photos.length - 1, to));
      const left = (turned(element) ? -1 : 1) * place * element.clientWidth;
      element.scrollTo({ left, behavior: calm() ? "instant" : "smooth" });
    }
  };
  const settle = () => {
    const element = strip.current;
    if (element) {
      const now = slideAt(element.scrollLeft, element.clientWidth, photos.length);
      slides.set(name, now);
      setCurrent(now);
    }
  };
  const pressed = (event: KeyboardEvent<HTMLUListElement>) => {
    const step = event.target === strip.current ? stepOf(event.key, turned(event.currentTarget)) : 0;
    if (step) {
      event.preventDefault();
      move(current + step);
    }
  };

  const here = t("card.photoOf", { place: current + 1, all: photos.length });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      role="group"
      className={css.frame}
      style={{ aspectRatio: String(frameRatio(photos)), "--ratio": frameRatio(photos) } as React.CSSProperties}
      aria-label={t("card.photos", { count: photos.length })}
    >
      <ul
        ref={strip}
        className={css.strip}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keys
        tabIndex={0}
        aria-label={t("card.photosKeys")}
        onScroll={settle}
        onKeyDown={pressed}
      >
        {photos.map((photo, place) => (
          <li key={photo.mediaId} aria-label={t("card.photoOf", { place: place + 1, all: photos.length })}>
            {seen.current.has(place) ? (
              <Print {...props} photo={photo} place={place} current={place === current} />
            ) : (
              <span className={css.later} style={{ background: safeColor(photo.color) }} />
            )}
          </li>
        ))}
      </ul>
      {current > 0 ? (
        <IconButton
          icon="left"
          turns
          className={`${css.arrow} ${css.before}`}
          label={t("card.photoBefore")}
          onClick={() => move(current - 1)}
        />
      ) : null}
      {current < photos.length - 1 ? (
        <IconButton
          icon="right"
          turns
          className={`${css.arrow} ${css.after}`}
          label={t("card.photoAfter")}
          onClick={() => move(current + 1)}
        />
      ) : null}
      <p className={css.place} aria-hidden="true">
        {count(current + 1)}/{count(photos.length)}
      </p>
      <p className="unseen" role="status">
        {here}
      </p>
      <div className={css.dots} aria-hidden="true">
        {photos.map((photo, place) => (
          <span key={photo.mediaId} className={place === current ? css.on : undefined} />
        ))}
      </div>
    </div>
  );
}

/** One photograph with what lies on it: names of people, and a moving picture that plays when it is asked to. */
function Print({
  photo,
  place,
  people = [],
  eager = false,
  again,
  current,
}: Props & { photo: PhotoAnswer; place: number; current: boolean }) {
  const [named, setNamed] = useState(false);
  const [playing, setPlaying] = useState(false);
  const here = people.filter((each) => each.photo === place);
  return (
    <div className={css.print} style={{ "--ratio": photo.width / photo.height || 1 } as React.CSSProperties}>
      <Photo
        photo={photo}
        eager={eager && place === 0}
        alt={t("card.undescribed")}
        {...(again ? { again: () => again(photo.mediaId) } : {})}
      />
      {playing && current && photo.motion ? <img className={css.motion} src={photo.motion} alt="" /> : null}
      {photo.motion && current ? (
        <button
          type="button"
          className={`${css.chip} ${css.play}`}
          aria-pressed={playing}
          aria-label={t("card.play")}
          onClick={() => setPlaying(!playing)}
        >
          <Icon name={playing ? "pause" : "play"} filled small />
        </button>
      ) : null}
      {here.length && current ? (
        <button
          type="button"
          className={`${css.chip} ${css.who}`}
          aria-expanded={named}
          aria-label={t("card.tagged", { count: here.length })}
          onClick={() => setNamed(!named)}
        >
          <Icon name="person" filled small />
        </button>
      ) : null}
      {named && current ? (
        <ul className={css.tags} aria-label={t("card.tagged", { count: here.length })}>
          {here.map(({ person, x, y }) => (
            <li key={person.id} style={{ left: `${x * 100}%`, top: `${y * 100}%`, "--x": x } as React.CSSProperties}>
              <Link href={personPath(person)}>
                <bdi>{person.username}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
