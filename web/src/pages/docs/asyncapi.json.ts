import { asyncapi } from "../../docs/api";

/** The document as it is in the repository, without its spaces. */
export const GET = () => new Response(JSON.stringify(asyncapi));
