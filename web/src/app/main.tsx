// The beginning: words, then the app; who is here becomes known meanwhile.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { beginOffline, recallFeed } from "../kit/offline";
import { onAway, resume } from "../kit/session";
import { loadFirst } from "../kit/words";
import { App } from "./App";
import { beginWorker } from "./worker";

const place = document.getElementById("app");
onAway(recallFeed);
beginOffline();
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
if (import.meta.env.PROD) {
  beginWorker(); // after everything that is needed to show the page
}
