// Whether this browser can take pushes, and asking it to.

import type { NewPushSubscription } from "@client";
import { api } from "../../kit/api";

/** `never`: the browser cannot; `refused`: its owner said no; `waiting`: no service worker yet; `ready`: it can be asked. */
export type PushState = "never" | "refused" | "waiting" | "ready";

export async function pushState(): Promise<PushState> {
  if (!("serviceWorker" in navigator && "PushManager" in self && "Notification" in self)) {
    return "never";
  }
  if (Notification.permission === "denied") {
    return "refused";
  }
  return (await navigator.serviceWorker.getRegistration()) ? "ready" : "waiting";
}

/** The person said no to the browser's question, or closed it. */
export class NotAllowed extends Error {}
/** The browser's push service cannot be reached, or takes nobody. */
export class NoService extends Error {}

/** Have pushes sent to this browser. */
export async function takePushes(): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") {
    throw new NotAllowed();
  }
  const { publicKey } = await api.getPushKey();
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
    .catch(() => {
      throw new NoService();
    });
  await api.subscribe(subscription.toJSON() as unknown as NewPushSubscription);
}

/** Have none sent here any more, also not by the browser's own memory. */
export async function forgetPushes(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  await (await worker?.pushManager.getSubscription())?.unsubscribe();
}
