// Reads the generated documents of the APIs for the pages below /docs. Runs while the site is built, never in a browser.

import asyncapiText from "../../../docs/api/asyncapi.json?raw";
import openapiText from "../../../docs/api/openapi.json?raw";

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  description?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  default?: unknown;
  additionalProperties?: Schema | boolean;
}

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters?: { in: string; name: string; required?: boolean; schema: Schema; description?: string }[];
  requestBody?: { description?: string; content: Record<string, { schema: Schema }> };
  responses: Record<string, { $ref?: string; description?: string; content?: Record<string, { schema: Schema }> }>;
  security?: unknown[];
}

interface Document {
  info: { title: string; version: string; description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Sockets {
  operations: Record<string, { messages?: { $ref: string }[] }>;
  components: { schemas: Record<string, Schema> };
}

export const openapi: Document = JSON.parse(openapiText);
export const asyncapi: Sockets = JSON.parse(asyncapiText);

export interface Entry extends Operation {
  method: string;
  path: string;
  /** Where somebody without a session asks for the same. */
  publicPath: string | null;
}

const PUBLIC = "/v1/public/";

/** The operations of a subject; what is the same without a session stands once. */
export function entriesOf(tag: string): Entry[] {
  return Object.entries(openapi.paths)
    .filter(([path]) => !path.startsWith(PUBLIC) || !openapi.paths[path.replace(PUBLIC, "/v1/")])
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        const twin = path.replace("/v1/", PUBLIC);
        return {
          ...operation,
          method: method.toUpperCase(),
          path,
          publicPath: openapi.paths[twin]?.[method] ? twin : null,
        };
      }),
    )
    .filter((entry) => entry.tags.includes(tag));
}

export const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1);

/** A type in words: `string, 1 to 200 characters`, `list of PostAnswer`. */
export function kindOf(schema: Schema): string {
  if (schema.$ref) {
    return nameOf(schema.$ref);
  }
  if (schema.enum) {
    return schema.enum.map((each) => JSON.stringify(each)).join(" · ");
  }
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const);
  }
  if (schema.anyOf) {
    return schema.anyOf.map(kindOf).join(" or ");
  }
  if (schema.type === "array") {
    return `list of ${schema.items ? kindOf(schema.items) : "anything"}`;
  }
  const bounds = [limits(schema.minLength, schema.maxLength, "characters"), limits(schema.minimum, schema.maximum, "")];
  return [String(schema.type ?? "anything"), ...bounds].filter(Boolean).join(", ");
}

function limits(low: number | undefined, high: number | undefined, unit: string): string {
  if (low === undefined && high === undefined) {
    return "";
  }
  const said = low === undefined ? `at most ${high}` : high === undefined ? `at least ${low}` : `${low} to ${high}`;
  return unit ? `${said} ${unit}` : said;
}

/** The fields of a named schema. */
export function fieldsOf(schemas: Record<string, Schema>, schema: Schema | undefined): [string, Schema, boolean][] {
  const named = schema?.$ref ? schemas[nameOf(schema.$ref)] : schema;
  return Object.entries(named?.properties ?? {}).map(([name, field]) => [
    name,
    field,
    named?.required?.includes(name) ?? false,
  ]);
}
