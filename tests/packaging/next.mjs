// Checks of a Next.js app: its caches contain no secret and no reply of Globus, errors of Next.js reach Next.js, and
// pages still work after their tokens have expired.
import assert from "node:assert/strict";
import { relative } from "node:path";
import { searchFiles } from "./search.mjs";

/** Pages that call Globus at each request, whatever caching they configure. */
const DYNAMIC_PAGES = ["static", "default-cache", "revalidated", "dynamic", "api"];
/** Those that `next build` tries to render. It must give up and leave them dynamic. */
const ATTEMPTED_PAGES = ["static", "default-cache", "revalidated"];
/** The page that `next build` renders: it sets `dynamic = "force-static"`. */
const STATIC_PAGE = "forced";

/** The error by which Next.js finds out during a build that a page is dynamic, as `submission-id.js` logs it. */
const DYNAMIC_USAGE_ERROR = JSON.stringify({ name: "Error", digest: "DYNAMIC_SERVER_USAGE" });

export async function checkNext({ folder, globus, log, server }) {
  const errors = log.match(/^\[.*\] \{.*\}$/gm) ?? [];
  assert.deepEqual(errors.filter((line) => !line.endsWith(` ${DYNAMIC_USAGE_ERROR}`)), []);
  for (const page of ATTEMPTED_PAGES) {
    assert.ok(errors.some((line) => line.startsWith(`[${page}] `)), `the build rendered ${page}\n${log}`);
  }

  const request = async (page) => {
    const response = await fetch(`${server.url}/${page}`);
    const text = await response.text();
    const value = /value ([\w-]{36})/.exec(text)?.[1];
    assert.ok(response.status === 200 && value, `${page}: ${response.status} ${text}\n${server.output()}`);
    return value;
  };
  const requestAllTwice = async () => {
    const values = [];
    for (const page of [...DYNAMIC_PAGES, ...DYNAMIC_PAGES]) values.push(await request(page));
    return values;
  };
  const staticValue = await request(STATIC_PAGE);
  const values = await requestAllTwice();
  await globus.expire();
  values.push(...(await requestAllTwice()));
  assert.equal(new Set(values).size, 4 * DYNAMIC_PAGES.length, `a value was returned twice: ${values}`);
  assert.equal(await request(STATIC_PAGE), staticValue);

  const secrets = await globus.secrets();
  const { matches, fileCount } = searchFiles(`${folder}/.next`, secrets);
  assert.deepEqual(matches.map((path) => relative(folder, path)), []);
  assert.ok(secrets.every((secret) => !(log + server.output()).includes(secret)));
  // The client secret, at least one token of the build, one of the pages, and one after that has expired.
  assert.ok(secrets.length >= 4, `${secrets.length}`);
  return `${secrets.length} secrets in none of ${fileCount} files, ${values.length} different replies`;
}
