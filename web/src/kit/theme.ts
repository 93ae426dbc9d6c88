// Light, dark, or as the device has it. public/before.js applies the choice before the first paint.

import { recall, remember } from "./keep";
import { store, useStore } from "./store";

export type Theme = "system" | "light" | "dark";

const stored = recall("theme");
const theme = store<Theme>(stored === "light" || stored === "dark" ? stored : "system");

export const useTheme = (): Theme => useStore(theme);

export function setTheme(chosen: Theme): void {
  theme.set(chosen);
  remember("theme", chosen === "system" ? null : chosen);
  if (chosen === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = chosen;
  }
}
