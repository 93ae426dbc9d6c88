// What one comes to from a letter, or to ask for one: a forgotten password, a new one, an address to verify.
// A token in the address is taken out of it at once: it must not stay in the history or on a screen.

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { api, Refused } from "../../kit/api";
import { go, want, wanted } from "../../kit/place";
import { load, useSession } from "../../kit/session";
import { sentence } from "../../kit/trouble";
import { rich, t } from "../../kit/words";
import { Button, ButtonLink } from "../../parts/Button";
import { Field, Form } from "../../parts/Form";
import type { IconName } from "../../parts/Icon";
import { Sign } from "../../parts/Sign";
import css from "./Door.module.css";
import { NewPassword } from "./NewPassword";
import { PASSWORD_LEAST, tokenOf } from "./rules";
import { VerifyByCode } from "./VerifyByCode";

export default function Letters({ params, place }: ScreenProps) {
  const [token] = useState(() => tokenOf(place.hash));
  useEffect(() => {
    if (location.hash) {
      history.replaceState(history.state, "", location.pathname);
    }
  }, []);
  if (params.letter === "forgotten") {
    return <Forgotten />;
  }
  if (params.letter === "reset") {
    return token ? <Reset token={token} /> : <Spent />;
  }
  return token ? <ByLink token={token} /> : <ByCode />;
}

/** A calm column: a sign, a title, and what there is to do. */
export function Letter({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  usePageTitle(title);
  return (
    <div className={css.letter}>
      <Sign icon={icon} />
      <h1 tabIndex={-1}>{title}</h1>
      {children}
    </div>
  );
}

function Forgotten() {
  const [asked, setAsked] = useState<string | null>(null);
  if (asked !== null) {
    return (
      <Letter icon="letter" title={t("letters.sent.title")}>
        <p>{rich("letters.sent.text", { login: <bdi className="who">{asked}</bdi> })}</p>
        <p className="soft">{t("letters.sent.wait")}</p>
        <Button onClick={() => setAsked(null)}>{t("letters.sent.other")}</Button>
      </Letter>
    );
  }
  return (
    <Letter icon="key" title={t("letters.forgotten.title")}>
      <p className="soft">{t("letters.forgotten.text")}</p>
      <Form
        send={async ({ login = "" }) => {
          await api.forgotPassword({ login: login.trim() });
          setAsked(login.trim());
        }}
      >
        {(busy) => (
          <>
            <Field
              label={t("door.login")}
              name="login"
              dir="ltr"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
            <Button type="submit" look="strong" wide busy={busy}>
              {t("letters.forgotten.send")}
            </Button>
          </>
        )}
      </Form>
    </Letter>
  );
}

function Reset({ token }: { token: string }) {
  const [state, setState] = useState<"open" | "done" | "spent">("open");
  if (state === "spent") {
    return <Spent />;
  }
  if (state === "done") {
    return (
      <Letter icon="check" title={t("letters.reset.done")}>
        <p className="soft">{t("letters.reset.doneText")}</p>
        <ButtonLink href="/" look="strong" wide>
          {t("door.signIn")}
        </ButtonLink>
      </Letter>
    );
  }
  return (
    <Letter icon="key" title={t("letters.reset.title")}>
      <p className="soft">{t("letters.reset.text")}</p>
      <Form
        send={async ({ password = "" }) => {
          try {
            await api.resetPassword({ token, password });
            setState("done");
          } catch (error) {
            if (refused(error)) {
              setState("spent");
              return;
            }
            throw error;
          }
        }}
      >
        {(busy) => (
          <>
            <NewPassword label={t("letters.reset.password")} least={PASSWORD_LEAST} />
            <Button type="submit" look="strong" wide busy={busy}>
              {t("letters.reset.save")}
            </Button>
          </>
        )}
      </Form>
    </Letter>
  );
}

/** A letter that works no more. */
function Spent() {
  return (
    <Letter icon="clock" title={t("letters.spent.title")}>
      <p className="soft">{t("letters.spent.reset")}</p>
      <ButtonLink href="/forgotten" look="strong" wide>
        {t("letters.forgotten.send")}
      </ButtonLink>
    </Letter>
  );
}

function ByLink({ token }: { token: string }) {
  const { state } = useSession();
  const answer = useQuery({
    queryKey: ["verify", token],
    queryFn: async () => {
      await api.verifyByLink({ token });
      return true;
    },
    retry: false,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const good = answer.isSuccess;
  useEffect(() => {
    if (good && state === "member") {
      void refreshed();
    }
  }, [good, state]);
  if (answer.isPending) {
    return (
      <Letter icon="letter" title={t("letters.verify.working")}>
        <span className={`shade ${css.line}`} />
      </Letter>
    );
  }
  if (answer.isError) {
    return (
      <Letter icon="clock" title={t("letters.spent.title")}>
        <p className="soft" role="alert">
          {refused(answer.error) ? t("letters.spent.verify") : sentence(answer.error)}
        </p>
        {state === "member" ? (
          <VerifyByCode onDone={() => go("/")} />
        ) : (
          <ButtonLink href="/">{t("door.signIn")}</ButtonLink>
        )}
      </Letter>
    );
  }
  return <Verified />;
}

function Verified() {
  const { state } = useSession();
  return (
    <Letter icon="check" title={t("letters.verify.done")}>
      <p className="soft">{t("letters.verify.doneText")}</p>
      <ButtonLink href="/" look="strong" wide>
        {t(state === "member" ? "letters.toPhotographs" : "door.signIn")}
      </ButtonLink>
    </Letter>
  );
}

/** Without a link: by the code of the letter, for who is signed in. */
function ByCode() {
  const { state, challenges } = useSession();
  if (state === "unknown") {
    return null;
  }
  if (state !== "member") {
    return (
      <Letter icon="letter" title={t("letters.verify.title")}>
        <p className="soft">{t("letters.verify.signIn")}</p>
        <Button
          look="strong"
          wide
          onClick={() => {
            want("/verify");
            go("/");
          }}
        >
          {t("door.signIn")}
        </Button>
      </Letter>
    );
  }
  if (!challenges.includes("verify_contact")) {
    return <Verified />;
  }
  return (
    <Letter icon="letter" title={t("letters.verify.title")}>
      <VerifyByCode
        onDone={() => {
          const next = wanted();
          want(null);
          go(next ?? "/", { replace: true });
        }}
      />
    </Letter>
  );
}

const refused = (error: unknown): boolean => error instanceof Refused && error.code === "letter-refused";

async function refreshed(): Promise<void> {
  await load((await api.openChallenges()).challenges);
}
