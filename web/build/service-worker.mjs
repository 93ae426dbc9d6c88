// Builds src/sw/sw.ts to dist/sw.js, with the files that the app needs to open and a version that changes with any of them.

import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const ENTRY = fileURLToPath(new URL("../src/sw/sw.ts", import.meta.url));
const UNHASHED = ["/before.js", "/mark.svg", "/app.webmanifest", "/icons/icon-192.png"];
const VERSION = "to be replaced by the version";
/** Read by name when the app starts, so that no import of the page names them: the first words, and what was kept. */
const NAMED = /^(first|offline)\./;

/** @returns {import("astro").AstroIntegration} */
export function serviceWorker() {
  return {
    name: "service-worker",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const root = fileURLToPath(dir);
        const files = ["/", ...UNHASHED, ...(await firstLoad(root))].sort();
        const code = await bundled(files);
        await writeFile(`${root}/sw.js`, code.replace(VERSION, await versionOf(root, files, code)));
      },
    },
  };
}

/** What the shell names, and what that imports. */
async function firstLoad(root) {
  const html = await readFile(`${root}/index.html`, "utf8");
  const found = new Set();
  const waiting = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((hit) => hit[1]);
  waiting.push(
    ...(await readdir(`${root}/assets`)).filter((name) => NAMED.test(name)).map((name) => `/assets/${name}`),
  );
  for (let path = waiting.pop(); path; path = waiting.pop()) {
    if (!found.has(path)) {
      found.add(path);
      const text = path.endsWith(".js") ? await readFile(root + path, "utf8") : "";
      waiting.push(
        ...[...text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g)].map((hit) => `/assets/${hit[1]}`),
      );
    }
  }
  return [...found];
}

async function versionOf(root, files, code) {
  const hash = createHash("sha256").update(code);
  for (const path of files) {
    hash.update(path).update(await readFile(root + (path === "/" ? "/index.html" : path)));
  }
  return hash.digest("hex").slice(0, 12);
}

async function bundled(files) {
  const result = await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    define: { __VERSION__: JSON.stringify(VERSION), __FILES__: JSON.stringify(files) },
    build: {
      write: false,
      target: "es2023",
      lib: { entry: ENTRY, formats: ["iife"], name: "serviceWorker", fileName: "sw" },
    },
  });
  const output = Array.isArray(result) ? result[0].output : result.output;
  return output[0].code;
}
