// The first steps of a new member: a name, a face, and the address. Each can be left for later.

import { useState } from "react";
import { usePageTitle } from "../../app/Frame";
import { api } from "../../kit/api";
import { go } from "../../kit/place";
import { load, setPerson, useSession } from "../../kit/session";
import { ACCEPT, upload } from "../../kit/upload";
import { t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Button } from "../../parts/Button";
import { Field, Form, TextField } from "../../parts/Form";
import { Icon } from "../../parts/Icon";
import { complain } from "../../parts/Notices";
import css from "./Hello.module.css";
import { VerifyByCode } from "./VerifyByCode";

const NAME_MOST = 50;
const BIO_MOST = 150;

export default function Hello() {
  usePageTitle(t("letters.hello.title"));
  const { challenges } = useSession();
  const [step, setStep] = useState<"profile" | "verify">("profile");
  const [verifying] = useState(() => challenges.includes("verify_contact"));
  const home = () => go("/", { replace: true });
  return (
    <div className={css.hello}>
      {verifying ? (
        <ol className={css.steps} aria-label={t("letters.hello.steps")}>
          <li aria-current={step === "profile" ? "step" : undefined}>{t("letters.hello.profile")}</li>
          <li aria-current={step === "verify" ? "step" : undefined}>{t("letters.hello.address")}</li>
        </ol>
      ) : null}
      {step === "profile" ? (
        <Profile onDone={() => (verifying ? setStep("verify") : home())} />
      ) : (
        <>
          <h1 tabIndex={-1} ref={(title) => title?.focus()}>
            {t("letters.verify.title")}
          </h1>
          <VerifyByCode onDone={home} onSkip={home} />
        </>
      )}
    </div>
  );
}

function Profile({ onDone }: { onDone: () => void }) {
  const { person } = useSession();
  const [name, setName] = useState("");
  return (
    <>
      <h1 tabIndex={-1}>{t("letters.hello.title")}</h1>
      <p className="soft">{t("letters.hello.text")}</p>
      <Face name={name} />
      <Form
        send={async ({ name: called = "", bio = "" }) => {
          const change = {
            ...(called.trim() ? { name: called.trim() } : {}),
            ...(bio.trim() ? { bio: bio.trim() } : {}),
          };
          if (Object.keys(change).length) {
            const mine = await api.describeMe(change);
            setPerson(mine.person, mine.private);
          } else if (!person) {
            await load();
          }
          onDone();
        }}
      >
        {(busy) => (
          <>
            <Field
              label={t("letters.hello.name")}
              hint={t("letters.hello.nameHint")}
              name="name"
              value={name}
              onChange={(event) => setName(event.target.value)}
              autoComplete="name"
              maxLength={NAME_MOST}
            />
            <TextField
              label={t("letters.hello.bio")}
              hint={t("letters.hello.bioHint")}
              name="bio"
              maxLength={BIO_MOST}
            />
            <Button type="submit" look="strong" wide busy={busy}>
              {t("letters.hello.on")}
            </Button>
            <Button look="quiet" wide onClick={onDone}>
              {t("letters.later")}
            </Button>
          </>
        )}
      </Form>
    </>
  );
}

/** The picture of a profile: chosen, sent at once, shown while it is under way. */
function Face({ name }: { name: string }) {
  const { person } = useSession();
  const [shown, setShown] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const take = async (file: File) => {
    const address = URL.createObjectURL(file);
    setShown(address);
    setBusy(true);
    try {
      const sent = await upload(file, "avatar");
      const mine = await api.setMyAvatar({ mediaId: sent.mediaId });
      setPerson(mine.person, mine.private);
    } catch (error) {
      complain(t("letters.hello.faceFailed"), error, () => void take(file));
    } finally {
      setBusy(false);
      setShown(null);
      URL.revokeObjectURL(address);
    }
  };
  const mine = person ?? { username: "", avatar: null };
  return (
    <label className={css.face} aria-busy={busy || undefined}>
      <span className={css.picture}>
        {shown ? (
          <img src={shown} alt="" className={css.preview} />
        ) : (
          <Avatar person={{ ...mine, name: name || person?.name || "" }} size={96} />
        )}
        <span className={css.add}>
          <Icon name={person?.avatar ? "pen" : "plus"} small />
        </span>
      </span>
      <span>
        <span className={css.ask}>{t(person?.avatar ? "letters.hello.faceOther" : "letters.hello.face")}</span>
        <span className="soft small" aria-live="polite">
          {busy ? t("letters.hello.faceSending") : t("letters.hello.faceHint")}
        </span>
      </span>
      <input
        type="file"
        className="unseen"
        accept={ACCEPT}
        onClick={(event) => busy && event.preventDefault()}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) {
            void take(file);
          }
        }}
      />
    </label>
  );
}
