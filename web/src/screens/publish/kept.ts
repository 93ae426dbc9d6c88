// Leaving and coming back: what is being published is written down as it changes, and read again on return.

import { store } from "../../kit/store";
import type { Box } from "./box";
import type { Shot } from "./shots";

interface Bare {
  shots: Shot[];
}

const SOON = 250; // milliseconds: a word is written down, not every letter

/** False when the browser keeps nothing: who leaves must be warned. */
export const safe = store(true);

export class Keeper<T extends Bare> {
  readonly #box: Box;
  readonly #written = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #latest: { person: string; work: T } | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(box: Box) {
    this.#box = box;
  }

  /** What this person was at when they left, or null. */
  async read(person: string): Promise<T | null> {
    try {
      const work = (await this.#box.get(`${person}/work`)) as T | undefined;
      if (!work) {
        return null;
      }
      const shots: Shot[] = [];
      for (const shot of work.shots) {
        const name = `${person}/file/${shot.id}`;
        const file = shot.sentAs === "kept" ? null : ((await this.#box.get(name)) as Blob | undefined);
        if (file !== undefined) {
          this.#written.add(name);
          shots.push({ ...shot, file }); // one whose file was not written in time was never really there
        }
      }
      return { ...work, shots };
    } catch {
      safe.set(false);
      return null;
    }
  }

  /** Write it down soon. */
  keep(person: string, work: T): void {
    this.#latest = { person, work };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), SOON);
  }

  /** Write down what was not written yet. */
  now(): Promise<void> {
    clearTimeout(this.#timer);
    const one = this.#latest;
    this.#latest = null;
    if (one) {
      this.#writing = this.#writing.then(() => this.#write(one.person, one.work));
    }
    return this.#writing;
  }

  /** It was published, or thrown away. */
  forget(person: string): Promise<void> {
    clearTimeout(this.#timer);
    this.#latest = null;
    this.#writing = this.#writing.then(async () => {
      this.#written.clear();
      await this.#box.clear(`${person}/`).catch(() => {});
    });
    return this.#writing;
  }

  async #write(person: string, work: T): Promise<void> {
    try {
      const names = new Set([`${person}/work`]);
      for (const { id, file } of work.shots) {
        const name = `${person}/file/${id}`;
        names.add(name);
        if (file && !this.#written.has(name)) {
          await this.#box.set(name, file);
          this.#written.add(name);
        }
      }
      await this.#box.set(`${person}/work`, { ...work, shots: work.shots.map((shot) => ({ ...shot, file: null })) });
      await this.#box.clear(`${person}/`, names);
      safe.set(true);
    } catch {
      safe.set(false);
    }
  }
}
