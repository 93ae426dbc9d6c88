import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Button } from "./Button";

let place: HTMLElement;
let root: Root;
beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  place = document.body.appendChild(document.createElement("div"));
  root = createRoot(place);
});
afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
  vi.unstubAllGlobals();
});

it("keeps the focus while it works, and cannot be pressed", async () => {
  const pressed = vi.fn();
  const sent = vi.fn((event: Event) => event.preventDefault());
  const show = (busy: boolean) =>
    act(async () =>
      root.render(
        <form>
          <Button type="submit" busy={busy} onClick={pressed}>
            Save
          </Button>
        </form>,
      ),
    );
  await show(false);
  place.querySelector("form")?.addEventListener("submit", sent);
  const button = place.querySelector("button") as HTMLButtonElement;
  button.focus();
  await show(true);
  expect(document.activeElement).toBe(button);
  button.click();
  expect(pressed).not.toHaveBeenCalled();
  expect(sent).not.toHaveBeenCalled();
  await show(false);
  button.click();
  expect(pressed).toHaveBeenCalledOnce();
  expect(sent).toHaveBeenCalledOnce();
});
