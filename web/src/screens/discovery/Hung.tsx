// The posts of a hashtag or a place: the best or the newest first, which the address remembers.

import type { PostAnswerPage } from "@client";
import type { ReactNode } from "react";
import { type Place, requery } from "../../kit/place";
import { t } from "../../kit/words";
import { PostGrid, PostGridShades, usePosts } from "../../parts/PostGrid";
import { Segments } from "../../parts/Segments";
import { chosenIn, ORDERS, type Order, queryOf } from "./choice";
import css from "./Discovery.module.css";

const PAGE = 30; // rows of three

interface Asked {
  order: Order;
  limit: number;
  after?: string;
}

/** The posts in the order that the address asks for. `name`: under which they are kept. */
export function useHung(
  place: Place,
  name: readonly unknown[],
  read: (asked: Asked, signal: AbortSignal) => Promise<PostAnswerPage>,
) {
  const order = chosenIn(place.search, "order", ORDERS);
  const query = usePosts([...name, "posts", order], (after, signal) =>
    read({ order, limit: PAGE, ...(after ? { after } : {}) }, signal),
  );
  return { order, query };
}

interface Props {
  hung: ReturnType<typeof useHung>;
  /** Whether it is known how high the head is: until then stand-ins are here, which nothing can push down. */
  ready: boolean;
  label: string;
  empty: ReactNode;
  onAgain: () => void;
}

export function Hung({ hung: { order, query }, ready, label, empty, onAgain }: Props) {
  if (!ready) {
    return <PostGridShades />;
  }
  return (
    <Segments
      label={t("order.label")}
      options={ORDERS.map((each) => [each, t(`order.${each}`)] as const)}
      chosen={order}
      onChoose={(chosen) => requery(queryOf("order", ORDERS, chosen))}
      className={css.ways}
    >
      <PostGrid query={query} label={label} empty={empty} onAgain={onAgain} />
    </Segments>
  );
}
