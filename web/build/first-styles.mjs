// @ts-check
// The builder links the style sheets of every screen into the page, also of those that are read when they are asked for.
// Only the sheets of the first load stay there: each screen brings its own, before it is shown.
import { readFile, writeFile } from "node:fs/promises";

/** @returns {import("astro").AstroIntegration} */
export function firstStyles() {
  /** @type {Set<string>} */
  const first = new Set();
  /** @type {Set<string>} */
  const all = new Set();
  /** @type {import("vite").Plugin} */
  const plugin = {
    name: "first-styles",
    writeBundle(_options, bundle) {
      if (this.environment.name !== "client") return;
      const todo = Object.values(bundle)
        .filter((part) => part.type === "chunk" && part.isEntry)
        .map((part) => part.fileName);
      const reached = new Set(todo);
      for (const name of reached) {
        const chunk = bundle[name];
        if (chunk?.type === "chunk") for (const other of chunk.imports) reached.add(other);
      }
      for (const part of Object.values(bundle)) {
        if (part.type !== "chunk") continue;
        for (const sheet of part.viteMetadata?.importedCss ?? []) {
          all.add(`/${sheet}`);
          if (reached.has(part.fileName)) first.add(`/${sheet}`);
        }
      }
    },
  };
  return {
    name: "first-styles",
    hooks: {
      "astro:config:setup": ({ updateConfig }) => void updateConfig({ vite: { plugins: [plugin] } }),
      "astro:build:done": async ({ dir, pages }) => {
        for (const { pathname } of pages) {
          const file = new URL(`${pathname ? `${pathname.replace(/\/?$/, "/")}` : ""}index.html`, dir);
          const page = await readFile(file, "utf8");
          const lean = page.replace(/<link rel="stylesheet" href="([^"]+)">\n?/g, (link, href) =>
            all.has(href) && !first.has(href) ? "" : link,
          );
          await writeFile(file, lean);
        }
      },
    },
  };
}
