// The beginning: words, then the app; who is here becomes known meanwhile.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { onAway, resume } from "../kit/session";
import { loadFirst } from "../kit/words";
import { App } from "./App";

const place = document.getElementById("app");
onAway(async (person) => (await import("../kit/offline")).recallFeed(person));
const who = resume();
await loadFirst();
if (place) {
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
await who;

/** After everything that is needed to show the page: what is kept for later is then at hand in the browser. */
async function begin(): Promise<void> {
  (await import("../kit/offline")).beginOffline();
  if (import.meta.env.PROD) {
    await (await import("./worker")).beginWorker();
  }
}
const idle = () => ("requestIdleCallback" in self ? requestIdleCallback(() => begin(), { timeout: 3000 }) : begin());
if (document.readyState === "complete") {
  idle();
} else {
  addEventListener("load", idle, { once: true });
}
