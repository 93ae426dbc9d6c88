// Small things that this browser remembers. Never a secret: the session is in a cookie that no script can read.

const PREFIX = "lambdagram.";

/** The database of what was not published yet, photographs and all. */
export const UNPUBLISHED = "lambdagram.publish";

/** The remembered text, or null: also where the browser refuses to remember. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Remember a text, or forget it with null. */
export function remember(name: string, text: string | null): void {
  try {
    if (text === null) {
      localStorage.removeItem(PREFIX + name);
    } else {
      localStorage.setItem(PREFIX + name, text);
    }
  } catch {
    // a browser that remembers nothing still shows everything
  }
}

/** All remembered texts whose names begin so, by name. */
export function recallAll(beginning: string): Map<string, string> {
  const found = new Map<string, string>();
  try {
    for (let place = 0; place < localStorage.length; place += 1) {
      const name = localStorage.key(place);
      if (name?.startsWith(PREFIX + beginning)) {
        found.set(name.slice(PREFIX.length), localStorage.getItem(name) ?? "");
      }
    }
  } catch {
    // nothing is remembered here
  }
  return found;
}

/** What is remembered of conversations begins so: drafts, and messages on their way. It goes with signing out. */
export const CHAT = "chat.";
