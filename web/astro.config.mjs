// @ts-check
import { defineConfig } from "astro/config";
import { firstStyles } from "./build/first-styles.mjs";
import { serviceWorker } from "./build/service-worker.mjs";

// What every first load needs lies in one file: it packs better than many small ones, and changes less often than screens.
const base = [
  /node_modules\/(react|react-dom|scheduler|@tanstack\/(query-core|react-query)|thumbhash)\//,
  /src\/kit\/(api|store|session|socket|known|query|words|place|keep|trouble)\.ts$/,
  /src\/parts\/(Link|Photo|Button|Avatar|Notices|Empty|Text|Icon)\.tsx$/,
  /\/web\/client\//,
];

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
      rolldownOptions: {
        output: {
          codeSplitting: { groups: [{ name: "base", test: (id) => base.some((each) => each.test(id)) }] },
        },
      },
    },
    resolve: { alias: { "@client": "/client/index.ts" } },
  },
});
