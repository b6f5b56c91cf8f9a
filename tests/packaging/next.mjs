// What is shown of a Next.js app: its caches keep nothing of ours, what Next.js throws reaches Next.js, and its pages outlive the
// tokens they began with.
import assert from "node:assert/strict";
import { relative } from "node:path";
import { holding } from "./found.mjs";

/** Pages that call Globus at each request, whatever they say of caching. */
const LIVE = ["static", "default-cache", "revalidated", "dynamic", "api"];
/** Those of them that a build tries to make for good, and has to leave. */
const LEFT = ["static", "default-cache", "revalidated"];
/** The one that a build makes for good, because its author says so. */
const MADE = "forced";

const FRAMEWORKS_OWN = JSON.stringify({ name: "Error", digest: "DYNAMIC_SERVER_USAGE" });

export async function next({ folder, globus, log, server }) {
  const failures = log.match(/^\[.*\] \{.*\}$/gm) ?? [];
  assert.deepEqual(failures.filter((line) => !line.endsWith(` ${FRAMEWORKS_OWN}`)), []);
  for (const page of LEFT) assert.ok(failures.some((line) => line.startsWith(`[${page}] `)), `${page} was made\n${log}`);

  const look = async (page) => {
    const response = await fetch(`${server.url}/${page}`);
    const text = await response.text();
    const value = /value ([\w-]{36})/.exec(text)?.[1];
    assert.ok(response.status === 200 && value, `${page}: ${response.status} ${text}\n${server.printed()}`);
    return value;
  };
  const looks = async () => {
    const values = [];
    for (const page of [...LIVE, ...LIVE]) values.push(await look(page));
    return values;
  };
  const made = await look(MADE);
  const values = await looks();
  await globus.expire();
  values.push(...(await looks()));
  assert.equal(new Set(values).size, 4 * LIVE.length, `an answer was given twice: ${values}`);
  assert.equal(await look(MADE), made);

  const secrets = await globus.secrets();
  const { found, files } = holding(`${folder}/.next`, secrets);
  assert.deepEqual(found.map((path) => relative(folder, path)), []);
  assert.ok(secrets.every((secret) => !(log + server.printed()).includes(secret)));
  // The secret, a token of the build at least, one for the pages, and one after that had expired.
  assert.ok(secrets.length >= 4, `${secrets.length}`);
  return `${secrets.length} secrets in none of ${files} files, ${values.length} answers, each of its own`;
}
