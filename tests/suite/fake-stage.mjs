// A fake with one service account, and calls in its name by plain fetch: what the tests of the fake begin with.

const TRANSFER = "https://transfer.api.globus.org/v0.10";
const TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all";

export function fakeStage({ FakeGlobus }) {
  async function stage(options) {
    const fake = new FakeGlobus(options);
    return stageFor(fake, fake.addClient());
  }

  async function stageFor(fake, client) {
    const { clientId, clientSecret, identityId } = client;
    /** The access token of a grant for one resource server. */
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
    const call = (path, more) => send(TRANSFER + path, transfer, more);
    const submit = async (from, to, items, more) => {
      const { value: submission_id } = await call("/submission_id");
      const places = { source_endpoint: from.id, destination_endpoint: to.id };
      const json = { DATA_TYPE: "transfer", submission_id, ...places, DATA: items, ...more };
      return (await call("/transfer", { method: "POST", json })).task_id;
    };
    const permissions = [{ principal: identityId, permissions: "rw" }];
    fake.clearRequests();
    return { fake, client, token, send, call, submit, permissions, stageFor: (other) => stageFor(fake, other) };
  }

  return { stage };
}
