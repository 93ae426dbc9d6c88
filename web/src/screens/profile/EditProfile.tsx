// The form that changes one's own profile: picture, name, pronouns, a few words, links. Settings show it as their part.

import type { Profile } from "@client";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api, Refused } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { setPerson, useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { Button, IconButton } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Field, Form, TextField } from "../../parts/Form";
import { Link } from "../../parts/Link";
import { say } from "../../parts/Notices";
import css from "./EditProfile.module.css";
import { type LinkWrongs, linksOf, MOST_LINKS, type Row, shifted, wrongLinks } from "./link-rows";
import { Picture } from "./Picture";

const LONGEST_BIO = 500;
const LONGEST_NAME = 50;
const LONGEST_PRONOUNS = 30;
const LONGEST_TITLE = 50;
const LONGEST_URL = 500;
const NEAR = 80; // characters left from which on they are counted for those who hear the page

/** Everything on the page shows what is stored now. */
function took(profile: Profile): void {
  setPerson(profile.person, profile.private);
  queries.setQueryData(names.person(profile.person.username), profile);
}

export function EditProfile() {
  const me = useMe();
  const name = me?.username ?? "";
  const query = useQuery({
    queryKey: names.person(name),
    queryFn: ({ signal }) => api.showPerson(name, { signal }),
    enabled: name !== "",
  });
  if (query.isPending) {
    return <Waiting />;
  }
  if (!query.data) {
    return <Trouble error={query.error} again={() => void query.refetch()} />;
  }
  return (
    <div className={css.edit}>
      <Picture person={query.data.person} onChange={took} />
      <Words profile={query.data} />
    </div>
  );
}

function Words({ profile }: { profile: Profile }) {
  const [bio, setBio] = useState(profile.bio);
  const [rows, setRows] = useState<Row[]>(() => profile.links.map((each, key) => ({ key, ...each })));
  const [wrongs, setWrongs] = useState<LinkWrongs>({});
  const left = LONGEST_BIO - Array.from(bio).length;

  async function send(values: Record<string, string>) {
    setWrongs({});
    try {
      const { name = "", pronouns = "" } = values;
      took(await api.describeMe({ name, pronouns, bio, links: linksOf(rows) }));
      say(t("profile.edit.saved"));
    } catch (error) {
      if (error instanceof Refused) {
        setWrongs(wrongLinks(error.problem.errors, rows));
      }
      throw error;
    }
  }

  return (
    <Form send={send} label={t("profile.edit.title")}>
      {(busy) => (
        <>
          <Field
            label={t("profile.edit.name")}
            hint={t("profile.edit.nameHint")}
            name="name"
            defaultValue={profile.person.name}
            maxLength={LONGEST_NAME}
            autoComplete="name"
            required
          />
          <div className={css.username}>
            <span>{t("profile.edit.username")}</span>
            <bdi className="who">{profile.person.username}</bdi>
            <Link href="/settings/account">{t("profile.edit.usernameChange")}</Link>
          </div>
          <Field
            label={t("profile.edit.pronouns")}
            hint={t("profile.edit.pronounsHint")}
            name="pronouns"
            defaultValue={profile.pronouns}
            maxLength={LONGEST_PRONOUNS}
            autoComplete="off"
          />
          <div>
            <TextField
              label={t("profile.edit.bio")}
              hint={t("profile.edit.bioHint")}
              name="bio"
              rows={5}
              value={bio}
              onChange={(event) => setBio(event.target.value)}
            />
            <p className={`${css.left} ${left < 0 ? css.over : ""}`} aria-live={left < NEAR ? "polite" : "off"}>
              {left < 0 ? t("profile.edit.over", { count: -left }) : t("profile.edit.left", { count: left })}
            </p>
          </div>
          <Links rows={rows} wrongs={wrongs} onChange={setRows} />
          <div className={css.save}>
            <Button type="submit" look="strong" busy={busy} disabled={left < 0}>
              {t("do.save")}
            </Button>
          </div>
        </>
      )}
    </Form>
  );
}

function Links({ rows, wrongs, onChange }: { rows: Row[]; wrongs: LinkWrongs; onChange: (rows: Row[]) => void }) {
  const list = useRef<HTMLOListElement>(null);
  const next = useRef(rows.length);
  const change = (key: number, to: Partial<Row>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...to } : row)));
  const add = () => {
    onChange([...rows, { key: next.current++, url: "", title: "" }]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>("li:last-child input")?.focus());
  };
  const remove = (key: number) => {
    onChange(rows.filter((row) => row.key !== key));
    // The focus would be nowhere once the row is gone.
    requestAnimationFrame(() => document.getElementById("add-link")?.focus());
  };
  return (
    <fieldset className={css.links}>
      <legend>{t("profile.edit.links")}</legend>
      <p className="soft small">{t("profile.edit.linksHint", { count: MOST_LINKS })}</p>
      <ol ref={list}>
        {rows.map((row, place) => {
          const number = place + 1;
          return (
            <li key={row.key} className={css.link} aria-label={t("profile.edit.link", { number })}>
              <Field
                label={t("profile.edit.url")}
                name={`url-${row.key}`}
                type="url"
                inputMode="url"
                dir="ltr"
                placeholder="https://"
                maxLength={LONGEST_URL}
                autoComplete="url"
                value={row.url}
                wrong={wrongs[row.key]?.url}
                onChange={(event) => change(row.key, { url: event.target.value })}
              />
              <Field
                label={t("profile.edit.linkTitle")}
                name={`title-${row.key}`}
                maxLength={LONGEST_TITLE}
                autoComplete="off"
                value={row.title}
                wrong={wrongs[row.key]?.title}
                onChange={(event) => change(row.key, { title: event.target.value })}
              />
              <div className={css.linkActs}>
                <IconButton
                  icon="up"
                  label={t("profile.edit.linkUp", { number })}
                  disabled={place === 0}
                  onClick={() => onChange(shifted(rows, row.key, -1))}
                />
                <IconButton
                  icon="down"
                  label={t("profile.edit.linkDown", { number })}
                  disabled={place === rows.length - 1}
                  onClick={() => onChange(shifted(rows, row.key, 1))}
                />
                <IconButton
                  icon="bin"
                  label={t("profile.edit.removeLink", { number })}
                  onClick={() => remove(row.key)}
                />
              </div>
            </li>
          );
        })}
      </ol>
      <Button id="add-link" icon="plus" disabled={rows.length >= MOST_LINKS} onClick={add}>
        {t("profile.edit.addLink")}
      </Button>
    </fieldset>
  );
}

/** Grey stand-ins of the form. */
function Waiting() {
  return (
    <div className={css.edit} aria-hidden="true">
      <div className={css.picture}>
        <span className={`shade ${css.face}`} />
      </div>
      {[1, 2, 3].map((each) => (
        <span key={each} className={`shade ${css.field}`} />
      ))}
    </div>
  );
}
