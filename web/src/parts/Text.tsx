// Text that people wrote: mentions, hashtags and addresses are links; nothing in it is ever markup. Offsets count code points.

import type { PostAnswer } from "@client";
import { Fragment, type ReactNode, useEffect, useReducer } from "react";
import { ago, dated } from "../kit/words";
import { Link } from "./Link";
import { tagPath } from "./paths";
import css from "./Text.module.css";

type Entity = PostAnswer["entities"][number];

/** The pieces of a text; entities that overlap or lie outside are left as text. */
export function pieces(text: string, entities: Entity[]): ReactNode[] {
  const points = Array.from(text);
  const nodes: ReactNode[] = [];
  let place = 0;
  for (const entity of [...entities].sort((one, other) => one.start - other.start)) {
    if (entity.start >= place && entity.end > entity.start && entity.end <= points.length) {
      nodes.push(points.slice(place, entity.start).join(""));
      nodes.push(<Piece key={entity.start} entity={entity} words={points.slice(entity.start, entity.end).join("")} />);
      place = entity.end;
    }
  }
  nodes.push(points.slice(place).join(""));
  return nodes;
}

function Piece({ entity, words }: { entity: Entity; words: string }) {
  if (entity.kind === "mention") {
    return <Link href={`/u/${encodeURIComponent(entity.username)}`}>{words}</Link>;
  }
  if (entity.kind === "hashtag") {
    return <Link href={tagPath(entity.tag)}>{words}</Link>;
  }
  if (/^https?:\/\//i.test(entity.url)) {
    return (
      <a href={entity.url} target="_blank" rel="noopener noreferrer nofollow ugc">
        {words}
      </a>
    );
  }
  return words;
}

export function RichText({ text, entities }: { text: string; entities: Entity[] }) {
  return (
    <span className={css.rich}>
      {pieces(text, entities).map((piece, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change places
        <Fragment key={place}>{piece}</Fragment>
      ))}
    </span>
  );
}

/** How long ago; it stays true while the page is open. */
export function Ago({ at }: { at: string }) {
  const [, again] = useReducer((turn: number) => turn + 1, 0);
  useEffect(() => {
    const timer = setInterval(again, 30_000);
    return () => clearInterval(timer);
  }, []);
  const date = new Date(at);
  return (
    <time dateTime={at} title={dated(date, { dateStyle: "full", timeStyle: "short" })}>
      {ago(date)}
    </time>
  );
}
