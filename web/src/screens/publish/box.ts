// Where what is not published yet is kept, files and all: the browser's own database, for each person apart.

import { UNPUBLISHED } from "../../kit/keep";

export interface Box {
  get: (name: string) => Promise<unknown>;
  set: (name: string, value: unknown) => Promise<void>;
  /** Take out everything whose name begins so, but for `except`. */
  clear: (beginning: string, except?: Set<string>) => Promise<void>;
}

const NAME = UNPUBLISHED;
const SHELF = "kept";

let opening: Promise<IDBDatabase> | null = null;

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function opened(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(SHELF);
    request.onsuccess = () => {
      request.result.onclose = () => {
        opening = null;
      };
      request.result.onversionchange = () => {
        opening = null;
        request.result.close(); // all of it goes with signing out (kit/session)
      };
      resolve(request.result);
    };
    request.onerror = () => {
      opening = null;
      reject(request.error);
    };
  });
  return opening;
}

const shelf = async (mode: IDBTransactionMode) => (await opened()).transaction(SHELF, mode).objectStore(SHELF);

/** The browser's. Where it refuses (a private window, no room), every call rejects; nothing else is harmed. */
export const box: Box = {
  get: async (name) => answer(await shelf("readonly").then((it) => it.get(name))),
  set: async (name, value) => void (await answer((await shelf("readwrite")).put(value, name))),
  clear: async (beginning, except = new Set()) => {
    const it = await shelf("readwrite");
    const names = await answer(it.getAllKeys(IDBKeyRange.bound(beginning, `${beginning}\uffff`)));
    for (const name of names) {
      if (!except.has(String(name))) {
        it.delete(name);
      }
    }
  },
};
