// node run.mjs PORT URL…: the scores of pages, looked at in a browser that runs already and is signed in. Lines of JSON.

import lighthouse from "lighthouse";

const [port, ...urls] = process.argv.slice(2);
const WANTED = ["accessibility", "best-practices"];

for (const url of urls) {
  const { lhr } = await lighthouse(url, {
    port: Number(port),
    output: "json",
    logLevel: "error",
    onlyCategories: WANTED,
    disableStorageReset: true, // the session stays
  });
  const scores = Object.fromEntries(WANTED.map((name) => [name, Math.round(lhr.categories[name].score * 100)]));
  const missing = WANTED.flatMap((name) => lhr.categories[name].auditRefs)
    .filter(({ weight }) => weight > 0)
    .map(({ id }) => lhr.audits[id])
    .filter(({ score }) => score !== null && score < 1)
    .map(({ id, details }) => ({
      id,
      items: (details?.items ?? []).slice(0, 5).map((item) => item.node?.snippet ?? item.description ?? item.url ?? ""),
    }));
  console.log(JSON.stringify({ url, shown: lhr.finalDisplayedUrl, scores, missing }));
}
