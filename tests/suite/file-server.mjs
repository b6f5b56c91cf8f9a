// A collection of the fake's, and one whose own server is the test's.
import { helpers, json } from "./helpers.mjs";

export const ID = "0ae3a1a8-11c1-4cf1-8c39-2f4a53d8c1ab";
export const SCOPE = `https://auth.globus.org/scopes/${ID}/https`;
export const SERVER = "https://g-0ae3a1.data.example.org";

export function fileServer(env) {
  const { stage, stub } = helpers(env);

  /** An account's files there: `answer` is called for each request that arrives, of which `sent` tells. */
  function server(answer, options) {
    const isServer = ({ url }) => url.startsWith(SERVER);
    const staged = stub(
      (call, number) => (isServer(call) ? answer(call, number) : json({ https_server: SERVER })),
      options,
    );
    const sent = () => staged.calls.filter(isServer);
    return { ...staged, sent, files: staged.account.collection(ID) };
  }

  /** A guest collection of a fake's that the account may use. */
  function place(files) {
    const staged = stage();
    const permissions = [{ principal: staged.client.identityId, path: "/share/", permissions: "rw" }];
    const data = staged.fake.addCollection({ displayName: "Data", files, permissions });
    return { ...staged, data, files: staged.account.collection(data.id) };
  }

  return { place, server };
}

export const streamOf = (...chunks) =>
  new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(chunk));
    },
  });
