import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "../../kit/api";
import { NoService, NotAllowed, pushState, takePushes } from "./push";

const subscription = { endpoint: "https://push.example/1", keys: { p256dh: "a", auth: "b" }, expirationTime: null };
const subscribe = vi.fn();
const registered = vi.fn();
const Notifications = { permission: "default", requestPermission: vi.fn() };

beforeEach(() => {
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("Notification", Notifications);
  const ready = Promise.resolve({ pushManager: { subscribe } });
  Object.defineProperty(navigator, "serviceWorker", {
    configurable: true,
    value: { ready, getRegistration: registered },
  });
  Notifications.permission = "default";
  Notifications.requestPermission.mockResolvedValue("granted");
  subscribe.mockReset().mockResolvedValue({ toJSON: () => subscription });
  registered.mockReset().mockResolvedValue({});
  vi.spyOn(api, "getPushKey").mockResolvedValue({ publicKey: "key" });
  vi.spyOn(api, "subscribe").mockResolvedValue({ id: "1", device: "", madeAt: "", here: true });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("whether pushes can be taken", () => {
  it("says why not", async () => {
    registered.mockResolvedValue(undefined);
    expect(await pushState()).toBe("waiting");
    Notifications.permission = "denied";
    expect(await pushState()).toBe("refused");
    Reflect.deleteProperty(navigator, "serviceWorker");
    expect(await pushState()).toBe("never");
  });

  it("says that they can", async () => {
    expect(await pushState()).toBe("ready");
  });
});

describe("taking pushes", () => {
  it("gives the platform what the browser made with the platform's key", async () => {
    await takePushes();
    expect(subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: "key" });
    expect(api.subscribe).toHaveBeenCalledWith(subscription);
  });

  it("asks the platform nothing when the person says no", async () => {
    Notifications.requestPermission.mockResolvedValue("denied");
    await expect(takePushes()).rejects.toBeInstanceOf(NotAllowed);
    expect(api.getPushKey).not.toHaveBeenCalled();
  });

  it("tells a push service that is away from everything else", async () => {
    subscribe.mockRejectedValue(new DOMException("", "AbortError"));
    await expect(takePushes()).rejects.toBeInstanceOf(NoService);
    expect(api.subscribe).not.toHaveBeenCalled();
  });
});
