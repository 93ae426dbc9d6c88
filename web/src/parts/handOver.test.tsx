import { act, useRef } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useHandOver } from "./handOver";

function Row({ name }: { name: string }) {
  const row = useRef<HTMLLIElement>(null);
  useHandOver(row);
  return (
    <li ref={row}>
      <button type="button">{name}</button>
    </li>
  );
}
const List = ({ names }: { names: string[] }) => (
  <main>
    <h1 tabIndex={-1}>People</h1>
    <ul>
      {names.map((name) => (
        <Row key={name} name={name} />
      ))}
    </ul>
  </main>
);

beforeEach(() => vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true));
afterEach(() => vi.unstubAllGlobals());

it("goes to the next row, then to the one before, then to the heading", async () => {
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  const show = (...names: string[]) => act(async () => root.render(<List names={names} />));
  await show("ana", "ben", "cem");
  place.querySelectorAll("button")[1]?.focus();
  await show("ana", "cem");
  expect(document.activeElement?.textContent).toBe("cem");
  await show("ana");
  expect(document.activeElement?.textContent).toBe("ana");
  await show();
  expect(document.activeElement?.tagName).toBe("H1");
  await act(async () => root.unmount());
  place.remove();
});
