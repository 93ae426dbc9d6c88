import { QueryObserver } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { queries } from "./query";

it("reads what could not be read when the network is back, and nothing else", async () => {
  const lost = vi.fn().mockRejectedValueOnce(new Error("refused")).mockResolvedValue("there");
  const known = vi.fn().mockResolvedValue("known");
  const one = new QueryObserver(queries, { queryKey: ["lost"], queryFn: lost });
  const other = new QueryObserver(queries, { queryKey: ["known"], queryFn: known });
  const leave = [one.subscribe(() => {}), other.subscribe(() => {})];
  await vi.waitFor(() => expect(one.getCurrentResult().isError).toBe(true));

  dispatchEvent(new Event("online"));

  await vi.waitFor(() => expect(one.getCurrentResult().data).toBe("there"));
  expect(known).toHaveBeenCalledOnce();
  for (const each of leave) {
    each();
  }
});
