// What the frame may say about photographs that are on their way while one looks at something else.

import { store } from "../../kit/store";

export interface Progress {
  state: "sending" | "publishing" | "cut" | "failed";
  /** Part of everything that has arrived, from 0 to 1. */
  part: number;
  photographs: number;
}

export const progress = store<Progress | null>(null);
