// E7: whether printed objects contain the secret or a token.
import { measureCall, withServer } from "./common.mjs";

/**
 * E7: prints the client after a grant, and the error after a refusal. Returns the printed forms that contain a secret
 * or a token.
 */
export const runPrintedSecrets = (library) =>
  withServer(library, async (server) => {
    const good = library.create({ url: server.url });
    const token = await good.getToken();
    const client = await library.render(good.client);

    server.always = { refuse: true };
    const bad = library.create({ url: server.url });
    const { error } = await measureCall(() => bad.getToken());
    return {
      client: formsWith(client, good.secrets),
      token: formsWith(client, [token]),
      error: formsWith(await library.render(error), bad.secrets),
    };
  });

const formsWith = (forms, canaries) =>
  Object.keys(forms).filter((name) => canaries.some((canary) => forms[name].includes(canary)));
