// How one is told of what: from the forms to what the platform takes, and back.

import type { DigestChange, KindWays, NotificationSettings, QuietChange, QuietTimes } from "@client";

export type Kind = KindWays["kind"];
export type Way = "live" | "push" | "email";
export type Whose = KindWays["live"];

export const WAYS: Way[] = ["live", "push", "email"];
export const WHOSE: Whose[] = ["everyone", "following", "off"];
export const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** The settings with one choice changed. */
export const withWay = (settings: NotificationSettings, kind: Kind, way: Way, whose: Whose): NotificationSettings => ({
  ...settings,
  kinds: settings.kinds.map((each) => (each.kind === kind ? { ...each, [way]: whose } : each)),
});

export interface QuietForm {
  on: boolean;
  start: string;
  end: string;
}

/** What the form shows; a night stands ready for who switches quiet hours on. */
export const quietForm = ({ start, end }: QuietTimes): QuietForm => ({
  on: start !== null && end !== null,
  start: start ?? "22:00",
  end: end ?? "07:00",
});

/** Both times, or both null. Browsers may give a time with seconds. */
export const quietBody = ({ on, start, end }: QuietForm): QuietChange =>
  on ? { start: start.slice(0, 5), end: end.slice(0, 5) } : { start: null, end: null };

export type QuietWrong = "times" | "same" | null;

/** What is wrong with the times before anything is sent. */
export function quietWrong({ on, start, end }: QuietForm): QuietWrong {
  if (!on) {
    return null;
  }
  if (!start || !end) {
    return "times";
  }
  return start.slice(0, 5) === end.slice(0, 5) ? "same" : null;
}

/** Whether they go through midnight. */
export const overnight = ({ start, end }: QuietForm): boolean => start > end;

/** What is sent of a digest: the hour only when there is one, the day only for a weekly one. */
export function digestBody(values: Record<string, string>): DigestChange {
  const rhythm = values.rhythm as DigestChange["rhythm"];
  if (rhythm !== "daily" && rhythm !== "weekly") {
    return { rhythm: "off" };
  }
  const hour = Number(values.hour);
  return rhythm === "daily" ? { rhythm, hour } : { rhythm, hour, weekday: values.weekday as DigestChange["weekday"] };
}

/** All zones that the browser knows, and the one that is set even when it does not. */
export function zones(set: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return [...new Set([set, "UTC", ...known])].sort();
}

export const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
