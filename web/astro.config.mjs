// @ts-check
import { defineConfig } from "astro/config";
import { firstStyles } from "./build/first-styles.mjs";
import { serviceWorker } from "./build/service-worker.mjs";

// A static shell and one client-rendered app. Nothing is inlined: the Content-Security-Policy allows no inline code.
export default defineConfig({
  output: "static",
  outDir: process.env.WEB_DIST ?? "./dist",
  compressHTML: false, // a marker comment in the head is filled by the functions that answer /p/* and /u/*
  devToolbar: { enabled: false },
  build: { format: "directory", inlineStylesheets: "never", assets: "assets" },
  integrations: [firstStyles(), serviceWorker()],
  vite: {
    build: {
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: "es2023",
      cssTarget: "chrome120",
    },
    resolve: { alias: { "@client": "/client/index.ts" } },
  },
});
