// Reads the same error bodies with this package.
import { GlobusError, ServiceAccount } from "globus-service-account";
import { FakeGlobus } from "globus-service-account/testing";

/** @typedef {import("globus-service-account").GlobusError} OurReading */

/**
 * The services answer with the bodies of the cases. The fake returns the tokens and the data of a Globus Connect
 * Server.
 * @param {readonly import("./bodies.mjs").Case[]} cases
 * @returns {Promise<OurReading[]>}
 */
export async function readErrors(cases) {
  const fake = new FakeGlobus();
  const { clientId, clientSecret } = fake.addClient();
  const endpoint = fake.addEndpoint({ displayName: "Campus" });
  const settings = { clientId, clientSecret, retries: 0 };
  const responseOf = (/** @type {number} */ index) => {
    const { status, headers, body } = cases[index];
    return new Response(body, { status, headers });
  };
  const account = new ServiceAccount({
    ...settings,
    fetch: async (input, init) => {
      const [, index] = /\/case-(\d+)$/.exec(new URL(input).pathname) ?? [];
      return index ? responseOf(Number(index)) : fake.fetch(input, init);
    },
  });
  const gcs = account.gcs({ endpoint: endpoint.id, address: endpoint.managerUrl });
  const call = {
    grant: (index) => new ServiceAccount({ ...settings, fetch: async () => responseOf(index) }).getToken("auth"),
    gcs: (index) => gcs.getCollection(`case-${index}`),
  };
  return Promise.all(
    cases.map(async ({ name, service }, index) => {
      const promise = call[service]?.(index) ?? account.request({ service, path: `/case-${index}` });
      const outcome = await promise.catch((error) => error);
      if (outcome instanceof GlobusError) return outcome;
      throw new Error(`${name}: expected a GlobusError, got ${outcome}`);
    }),
  );
}
