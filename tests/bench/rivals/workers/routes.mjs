/**
 * A worker whose requests share what `getToken` shares. `/early` and `/kept` begin a refresh and are answered at once;
 * the second also asks the platform to keep it going. `/token` waits for a token.
 */
export const worker = (getToken) => ({
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === "/token") return new Response(await getToken());
    const begun = getToken().catch(() => {});
    if (pathname === "/kept") context.waitUntil(begun);
    return new Response("early");
  },
});
