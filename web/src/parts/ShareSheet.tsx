// Sending a post to people and conversations: choose some, add words or none, and it goes. Read when it is asked for.

import { useState } from "react";
import { ordered, useConversations } from "../chat";
import type { KnownPost } from "../kit/known";
import { go } from "../kit/place";
import { t } from "../kit/words";
import { Button } from "./Button";
import { Chooser, type Row } from "./Chooser";
import { Empty, Trouble } from "./Empty";
import { useFound } from "./found";
import { complain, say } from "./Notices";
import { PersonShades } from "./People";
import { copy, postPath } from "./PostCardActs";
import { rowOf, rowOfTalk } from "./rows";
import css from "./ShareSheet.module.css";
import { Sheet } from "./Sheet";
import { offered, send, type Target } from "./sharing";
import { talkPath } from "./talks";

const MOST = 20; // at once
const LONGEST = 4000;

export function ShareSheet({ post, onClose }: { post: KnownPost; onClose: () => void }) {
  const [written, setWritten] = useState("");
  const [chosen, setChosen] = useState<Target[]>([]);
  const [text, setText] = useState("");
  const recent = useConversations("inbox");
  const found = useFound(written);
  const targets = offered(ordered(recent.data), found.people, written);
  const rows = targets.map(rowOfTarget);
  const pending = recent.isPending || found.pending;
  const url = new URL(postPath(post.id), location.href).href;

  const toggle = ({ id }: Row) => {
    const there = chosen.some((each) => each.id === id);
    const target = targets.find((each) => each.id === id);
    if (there) {
      setChosen(chosen.filter((each) => each.id !== id));
    } else if (target && chosen.length < MOST) {
      setChosen([...chosen, target]);
    }
  };
  return (
    <Sheet title={t("talks.share")} onClose={onClose}>
      <div className={css.share}>
        <div className={css.others}>
          <Button
            icon="link"
            small
            onClick={() => {
              onClose();
              void copy(url);
            }}
          >
            {t("card.copy")}
          </Button>
          {"share" in navigator ? (
            <Button
              icon="share"
              small
              onClick={() => {
                onClose();
                navigator.share({ url, title: t("card.title", { name: post.author.username }) }).catch(() => {}); // they thought better of it
              }}
            >
              {t("talks.otherApp")}
            </Button>
          ) : null}
        </div>
        <Chooser
          label={t("talks.sendTo")}
          listLabel={t("talks.targets")}
          written={written}
          onWrite={setWritten}
          rows={rows}
          chosen={chosen.map(rowOfTarget)}
          onToggle={toggle}
          autoFocus
        >
          {pending ? <PersonShades count={5} /> : null}
          {!rows.length && found.error ? <Trouble error={found.error} again={found.again} /> : null}
          <div role="status">
            {!pending && !found.error && !found.looking && !rows.length ? (
              <Empty
                icon="person"
                title={found.search ? t("talks.nobody", { search: found.search }) : t("talks.nobodyYet")}
              >
                <p>{t("talks.findHint")}</p>
              </Empty>
            ) : null}
          </div>
        </Chooser>
        {chosen.length ? (
          <form
            className={css.foot}
            onSubmit={(event) => {
              event.preventDefault();
              onClose();
              void share(post, chosen, text.trim());
            }}
          >
            <input
              dir="auto"
              aria-label={t("talks.words")}
              placeholder={t("talks.words")}
              maxLength={LONGEST}
              autoComplete="off"
              enterKeyHint="send"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <Button type="submit" look="strong" icon="send">
              {chosen.length > 1 ? t("talks.sendCount", { count: chosen.length }) : t("talks.send")}
            </Button>
          </form>
        ) : null}
      </div>
    </Sheet>
  );
}

const rowOfTarget = (target: Target): Row => ("kind" in target ? rowOfTalk(target) : rowOf(target));

/** Sends, and says what became of it; those it did not reach can be tried again, without a second copy for anybody. */
async function share(
  post: KnownPost,
  targets: Target[],
  text: string,
  keys = new Map(targets.map((each) => [each.id, crypto.randomUUID() as string])),
): Promise<void> {
  const { sent, failed, error } = await send(post.id, targets, text, keys);
  if (failed.length) {
    const names = failed.map((each) => rowOfTarget(each).name).join(", ");
    complain(t("talks.notShared", { names }), error, () => void share(post, failed, text, keys));
  }
  const [only] = sent;
  if (only && sent.length === 1) {
    say(t("talks.shared", { name: rowOfTarget(only.target).name }), {
      label: t("talks.see"),
      action: () => go(talkPath(only.talk)),
    });
  } else if (sent.length) {
    say(t("talks.sharedMany", { count: sent.length }));
  }
}
