// The beginning: words, then the app; who is here becomes known meanwhile.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { resume } from "../kit/session";
import { loadFirst } from "../kit/words";
import { App } from "./App";

const place = document.getElementById("app");
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
