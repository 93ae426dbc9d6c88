// A group: its picture and name, its members and what admins may do about them, and leaving it.

import type { ConversationAnswer, MemberAnswer, MembersAnswer } from "@client";
import { lazy, Suspense, useState } from "react";
import { leaveIt, nameOf, patch, put, refresh, useMembers } from "../../chat";
import { api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { Button, IconButton } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Field, Form } from "../../parts/Form";
import { complain, say } from "../../parts/Notices";
import { PersonRow, PersonShades } from "../../parts/People";
import { Ask } from "../../parts/PersonMenu";
import { Menu, Sheet } from "../../parts/Sheet";
import { TalkPicture } from "../../parts/TalkPicture";
import { usePicture } from "../../parts/usePicture";
import { change } from "./Choices";
import css from "./Details.module.css";
import { actsOn, LONGEST_NAME, type MemberAct, roomFor } from "./group";

const AddPeople = lazy(() => import("./AddPeople"));

const may = (talk: ConversationAnswer) => talk.role === "admin" && talk.standing === "in";

export function GroupHead({ talk }: { talk: ConversationAnswer }) {
  const [open, setOpen] = useState<"picture" | "name" | null>(null);
  const { choose, stage, during, parts } = usePicture(async (mediaId) => {
    put(await api.changeConversation(talk.id, { picture: mediaId }));
    say(t("talks.pictureSaved"));
  }, t("talks.pictureFailed"));
  const busy = stage !== null;
  const without = () =>
    during(() =>
      change(
        talk,
        { picture: null },
        () => api.changeConversation(talk.id, { withoutPicture: true }),
        t("talks.pictureFailed"),
      ),
    );
  return (
    <div className={css.face}>
      <TalkPicture talk={talk} size={96} />
      <h2 className={css.name}>
        <bdi>{nameOf(talk)}</bdi>
      </h2>
      <p className="soft">{t("talks.members", { count: talk.members })}</p>
      {may(talk) ? (
        <div className={css.buttons}>
          <Button icon="pen" onClick={() => setOpen("name")}>
            {t("talks.rename")}
          </Button>
          <Button icon="image" busy={busy} onClick={() => (talk.picture ? setOpen("picture") : choose())}>
            {t("talks.picture")}
          </Button>
        </div>
      ) : null}
      <p className={css.stage} role="status">
        {stage}
      </p>
      {parts}
      {open === "picture" ? (
        <Menu
          title={t("talks.picture")}
          onClose={() => setOpen(null)}
          choices={[
            { label: t("talks.pictureOther"), onChoose: choose },
            { label: t("talks.pictureRemove"), danger: true, onChoose: () => void without() },
          ]}
        />
      ) : null}
      {open === "name" ? <Rename talk={talk} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

function Rename({ talk, onClose }: { talk: ConversationAnswer; onClose: () => void }) {
  return (
    <Sheet title={t("talks.rename")} onClose={onClose}>
      <Form
        label={t("talks.rename")}
        send={async ({ name = "" }) => {
          put(await api.changeConversation(talk.id, { name: name.trim() }));
          onClose();
        }}
      >
        {(busy) => (
          <>
            <Field
              label={t("talks.groupName")}
              hint={t("talks.groupNameHint")}
              name="name"
              defaultValue={talk.name}
              maxLength={LONGEST_NAME}
              autoComplete="off"
              autoFocus
            />
            <Button type="submit" look="strong" busy={busy}>
              {t("do.save")}
            </Button>
          </>
        )}
      </Form>
    </Sheet>
  );
}

export function Members({ talk }: { talk: ConversationAnswer }) {
  const [adding, setAdding] = useState(false);
  const query = useMembers(talk.id);
  const members = query.data?.items ?? [];
  const room = roomFor(talk.members);
  return (
    <section className={css.members} aria-labelledby="members">
      <header>
        <h2 id="members">{t("talks.membersTitle")}</h2>
        {may(talk) ? (
          <Button icon="plus" small disabled={room === 0} onClick={() => setAdding(true)}>
            {t("talks.add")}
          </Button>
        ) : null}
      </header>
      {may(talk) && room === 0 ? <p className="soft small">{t("refused.group-full")}</p> : null}
      {query.isPending ? <PersonShades count={Math.min(talk.members, 6)} /> : null}
      {query.isError && !query.data ? <Trouble error={query.error} again={() => void query.refetch()} /> : null}
      <ul aria-label={t("talks.membersTitle")}>
        {members.map((member) => (
          <Member key={member.person.id} talk={talk} member={member} />
        ))}
      </ul>
      {adding && query.data ? (
        <Suspense fallback={null}>
          <AddPeople talk={talk} members={members} room={room} onClose={() => setAdding(false)} />
        </Suspense>
      ) : null}
    </section>
  );
}

function Member({ talk, member }: { talk: ConversationAnswer; member: MemberAnswer }) {
  const mine = useMe();
  const [open, setOpen] = useState<"menu" | "remove" | null>(null);
  const { person } = member;
  const name = person.username;
  const acts = mine && may(talk) ? actsOn(member, { id: mine.id, role: talk.role }) : [];
  const words: Record<MemberAct, () => void> = {
    admin: () => void setRole(talk, member, "admin"),
    unadmin: () => void setRole(talk, member, "member"),
    remove: () => setTimeout(setOpen, 0, "remove"), // the focus goes back to the button in between
  };
  return (
    <PersonRow
      person={person}
      {...(member.standing === "asked"
        ? { below: t("talks.notYet") }
        : person.id === mine?.id
          ? { below: t("talks.you") }
          : {})}
    >
      {member.role === "admin" ? <span className={css.mark}>{t("talks.admin")}</span> : null}
      {acts.length ? (
        <IconButton
          icon="more"
          label={t("talks.memberMenu", { name })}
          aria-haspopup="dialog"
          onClick={() => setOpen("menu")}
        />
      ) : null}
      {open === "menu" ? (
        <Menu
          title={name}
          onClose={() => setOpen(null)}
          choices={acts.map((act) => ({
            label: t(`talks.act.${act}`),
            danger: act === "remove",
            ...(act === "admin" ? { hint: t("talks.adminMeans") } : {}),
            onChoose: words[act],
          }))}
        />
      ) : null}
      {open === "remove" ? (
        <Ask
          title={t("talks.removeTitle", { name })}
          words={t("talks.removeHint")}
          act={t("do.remove")}
          onAct={() => void remove(talk, member)}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </PersonRow>
  );
}

const showMembers = (talk: ConversationAnswer, how: (items: MemberAnswer[]) => MemberAnswer[]) =>
  queries.setQueryData<MembersAnswer>(names.members(talk.id), (now) => now && { ...now, items: how(now.items) });

async function setRole(talk: ConversationAnswer, member: MemberAnswer, role: MemberAnswer["role"]): Promise<void> {
  const { person } = member;
  const show = (what: MemberAnswer["role"]) =>
    showMembers(talk, (items) => items.map((each) => (each.person.id === person.id ? { ...each, role: what } : each)));
  await queries.cancelQueries({ queryKey: names.members(talk.id) });
  show(role);
  try {
    await api.setRole(talk.id, person.id, { role });
    void queries.invalidateQueries({ queryKey: names.members(talk.id) });
  } catch (error) {
    show(member.role);
    complain(t("talks.roleFailed", { name: person.username }), error, () => void setRole(talk, member, role));
  }
}

async function remove(talk: ConversationAnswer, member: MemberAnswer): Promise<void> {
  const { person } = member;
  await queries.cancelQueries({ queryKey: names.members(talk.id) });
  const before = queries.getQueryData<MembersAnswer>(names.members(talk.id));
  const count = (by: number) => patch(talk.id, (now) => ({ ...now, members: now.members + by }));
  showMembers(talk, (items) => items.filter((each) => each.person.id !== person.id));
  count(-1);
  try {
    await api.removeMember(talk.id, person.id);
    say(t("talks.removed", { name: person.username }));
    void refresh(talk.id);
  } catch (error) {
    queries.setQueryData(names.members(talk.id), before);
    count(1);
    complain(t("talks.removeFailed", { name: person.username }), error, () => void remove(talk, member));
  }
}

export function Leave({ talk }: { talk: ConversationAnswer }) {
  const mine = useMe();
  const [asking, setAsking] = useState(false);
  const name = nameOf(talk);
  const leave = async () => {
    if (!mine) {
      return;
    }
    try {
      await api.removeMember(talk.id, mine.id);
      leaveIt(talk.id);
      queries.removeQueries({ queryKey: names.members(talk.id) });
      say(t("talks.left", { name }));
    } catch (error) {
      complain(t("talks.leaveFailed", { name }), error, () => void leave());
    }
  };
  return (
    <>
      <Button look="danger" icon="out" className={css.leave ?? ""} onClick={() => setAsking(true)}>
        {t("talks.leave")}
      </Button>
      {asking ? (
        <Ask
          title={t("talks.leaveTitle", { name })}
          words={t(talk.role === "admin" ? "talks.leaveAdminHint" : "talks.leaveHint")}
          act={t("talks.leave")}
          onAct={() => void leave()}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
