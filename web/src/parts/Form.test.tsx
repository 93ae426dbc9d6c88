import { Refused } from "@client";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { learnWords } from "../kit/words";
import { first as arabic } from "../words/ar/first";
import { first as english } from "../words/en/first";
import { Field, Form, wrongsOf } from "./Form";

const refusal = (detail: string) =>
  new Refused({
    type: "urn:lambdagram:problem:invalid",
    title: "Unprocessable Content",
    status: 422,
    detail,
    instance: "urn:lambdagram:request:1",
    errors: [{ pointer: "/login", detail }],
  });

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  document.documentElement.lang = "en";
  learnWords(english);
});

describe("what the platform says about a field", () => {
  it("is shown as it is said", () => {
    expect(wrongsOf(refusal("An address has an @."), {})).toEqual({ login: "An address has an @." });
  });

  it("is put in words of our own when it speaks of types", () => {
    expect(wrongsOf(refusal("Expected `str` of length >= 1"), {})).toEqual({ login: english["form.wrong"] });
  });

  it("is put in the member's language", () => {
    document.documentElement.lang = "ar";
    learnWords(arabic);
    expect(wrongsOf(refusal("An address has an @."), {})).toEqual({ login: arabic["form.wrong"] });
  });
});

it("asks for what is empty before anything is sent", async () => {
  const send = vi.fn().mockResolvedValue(null);
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  await act(async () =>
    root.render(
      <Form send={send}>
        <Field label="Login" name="login" required />
      </Form>,
    ),
  );
  await act(async () => place.querySelector("form")?.requestSubmit());
  expect(send).not.toHaveBeenCalled();
  expect(place.textContent).toContain(english["form.empty"]);
  expect(document.activeElement).toBe(place.querySelector("input"));
  await act(async () => root.unmount());
});
