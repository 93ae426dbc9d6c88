// A person's picture, or their initial on a tone of their own. Beside a name it says nothing to screen readers.

import type { PersonAnswer } from "@client";
import { useState } from "react";
import css from "./Avatar.module.css";

const SIZES = { 20: css.s20, 32: css.s32, 40: css.s40, 56: css.s56, 96: css.s96, 144: css.s144 } as const;

/** Only what a colour may be: the platform's colours come from photographs that anybody can upload. */
export const safeColor = (color: string | undefined): string =>
  /^#[0-9a-f]{6}$/i.test(color ?? "") ? (color as string) : "#8a8a8a";

/** One of twelve calm tones, always the same for a name. */
function tone(name: string): string {
  const sum = Array.from(name).reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7);
  return `hsl(${(sum % 12) * 30} 32% 38%)`;
}

export function Avatar({
  person,
  size = 40,
}: {
  person: Pick<PersonAnswer, "username" | "name" | "avatar">;
  size?: keyof typeof SIZES;
}) {
  const [broken, setBroken] = useState<string | null>(null);
  const { avatar } = person;
  const address = avatar && (size > 80 ? avatar.large : size > 40 ? avatar.medium : avatar.small);
  const shown = avatar && address && broken !== address;
  return (
    <span
      className={`${css.avatar} ${SIZES[size]}`}
      style={{ background: shown ? safeColor(avatar.color) : tone(person.username) }}
      aria-hidden="true"
    >
      {shown ? (
        <img src={address} alt="" width={size} height={size} decoding="async" onError={() => setBroken(address)} />
      ) : (
        <span>{Array.from(person.name || person.username || "?")[0]?.toUpperCase()}</span>
      )}
    </span>
  );
}
