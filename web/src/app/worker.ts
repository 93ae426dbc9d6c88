// The service worker as the page sees it: registered, asked for newer versions, and what it says. New versions wait
// until the member wants them; nothing reloads by itself.

import { api } from "../kit/api";
import { recall, remember } from "../kit/keep";
import { go } from "../kit/place";
import { session } from "../kit/session";
import { t } from "../kit/words";
import { say } from "../parts/Notices";

const ADDRESS = "/sw.js";
const LOOK = 60 * 60 * 1000; // milliseconds between looks for a newer version
const RENEW = 7 * 24 * 60 * 60 * 1000; // milliseconds after which a device says again that it takes pushes
const RENEWED = "push-renewed";

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

/** The one address that may become code here besides the page's own files (Content-Security-Policy: trusted-types). */
function trusted(address: string): string {
  const policies = (self as unknown as { trustedTypes?: Policies }).trustedTypes;
  const policy = policies?.createPolicy("lambdagram", {
    createScriptURL: (url) => {
      if (url !== ADDRESS) {
        throw new TypeError("not the service worker");
      }
      return url;
    },
  });
  return policy ? policy.createScriptURL(address) : address;
}

/** Install the service worker and listen to it. Browsers without one, and those that refuse, show the app all the same. */
export async function beginWorker(): Promise<void> {
  const workers = navigator.serviceWorker;
  if (!workers) {
    return;
  }
  workers.addEventListener("message", ({ data }) => {
    if (typeof data?.open === "string") {
      go(data.open);
    }
  });
  try {
    const registration = await workers.register(trusted(ADDRESS), { updateViaCache: "none" });
    watch(registration);
    lookNowAndThen(registration);
    session.watch(() => void renewPush(registration).catch(() => {}));
    await renewPush(registration);
  } catch {
    // a private window, or a device without room
  }
}

/** Use the newer version: the page is loaded anew once it has taken over. */
function takeOver(waiting: ServiceWorker): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage("take-over");
}

function watch(registration: ServiceWorkerRegistration): void {
  const tell = (worker: ServiceWorker | null) => {
    // The first version of all is not a newer one.
    if (worker && navigator.serviceWorker.controller) {
      say(t("version.ready"), { stays: true, label: t("version.use"), action: () => takeOver(worker) });
    }
  };
  tell(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => {
      if (coming.state === "installed") {
        tell(coming);
      }
    });
  });
}

function lookNowAndThen(registration: ServiceWorkerRegistration): void {
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") {
      return;
    }
    navigator.clearAppBadge?.().catch(() => {});
    if (Date.now() - looked > LOOK) {
      looked = Date.now();
      registration.update().catch(() => {});
    }
  });
}

/** A device that takes pushes says so again from time to time: the platform forgets those that do not. */
async function renewPush(registration: ServiceWorkerRegistration): Promise<void> {
  const due = Date.now() - Number(recall(RENEWED) ?? 0) > RENEW;
  if (!due || session.get().state !== "member") {
    return;
  }
  const { endpoint, keys } = (await registration.pushManager?.getSubscription())?.toJSON() ?? {};
  if (endpoint && keys?.p256dh && keys.auth) {
    remember(RENEWED, String(Date.now()));
    await api.subscribe({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
  }
}
