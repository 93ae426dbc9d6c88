import { beforeEach, expect, it } from "vitest";
import { learnWords } from "../../kit/words";
import { settings } from "../../words/ar/settings";
import { deviceName } from "./device";

beforeEach(() => {
  document.documentElement.lang = "ar";
  learnWords(settings);
});

it("says a device in the member's language, its names as they are", () => {
  expect(deviceName("Firefox on Windows")).toBe("Firefox على Windows");
  expect(deviceName("Unknown device")).toBe("جهاز غير معروف");
  expect(deviceName("iPad")).toBe("iPad");
});
