// What can be done with a message: an emoji, a reply, and for one's own a change, or taking it back.

import type { MessageAnswer } from "@client";
import { useRef, useState } from "react";
import { ownReaction, react, unsend } from "../../chat";
import { me } from "../../kit/session";
import { t } from "../../kit/words";
import { say } from "../../parts/Notices";
import { Sheet } from "../../parts/Sheet";
import css from "./MessageMenu.module.css";

const QUICK = ["❤️", "😂", "😮", "😢", "😡", "👍"];
const MORE = [
  "🔥",
  "👏",
  "🎉",
  "🙏",
  "😍",
  "🥰",
  "😅",
  "🤔",
  "😴",
  "🙌",
  "💯",
  "✨",
  "👀",
  "💔",
  "🤝",
  "🌅",
  "☕",
  "🍀",
];
const EDITABLE = 15 * 60_000;

interface Props {
  id: string;
  message: MessageAnswer;
  onReply: () => void;
  onEdit: () => void;
  onClose: () => void;
}

export default function MessageMenu({ id, message, onReply, onEdit, onClose }: Props) {
  const [more, setMore] = useState(false);
  const row = useRef<HTMLFieldSetElement>(null);
  const mine = ownReaction(message);
  const own = message.sender === me()?.id;
  const young = Date.now() - Date.parse(message.sentAt) < EDITABLE;
  const close = (then: () => void) => () => {
    onClose();
    then();
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(message.text);
      say(t("direct.copied"));
    } catch {
      say(t("direct.copyFailed"), { bad: true });
    }
  };
  const faces = more ? [...QUICK, ...MORE] : QUICK;
  return (
    <Sheet title={t("direct.act")} look="list" onClose={onClose}>
      <fieldset ref={row} className={css.faces} aria-label={t("direct.react")}>
        {[...faces, ...(mine && !faces.includes(mine) ? [mine] : [])].map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={mine === each}
            aria-label={t(mine === each ? "direct.unreact" : "direct.reactWith", { emoji: each })}
            onClick={close(() => void react(id, message, mine === each ? null : each))}
          >
            {each}
          </button>
        ))}
        {more ? null : (
          <button type="button" className={css.more} aria-label={t("direct.otherEmoji")} onClick={() => setMore(true)}>
            +
          </button>
        )}
      </fieldset>
      <ul className={css.acts}>
        <Act label={t("direct.reply")} onPress={close(onReply)} />
        {message.text ? <Act label={t("direct.copy")} onPress={close(() => void copy())} /> : null}
        {own && young && message.text ? (
          <Act label={t("direct.edit")} hint={t("direct.editHint")} onPress={close(onEdit)} />
        ) : null}
        {own ? (
          <Act
            label={t("direct.unsend")}
            hint={t("direct.unsendHint")}
            danger
            onPress={close(() => void unsend(id, message))}
          />
        ) : null}
      </ul>
    </Sheet>
  );
}

function Act({
  label,
  hint,
  danger,
  onPress,
}: {
  label: string;
  hint?: string;
  danger?: boolean;
  onPress: () => void;
}) {
  return (
    <li>
      <button type="button" className={danger ? css.danger : undefined} onClick={onPress}>
        {label}
        {hint ? <span className="soft small">{hint}</span> : null}
      </button>
    </li>
  );
}
