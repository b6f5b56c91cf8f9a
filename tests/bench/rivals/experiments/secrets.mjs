// E7: whether the secret, or a token, gets into what is printed.
import { timed, withServer } from "./common.mjs";

/** E7: the client after a grant, and the error after a refusal. Gives in which forms each was found. */
export const leaks = (library) =>
  withServer(library, async (server) => {
    const good = library.create({ url: server.url });
    const token = await good.getToken();
    const client = await library.shown(good.client);

    server.always = { refuse: true };
    const bad = library.create({ url: server.url });
    const { error } = await timed(() => bad.getToken());
    return {
      client: formsWith(client, good.secrets),
      token: formsWith(client, [token]),
      error: formsWith(await library.shown(error), bad.secrets),
    };
  });

const formsWith = (forms, canaries) =>
  Object.keys(forms).filter((name) => canaries.some((canary) => forms[name].includes(canary)));
