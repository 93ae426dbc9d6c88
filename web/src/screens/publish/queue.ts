// Files that travel, two at a time. It knows nothing of photographs: each thing to send has a name, and what it is now.

/** `cut`: nothing answered; it goes on by itself. `failed`: trying again may help. `bad`: it never will. */
export type Stage = "waiting" | "making" | "uploading" | "processing" | "ready" | "cut" | "failed" | "bad";

export interface Travel {
  stage: Stage;
  /** Part of the bytes that has arrived, from 0 to 1. */
  sent: number;
  /** What went wrong, for those that are `failed` or `bad`. */
  error?: unknown;
}

export interface Way {
  tell: (stage: "making" | "uploading" | "processing", sent: number) => void;
  signal: AbortSignal;
}

interface Needs {
  /** Takes one thing all the way. Throws when it does not arrive. */
  send: (name: string, way: Way) => Promise<unknown>;
  /** What an error means for what is to happen next. */
  meaning: (error: unknown) => "cut" | "failed" | "bad";
  /** Something is another way than before. */
  changed: (name: string) => void;
  atOnce?: number;
  /** Milliseconds until what was cut is tried again, by how often it was. */
  pause?: (times: number) => number;
}

const MOVING: Stage[] = ["making", "uploading", "processing"];

export class Queue {
  readonly #needs: Needs;
  readonly #all = new Map<string, Travel & { stop?: AbortController; times: number }>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  get = (name: string): Travel | undefined => this.#all.get(name);

  /** Send it, unless it is under way or there already. */
  want(name: string): void {
    if (!this.#all.has(name)) {
      this.#set(name, { stage: "waiting", sent: 0, times: 0 });
      this.#go();
    }
  }

  /** It was there before this page was. */
  arrived(name: string): void {
    this.#set(name, { stage: "ready", sent: 1, times: 0 });
  }

  /** Forget it; what is under way is stopped. */
  drop(name: string): void {
    const one = this.#all.get(name);
    this.#all.delete(name);
    one?.stop?.abort();
    if (one) {
      this.#needs.changed(name);
      this.#go();
    }
  }

  clear(): void {
    for (const name of [...this.#all.keys()]) {
      this.drop(name);
    }
  }

  /** Once more, also what was `bad`: the file may be another one. */
  retry(name: string): void {
    const one = this.#all.get(name);
    if (one && ["failed", "bad", "cut"].includes(one.stage)) {
      this.#set(name, { stage: "waiting", sent: 0, times: 0 });
      this.#go();
    }
  }

  /** The network may be back: everything that was cut goes on. */
  resume(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [name, one] of [...this.#all]) {
      if (one.stage === "cut") {
        this.#set(name, { stage: "waiting", sent: 0, times: one.times });
      }
    }
    this.#go();
  }

  #set(name: string, now: Travel & { stop?: AbortController; times: number }): void {
    this.#all.set(name, now);
    this.#needs.changed(name);
  }

  #go(): void {
    let room = (this.#needs.atOnce ?? 2) - [...this.#all.values()].filter((one) => MOVING.includes(one.stage)).length;
    for (const [name, one] of [...this.#all]) {
      if (room > 0 && one.stage === "waiting") {
        room -= 1;
        void this.#take(name, one.times);
      }
    }
  }

  async #take(name: string, times: number): Promise<void> {
    const stop = new AbortController();
    const mine = () => this.#all.get(name)?.stop === stop;
    this.#set(name, { stage: "making", sent: 0, stop, times });
    try {
      await this.#needs.send(name, {
        signal: stop.signal,
        tell: (stage, sent) => mine() && this.#set(name, { stage, sent, stop, times }),
      });
      if (mine()) {
        this.#set(name, { stage: "ready", sent: 1, times: 0 });
      }
    } catch (error) {
      if (mine()) {
        const stage = this.#needs.meaning(error);
        this.#set(name, { stage, sent: 0, error, times: times + 1 });
        if (stage === "cut") {
          this.#timer ??= setTimeout(
            () => this.resume(),
            (this.#needs.pause ?? ((often) => Math.min(2000 * 2 ** often, 60_000)))(times),
          );
        }
      }
    }
    this.#go();
  }
}
