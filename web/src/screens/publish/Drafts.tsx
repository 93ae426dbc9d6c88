// What one kept for later, and what goes out by itself.

import type { DraftAnswer, DraftAnswerPage } from "@client";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../kit/api";
import { go } from "../../kit/place";
import { names, queries } from "../../kit/query";
import { t } from "../../kit/words";
import { IconButton } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Icon } from "../../parts/Icon";
import { complain, say } from "../../parts/Notices";
import { PersonShades } from "../../parts/People";
import { Photo } from "../../parts/Photo";
import { Sheet } from "../../parts/Sheet";
import own from "./Drafts.module.css";
import { until } from "./finish";
import css from "./Publish.module.css";
import { set, work } from "./work";

export function Drafts({ onClose }: { onClose: () => void }) {
  const drafts = useQuery({
    queryKey: names.drafts,
    queryFn: all,
    staleTime: 0,
  });
  return (
    <Sheet title={t("publish.drafts")} onClose={onClose}>
      {drafts.isPending ? <PersonShades count={3} /> : null}
      {drafts.isError ? <Trouble error={drafts.error} again={() => void drafts.refetch()} /> : null}
      {drafts.data?.length === 0 ? (
        <Empty icon="pen" title={t("publish.drafts.none")}>
          <p className="soft">{t("publish.drafts.hint")}</p>
        </Empty>
      ) : null}
      <ul className={own.drafts}>
        {drafts.data?.map((draft) => (
          <Draft key={draft.id} draft={draft} onClose={onClose} />
        ))}
      </ul>
    </Sheet>
  );
}

function Draft({ draft, onClose }: { draft: DraftAnswer; onClose: () => void }) {
  const photos = draft.content.photos ?? [];
  const first = photos[0]?.mediaId;
  const picture = useQuery({
    queryKey: ["media", first],
    enabled: first !== undefined,
    retry: false,
    queryFn: async () => (await api.readMedia(first ?? "")).photo,
  });
  const words = draft.content.caption?.split("\n")[0]?.trim();

  async function take() {
    const before = drafts();
    write(before.filter(({ id }) => id !== draft.id));
    try {
      await api.deleteDraft(draft.id);
      if (work.get()?.draft?.id === draft.id) {
        set({ draft: null, key: crypto.randomUUID() }); // what lies on the table is new again
      }
      say(t("publish.draft.deleted"));
    } catch (error) {
      write(before);
      complain(t("publish.draft.stays"), error, () => void take());
    }
  }

  async function unschedule() {
    try {
      const now = await api.unscheduleDraft(draft.id);
      write(drafts().map((each) => (each.id === now.id ? now : each)));
    } catch (error) {
      complain("", error, () => void unschedule());
    }
  }

  return (
    <li>
      <button
        type="button"
        className={own.draft}
        onClick={() => {
          onClose();
          go(`/publish/${draft.id}`);
        }}
      >
        <span className={own.draftPhoto}>
          {picture.data ? (
            <Photo photo={{ ...picture.data, alt: "" }} widths="small" ratio={1} />
          ) : (
            <Icon name="image" />
          )}
        </span>
        <span>
          <span className={words ? own.draftWords : "soft"} dir="auto">
            {words || t("publish.draft.words")}
          </span>
          <span className="soft small">{t("publish.draft.photos", { count: photos.length })}</span>
          {draft.publishAt ? (
            <span className={own.due}>
              <Icon name="clock" small /> {t("publish.draft.at", { when: until(draft.publishAt) })}
            </span>
          ) : null}
          {draft.problem ? (
            <span className={css.wrong}>{t("publish.draft.failed", { why: draft.problem })}</span>
          ) : null}
        </span>
      </button>
      {draft.publishAt ? (
        <IconButton icon="clock" label={t("publish.draft.unschedule")} onClick={() => void unschedule()} />
      ) : null}
      <IconButton icon="bin" label={t("publish.draft.delete")} onClick={() => void take()} />
    </li>
  );
}

/** All of them: one has at most 100, and a page at most 50. */
async function all(): Promise<DraftAnswer[]> {
  const found: DraftAnswer[] = [];
  let cursor: string | null = null;
  do {
    const page: DraftAnswerPage = await api.listDrafts({ limit: 50, ...(cursor ? { cursor } : {}) });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return found;
}

const drafts = () => queries.getQueryData<DraftAnswer[]>(names.drafts) ?? [];
const write = (all: DraftAnswer[]) => void queries.setQueryData(names.drafts, all);
