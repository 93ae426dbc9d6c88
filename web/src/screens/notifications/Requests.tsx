// Who asks to follow, and whom one asked oneself.

import type { RequestPage, Requests as RequestsAnswer } from "@client";
import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { usePageTitle } from "../../app/Frame";
import { api } from "../../kit/api";
import { itemsOf, names, queries } from "../../kit/query";
import { useSession } from "../../kit/session";
import { useHear } from "../../kit/socket";
import { t } from "../../kit/words";
import { Button, ButtonLink } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { complain } from "../../parts/Notices";
import { PersonRow, PersonShades } from "../../parts/People";
import { Ago } from "../../parts/Text";
import css from "./Notifications.module.css";
import tabs from "./Requests.module.css";

type Request = RequestsAnswer["items"][number];
type Side = "waiting" | "sent";

export default function Requests() {
  usePageTitle(t("requests.title"));
  const [side, setSide] = useState<Side>("waiting");
  return (
    <div className={css.screen}>
      <header className={css.head}>
        <h1 tabIndex={-1}>{t("requests.title")}</h1>
      </header>
      <div className={tabs.tabs}>
        {(["waiting", "sent"] as const).map((each) => (
          <button key={each} type="button" aria-pressed={side === each} onClick={() => setSide(each)}>
            {t(`requests.${each}`)}
          </button>
        ))}
      </div>
      {side === "waiting" ? <Waiting /> : <Sent />}
    </div>
  );
}

/** A list of requests of one side. */
function useRequests(side: Side) {
  return useInfiniteQuery({
    queryKey: [...names.requests, side],
    queryFn: ({ pageParam, signal }): Promise<RequestPage> => {
      const given = pageParam ? { cursor: pageParam } : {};
      return side === "waiting" ? api.listRequests(given, { signal }) : api.listSentRequests(given, { signal });
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
}

/** Take a request off the list at once; gives the way to put it back. */
function takeOff(side: Side, id: string): () => void {
  const name = [...names.requests, side];
  const before = queries.getQueryData<InfiniteData<RequestPage>>(name);
  queries.setQueryData<InfiniteData<RequestPage>>(name, (old) =>
    old
      ? {
          ...old,
          pages: old.pages.map((page) => ({ ...page, items: page.items.filter((each) => each.person.id !== id) })),
        }
      : old,
  );
  return () => queries.setQueryData(name, before);
}

function List({ side, empty, acts }: { side: Side; empty: ReactNode; acts: (request: Request) => ReactNode }) {
  const query = useRequests(side);
  const items = itemsOf(query.data, (each: Request & { id?: string }) => each.person.id);
  const again = () => void query.refetch();
  useHear("resumed", again);
  useHear("notification", ({ kind }) => kind === "request" && again());
  return (
    <>
      {query.isPending ? <PersonShades /> : null}
      {query.isError && !query.data ? <Trouble error={query.error} again={again} /> : null}
      <ul>
        {items.map((request) => (
          <PersonRow
            key={request.person.id}
            person={request.person}
            below={
              <>
                <bdi>{request.person.name}</bdi> · <Ago at={request.askedAt} />
              </>
            }
          >
            {acts(request)}
          </PersonRow>
        ))}
      </ul>
      <Endless query={query} shades={<PersonShades count={3} />} end={items.length ? null : empty} />
    </>
  );
}

function Waiting() {
  const { private: closed } = useSession();
  const decide = async ({ person }: Request, yes: boolean) => {
    const undo = takeOff("waiting", person.id);
    try {
      await (yes ? api.approveRequest(person.username) : api.declineRequest(person.username));
      queries.invalidateQueries({ queryKey: [...names.requests, "few"] });
    } catch (error) {
      undo();
      complain(t("requests.failed", { name: person.username }), error, () => decide({ person } as Request, yes));
    }
  };
  return (
    <List
      side="waiting"
      empty={
        <Empty icon="person" title={t("requests.emptyTitle")}>
          <p>{t(closed ? "requests.emptyPrivate" : "requests.emptyPublic")}</p>
          <ButtonLink href="/settings/privacy" icon="lock">
            {t("requests.privacy")}
          </ButtonLink>
        </Empty>
      }
      acts={(request) => (
        <>
          <Button
            small
            look="strong"
            aria-label={t("requests.approveLabel", { name: request.person.username })}
            onClick={() => decide(request, true)}
          >
            {t("requests.approve")}
          </Button>
          <Button
            small
            aria-label={t("requests.declineLabel", { name: request.person.username })}
            onClick={() => decide(request, false)}
          >
            {t("requests.decline")}
          </Button>
        </>
      )}
    />
  );
}

function Sent() {
  const withdraw = async ({ person }: Request) => {
    const undo = takeOff("sent", person.id);
    try {
      await api.unfollowPerson(person.username);
    } catch (error) {
      undo();
      complain(t("requests.withdrawFailed", { name: person.username }), error, () => withdraw({ person } as Request));
    }
  };
  return (
    <List
      side="sent"
      empty={
        <Empty icon="send" title={t("requests.noneSentTitle")}>
          <p>{t("requests.noneSent")}</p>
        </Empty>
      }
      acts={(request) => (
        <Button
          small
          aria-label={t("requests.withdrawLabel", { name: request.person.username })}
          onClick={() => withdraw(request)}
        >
          {t("requests.withdraw")}
        </Button>
      )}
    />
  );
}
