// A list of people with one thing to do about each, which can be taken back.

import type { PersonAnswer } from "@client";
import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { itemsOf, names, type PageOf, queries } from "../../kit/query";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import type { IconName } from "../../parts/Icon";
import { complain, say } from "../../parts/Notices";
import { PersonRow, PersonShades } from "../../parts/People";

interface Props<T> {
  /** Under which name of the settings the list is kept. */
  name: string;
  load: (given: { cursor?: string; limit: number }) => Promise<PageOf<T>>;
  personOf: (item: T) => PersonAnswer;
  below?: (item: T) => ReactNode;
  /** What stands on the button, and what it is called for one person. */
  label: string;
  labelOf: (name: string) => string;
  act: (item: T) => Promise<unknown>;
  undo: (item: T) => Promise<unknown>;
  done: (name: string) => string;
  failed: (name: string) => string;
  empty: { icon: IconName; title: string; words: string; action?: ReactNode };
}

export function PeopleList<T extends object>({ name, load, personOf, below, empty, ...does }: Props<T>) {
  const key = names.settings(name);
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => load({ limit: 30, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const items = itemsOf(query.data as InfiniteData<PageOf<T & { id?: string }>>, (each) => personOf(each).id);
  const takeBack = (item: T) => {
    does
      .undo(item)
      .catch((error: unknown) => complain(t("settings.notSaved"), error))
      .finally(() => queries.invalidateQueries({ queryKey: key }));
  };
  const act = async (item: T) => {
    const { id, username } = personOf(item);
    const before = queries.getQueryData(key);
    queries.setQueryData<InfiniteData<PageOf<T>>>(key, (data) =>
      data
        ? {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              items: page.items.filter((each) => personOf(each).id !== id),
            })),
          }
        : data,
    );
    try {
      await does.act(item);
      say(does.done(username), { label: t("settings.undo"), action: () => takeBack(item) });
    } catch (error) {
      queries.setQueryData(key, before);
      complain(does.failed(username), error, () => act(item));
    }
  };
  if (query.isPending) {
    return <PersonShades />;
  }
  if (query.isError && !query.data) {
    return <Trouble error={query.error} again={() => void query.refetch()} />;
  }
  if (!items.length && !query.hasNextPage) {
    return (
      <Empty icon={empty.icon} title={empty.title}>
        <p>{empty.words}</p>
        {empty.action}
      </Empty>
    );
  }
  return (
    <div>
      <ul>
        {items.map((item) => {
          const person = personOf(item);
          return (
            <PersonRow key={person.id} person={person} below={below?.(item)}>
              <Button small aria-label={does.labelOf(person.username)} onClick={() => act(item)}>
                {does.label}
              </Button>
            </PersonRow>
          );
        })}
      </ul>
      <Endless query={query} shades={<PersonShades count={3} />} />
    </div>
  );
}
