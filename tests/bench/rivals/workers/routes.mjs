/**
 * Returns a worker whose requests call one `getToken`. `/early` and `/kept` start a refresh and answer at once. `/kept`
 * also passes the promise to `ctx.waitUntil`. `/token` waits for a token.
 */
export const makeWorker = (getToken) => ({
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === "/token") return new Response(await getToken());
    const begun = getToken().catch(() => {});
    if (pathname === "/kept") context.waitUntil(begun);
    return new Response("early");
  },
});
