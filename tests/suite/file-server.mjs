// A guest collection of the fake, and a collection whose HTTPS server is a function of the test.
import { helpers, json } from "./helpers.mjs";

export const ID = "0ae3a1a8-11c1-4cf1-8c39-2f4a53d8c1ab";
export const SCOPE = `https://auth.globus.org/scopes/${ID}/https`;
export const SERVER = "https://g-0ae3a1.data.example.org";

export function fileServer(env) {
  const { stage, stub } = helpers(env);

  /**
   * Returns an account with the files of a collection, whose server is `answer`. `serverRequests()` returns the
   * requests to this server.
   */
  function server(answer, options) {
    const isServer = ({ url }) => url.startsWith(SERVER);
    const staged = stub(
      (call, number) => (isServer(call) ? answer(call, number) : json({ https_server: SERVER })),
      options,
    );
    const serverRequests = () => staged.calls.filter(isServer);
    return { ...staged, serverRequests, files: staged.account.collection(ID) };
  }

  /** Returns an account on a fake, with a guest collection that it may use. */
  function guestCollection(files) {
    const staged = stage();
    const permissions = [{ principal: staged.client.identityId, path: "/share/", permissions: "rw" }];
    const data = staged.fake.addCollection({ displayName: "Data", files, permissions });
    return { ...staged, data, files: staged.account.collection(data.id) };
  }

  return { guestCollection, server };
}

/** Returns a stream of these texts. */
export const streamOf = (...chunks) =>
  new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(chunk));
    },
  });
