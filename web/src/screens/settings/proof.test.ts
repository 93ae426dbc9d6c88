import { afterEach, describe, expect, it, vi } from "vitest";
import { Refused } from "../../kit/api";
import { asked, changedMind, confirmation, proved, Unproved, wants } from "./proof";

const refused = (code: string) =>
  new Refused({
    type: `urn:lambdagram:problem:${code}`,
    title: "",
    status: 403,
    detail: "No.",
    instance: "",
    errors: [],
  });

afterEach(() => asked.set(null));

describe("what the prompt asks for", () => {
  it("only the password where there is no factor", () => {
    const none = wants({ authenticatorApp: false, passkeys: 0, recoveryCodesLeft: 0 });
    expect(none).toEqual({ code: false, recoveryOnly: false, passkey: false });
  });

  it("a code with an app", () => {
    expect(wants({ authenticatorApp: true, passkeys: 0, recoveryCodesLeft: 10 })).toMatchObject({
      code: true,
      recoveryOnly: false,
    });
  });

  it("a passkey, or a recovery code, where there are only passkeys", () => {
    expect(wants({ authenticatorApp: false, passkeys: 1, recoveryCodesLeft: 10 })).toEqual({
      code: true,
      recoveryOnly: true,
      passkey: true,
    });
  });

  it("sends no empty code", () => {
    expect(confirmation({ password: " p ", code: " " })).toEqual({ password: " p " });
    expect(confirmation({ password: "p", code: " 123456 " })).toEqual({ password: "p", code: "123456" });
  });
});

describe("proved", () => {
  it("does at once what needs no proof", async () => {
    await expect(proved(async () => 1)).resolves.toBe(1);
    expect(asked.get()).toBeNull();
  });

  it("asks when the platform does, and then does it again", async () => {
    const act = vi.fn().mockRejectedValueOnce(refused("confirm-first")).mockResolvedValueOnce("done");
    const work = proved(act);
    await vi.waitFor(() => expect(asked.get()).not.toBeNull());
    expect(act).toHaveBeenCalledTimes(1);
    asked.get()?.done();
    await expect(work).resolves.toBe("done");
    expect(act).toHaveBeenCalledTimes(2);
    expect(asked.get()).toBeNull();
  });

  it("does nothing when the prompt is closed", async () => {
    const act = vi.fn().mockRejectedValue(refused("confirm-first"));
    const work = proved(act);
    const over = expect(work).rejects.toBeInstanceOf(Unproved);
    await vi.waitFor(() => expect(asked.get()).not.toBeNull());
    asked.get()?.stop();
    await over;
    expect(act).toHaveBeenCalledTimes(1);
    expect(asked.get()).toBeNull();
  });

  it("leaves every other refusal to who asked", async () => {
    await expect(proved(() => Promise.reject(refused("totp-on")))).rejects.toMatchObject({ code: "totp-on" });
    expect(asked.get()).toBeNull();
  });
});

it("knows who only changed their mind", () => {
  expect(changedMind(new Unproved())).toBe(true);
  expect(changedMind(new DOMException("", "NotAllowedError"))).toBe(true);
  expect(changedMind(new DOMException("", "SecurityError"))).toBe(false);
  expect(changedMind(refused("wrong-code"))).toBe(false);
});
