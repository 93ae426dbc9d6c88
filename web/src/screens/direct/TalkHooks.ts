// What a conversation on the screen does: it goes to messages, knows who has seen which, and takes files.

import type { MemberAnswer, MessageAnswer } from "@client";
import {
  type DragEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useState,
} from "react";
import { bring, enter, findMessage, known, type Line, show } from "../../chat";
import type { LogHandle } from "./Log";
import { rowOf, seenAt } from "./talk-rows";

const LIT = 1800;
const MANY_NEW = 25; // unread messages from which one begins at the first of them, and not at the end

/** Begin at the message that was asked for, or where one was; `jump` goes to another. `lit` shows which it is. */
export function useLit(id: string, asked: number | null, line: Line | null, log: RefObject<LogHandle | null>) {
  const [lit, setLit] = useState<number | null>(null);
  useEffect(() => {
    const hide = show(id);
    const first = (asked ?? (known(id)?.unread ?? 0) > MANY_NEW) ? (asked ?? known(id)?.read ?? null) : null;
    void enter(id, first).then(async () => {
      if (asked && (await bring(id, asked))) {
        setLit(asked);
      }
    });
    return hide;
  }, [id, asked]);
  useEffect(() => {
    const timer = lit === null ? 0 : setTimeout(() => setLit(null), LIT);
    return () => clearTimeout(timer);
  }, [lit]);

  // the row of a message that one goes to can only be found once it is drawn
  const wished = lit === null ? undefined : line?.items.find(({ seq }) => seq === lit);
  const wishedKey = wished && rowOf(wished);
  useLayoutEffect(() => {
    if (wishedKey) {
      log.current?.toRow(wishedKey);
    }
  }, [wishedKey, log]);

  const jump = useCallback(
    async (seq: number) => {
      setLit(null);
      if (await bring(id, seq)) {
        setLit(seq);
      }
    },
    [id],
  );
  return { lit, jump };
}

/** Draws again: what came while the page was out of sight is read when it is in sight again. */
export function useInSight(): void {
  const [, look] = useReducer((turn: number) => turn + 1, 0);
  useEffect(() => {
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
}

/** Who has seen a group's messages: the people below the last that each has read. */
export function useSeen(group: boolean, line: Line | null, marks: MemberAnswer[] | undefined, self: string) {
  return useMemo(
    () =>
      group && line && !line.newer && marks
        ? seenAt(
            line.items,
            marks
              .filter(({ person, read }) => person.id !== self && read > 0)
              .map(({ person, read }) => ({ person: person.id, read })),
          )
        : null,
    [group, line, marks, self],
  );
}

/** Files that are dragged here, and let go. */
export function useDropping(open: boolean, add: (files: File[]) => void) {
  const [dropping, setDropping] = useState(false);
  const drops = {
    onDragOver: (event: DragEvent) => {
      if (open && event.dataTransfer.types.includes("Files")) {
        event.preventDefault();
        setDropping(true);
      }
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) {
        setDropping(false);
      }
    },
    onDrop: (event: DragEvent) => {
      setDropping(false);
      if (open && event.dataTransfer.files.length) {
        event.preventDefault();
        add([...event.dataTransfer.files]);
      }
    },
  };
  return { dropping, drops };
}

/** The message that the draft answers. */
export function useAnswered(id: string, seq: number | null): MessageAnswer | null {
  const [found, setFound] = useState<MessageAnswer | null>(null);
  useEffect(() => {
    let over = false;
    setFound(null);
    if (seq !== null) {
      findMessage(id, seq)
        .then((message) => over || setFound(message))
        .catch(() => {});
    }
    return () => {
      over = true;
    };
  }, [id, seq]);
  return found;
}
