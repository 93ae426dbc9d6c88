// The door: a wall of photographs, and a form to come in by.

import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { farewell, signIn } from "../../kit/session";
import { useStore } from "../../kit/store";
import { loadLater, t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Field, Form, PasswordField } from "../../parts/Form";
import { Link } from "../../parts/Link";
import { complain } from "../../parts/Notices";
import css from "./Door.module.css";
import { cast, Guests } from "./Guests";
import { DoorFrame } from "./Open";
import { closed, knowsPasskeys, offerPasskeys, signInWithPasskey } from "./passkey";

const SecondStep = lazy(async () => {
  const [module] = await Promise.all([import("./SecondStep"), loadLater()]);
  return module;
});

export function Welcome() {
  const [challenge, setChallenge] = useState<string | null>(null);
  if (challenge !== null) {
    return (
      <DoorFrame>
        <Suspense fallback={null}>
          <SecondStep challengeToken={challenge} onBack={() => setChallenge(null)} />
        </Suspense>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame>
      <h1 tabIndex={-1}>{t("door.title")}</h1>
      <Why />
      <SignIn onChallenge={setChallenge} />
      <p className={css.other}>
        {t("door.new")} <Link href="/sign-up">{t("door.make")}</Link>
      </p>
      <Lookers />
    </DoorFrame>
  );
}

/** Why one is here again: the session was ended from elsewhere. */
function Why() {
  const why = useStore(farewell);
  return why ? (
    <p className={css.said} role="status">
      {t(`door.why.${why}`)}
    </p>
  ) : null;
}

function SignIn({ onChallenge }: { onChallenge: (token: string) => void }) {
  const [asking, setAsking] = useState(false);
  const offer = useRef<AbortController | null>(null);
  useEffect(() => () => offer.current?.abort(), []);

  /** From the first sign that somebody wants to sign in; each offer is a request. */
  const makeOffer = () => {
    if (!offer.current) {
      offer.current = new AbortController();
      offerPasskeys(offer.current.signal, (error) => complain(t("door.failed"), error)).catch(() => {
        // nothing is suggested then; the button still asks
      });
    }
  };
  const usePasskey = async () => {
    offer.current?.abort(); // the browser asks one question at a time
    setAsking(true);
    try {
      await signInWithPasskey();
    } catch (error) {
      if (!closed(error)) {
        complain(t("door.failed"), error, usePasskey);
      }
    } finally {
      setAsking(false);
    }
  };
  return (
    <div className={css.ways}>
      <Form
        label={t("door.signIn")}
        send={async ({ login = "", password = "" }) => {
          const challenge = await signIn({ login: login.trim(), password });
          if (challenge) {
            offer.current?.abort();
            onChallenge(challenge.value);
          }
        }}
      >
        {(busy) => (
          <>
            <Field
              label={t("door.login")}
              name="login"
              dir="ltr"
              autoComplete="username webauthn"
              autoCapitalize="none"
              spellCheck={false}
              onFocus={makeOffer}
              onPointerEnter={makeOffer}
              required
            />
            <PasswordField label={t("door.password")} name="password" autoComplete="current-password" required />
            <p className={css.aside}>
              <Link href="/forgotten" className={css.text}>
                {t("door.forgotten")}
              </Link>
            </p>
            <Button type="submit" look="strong" wide busy={busy}>
              {t("door.signIn")}
            </Button>
          </>
        )}
      </Form>
      {knowsPasskeys() ? (
        <>
          <p className={css.or}>{t("door.or")}</p>
          <Button icon="key" wide busy={asking} onClick={usePasskey}>
            {t("door.passkey")}
          </Button>
        </>
      ) : null}
    </div>
  );
}

/** The people of the demo world, on a development machine. */
function Lookers() {
  const { data } = useQuery({ queryKey: ["cast"], queryFn: cast, retry: false, staleTime: Number.POSITIVE_INFINITY });
  return data?.length ? <Guests guests={data} /> : null;
}
