import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { environment: "happy-dom", include: ["src/**/*.test.ts", "src/**/*.test.tsx"] },
  resolve: { alias: { "@client": new URL("./client/index.ts", import.meta.url).pathname } },
});
