// Where one writes: words, photographs, an answer to a message, or a change of one's own. What is begun is kept.

import type { MessageAnswer } from "@client";
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { edit, gist, personOf, sayWriting, setDraft, useDraft, usePeople, write } from "../../chat";
import { me } from "../../kit/session";
import { ACCEPT, whyNot } from "../../kit/upload";
import { count, t } from "../../kit/words";
import { IconButton } from "../../parts/Button";
import { Composer, type Writing } from "../../parts/Composer";
import { lengthOf } from "../../parts/ComposerWord";
import { Icon } from "../../parts/Icon";
import { say } from "../../parts/Notices";
import css from "./Write.module.css";

const LONGEST = 4000;
const MOST_PHOTOS = 10;
const EMOJI = ["❤️", "😂", "😍", "🔥", "👏", "🙏", "😮", "😢", "👍", "🎉"];

export interface WriteHandle {
  focus: () => void;
  add: (files: File[]) => void;
}

interface Picked {
  file: File;
  url: string;
}

interface Props {
  id: string;
  name: string;
  editing: MessageAnswer | null;
  /** The message that is answered. */
  answered: MessageAnswer | null;
  onEdited: () => void;
  onSent: () => void;
  handle: Ref<WriteHandle>;
}

export function Write({ id, name, editing, answered, onEdited, onSent, handle }: Props) {
  const draft = useDraft(id);
  const [changed, setChanged] = useState("");
  const [picked, setPicked] = useState<Picked[]>([]);
  const [faces, setFaces] = useState(false);
  const field = useRef<Writing | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const people = usePeople();
  const fine = useMemo(() => matchMedia("(pointer: fine)").matches, []);
  const urls = useRef<string[]>([]);
  urls.current = picked.map(({ url }) => url);
  useEffect(() => () => urls.current.forEach((url) => void URL.revokeObjectURL(url)), []);
  useEffect(() => {
    if (editing) {
      setChanged(editing.text);
      field.current?.focus();
    }
  }, [editing]);

  const add = (files: File[]) => {
    const bad = files.map(whyNot).find((each) => each !== null);
    const good = files.filter((file) => !whyNot(file));
    if (bad) {
      say(t(bad), { bad: true });
    }
    if (picked.length + good.length > MOST_PHOTOS) {
      say(t("direct.tooManyPhotos", { count: MOST_PHOTOS }), { bad: true });
    }
    setPicked([...picked, ...good.map((file) => ({ file, url: URL.createObjectURL(file) }))].slice(0, MOST_PHOTOS));
    field.current?.focus();
  };
  const latest = useRef(add);
  latest.current = add;
  useImperativeHandle(
    handle,
    () => ({ focus: () => field.current?.focus(), add: (files) => latest.current(files) }),
    [],
  );

  const text = editing ? changed : draft.text;
  const length = lengthOf(text);
  const sendable = length <= LONGEST && (text.trim() !== "" || picked.length > 0);
  const send = () => {
    if (!sendable) {
      return;
    }
    if (editing) {
      if (text.trim() !== editing.text) {
        void edit(id, editing, text.trim());
      }
      onEdited();
      return;
    }
    void write(id, { text, photos: picked.map(({ file }) => file), replyTo: draft.replyTo });
    setDraft(id, { text: "", replyTo: null });
    setPicked([]);
    setFaces(false);
    onSent();
    field.current?.focus();
  };
  const stop = () => {
    if (editing) {
      onEdited();
    } else {
      setDraft(id, { ...draft, replyTo: null });
    }
    field.current?.focus();
  };
  const sender = answered?.sender ? personOf(answered.sender) : undefined;
  const above = editing ?? (draft.replyTo === null ? null : answered);

  return (
    <form
      className={css.write}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onPaste={(event) => {
        const files = [...event.clipboardData.files];
        if (files.length && !editing) {
          event.preventDefault();
          add(files);
        }
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && (editing || draft.replyTo !== null)) {
          event.preventDefault();
          stop();
        }
      }}
    >
      {editing || draft.replyTo !== null ? (
        <div className={css.above}>
          <Icon name={editing ? "pen" : "reply"} turns={!editing} small />
          <p>
            <strong>
              {editing
                ? t("direct.editing")
                : answered?.sender === me()?.id
                  ? t("direct.replyingToSelf")
                  : t("direct.replyingTo", { name: sender?.name || sender?.username || t("direct.somebody") })}
            </strong>
            <span dir="auto">{above ? gist(above) : ""}</span>
          </p>
          <IconButton icon="close" label={t(editing ? "direct.notEditing" : "direct.notReplying")} onClick={stop} />
        </div>
      ) : null}
      {picked.length && !editing ? (
        <ul className={css.picked}>
          {picked.map(({ url }, place) => (
            <li key={url}>
              <img src={url} alt="" />
              <IconButton
                icon="close"
                label={t("direct.removePhoto", { count: place + 1 })}
                onClick={() => {
                  URL.revokeObjectURL(url);
                  setPicked(picked.filter((each) => each.url !== url));
                  field.current?.focus();
                }}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {faces ? (
        <fieldset className={css.faces} aria-label={t("direct.emoji")}>
          {EMOJI.map((each) => (
            <button
              key={each}
              type="button"
              aria-label={t("direct.addEmoji", { emoji: each })}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => field.current?.insert(each)}
            >
              {each}
            </button>
          ))}
        </fieldset>
      ) : null}
      <div className={css.line}>
        {editing ? null : (
          <>
            <IconButton icon="image" label={t("direct.addPhotos")} onClick={() => input.current?.click()} />
            <input
              ref={input}
              type="file"
              accept={ACCEPT}
              multiple
              hidden
              onChange={(event) => {
                add([...(event.target.files ?? [])]);
                event.target.value = "";
              }}
            />
          </>
        )}
        <div className={css.field}>
          <Composer
            id="message"
            label={t("direct.write")}
            placeholder={t("direct.placeholder")}
            value={text}
            onChange={(next) => {
              if (editing) {
                setChanged(next);
              } else {
                setDraft(id, { ...draft, text: next });
                if (next.trim()) {
                  sayWriting(id);
                }
              }
            }}
            most={LONGEST}
            above
            bare
            near={[...people.values()].filter((each) => each.id !== me()?.id).slice(0, 40)}
            writing={field}
            {...(fine ? { onSend: send } : {})}
          >
            <IconButton
              icon="smile"
              className={css.smile}
              label={t("direct.emoji")}
              aria-expanded={faces}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => setFaces(!faces)}
            />
          </Composer>
        </div>
        <button
          type="submit"
          className={css.send}
          disabled={!sendable}
          aria-label={t(editing ? "direct.sendEdit" : "direct.send")}
          title={t(editing ? "direct.sendEdit" : "direct.send")}
          onPointerDown={(event) => event.preventDefault()}
        >
          <Icon name={editing ? "check" : "send"} turns={!editing} />
        </button>
      </div>
      <span className="unseen" role="status">
        {picked.length ? `${t("direct.photos", { count: picked.length })} · ${count(picked.length)} · ${name}` : ""}
      </span>
    </form>
  );
}
