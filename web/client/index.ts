// Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.

export * from "./types.js";
export * from "./transport.js";
export * from "./client.js";
export type * as frames from "./frames.js";
