// A fake with one service account and functions that send its requests with plain fetch, for the tests of the fake.

const TRANSFER = "https://transfer.api.globus.org/v0.10";
const TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all";

export function fakeStage({ FakeGlobus }) {
  async function stage(options) {
    const fake = new FakeGlobus(options);
    return stageFor(fake, fake.addClient());
  }

  async function stageFor(fake, client) {
    const { clientId, clientSecret, identityId } = client;
    /** Returns the access token of a grant for a scope. */
    const token = async (scope) => {
      const response = await fake.fetch("https://auth.globus.org/v2/oauth2/token", {
        method: "POST",
        headers: { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
        body: new URLSearchParams({ grant_type: "client_credentials", scope }),
      });
      return (await response.json()).access_token;
    };
    const send = async (url, bearer, { method = "GET", json } = {}) => {
      const response = await fake.fetch(url, {
        method,
        headers: { ...(bearer && { Authorization: `Bearer ${bearer}` }), "Content-Type": "application/json" },
        body: json && JSON.stringify(json),
      });
      return { http: response.status, ...(await response.json()) };
    };
    const transfer = await token(TRANSFER_ALL);
    const call = (path, init) => send(TRANSFER + path, transfer, init);
    const submit = async (from, to, items, members) => {
      const { value: submission_id } = await call("/submission_id");
      const endpoints = { source_endpoint: from.id, destination_endpoint: to.id };
      const json = { DATA_TYPE: "transfer", submission_id, ...endpoints, DATA: items, ...members };
      return (await call("/transfer", { method: "POST", json })).task_id;
    };
    const permissions = [{ principal: identityId, permissions: "rw" }];
    fake.clearRequests();
    return { fake, client, token, send, call, submit, permissions, stageFor: (other) => stageFor(fake, other) };
  }

  return { stage };
}
