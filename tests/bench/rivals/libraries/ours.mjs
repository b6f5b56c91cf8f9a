import { readFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { ServiceAccount } from "globus-service-account";
import { SECRET, dialect, secretsOf } from "./globus.mjs";
import { render } from "./render.mjs";

const manifest = new URL("../../../node_modules/globus-service-account/package.json", import.meta.url);

export default {
  name: "globus-service-account",
  version: JSON.parse(readFileSync(manifest, "utf8")).version,
  setup:
    "`getToken(\"transfer\")`; `serviceUrls` names the local server, all other options have their defaults. " +
    "E6 also with `timeout: 2000, retries: 0`.",
  dialect,
  render,
  lifetime: { seconds: 172_800 },
  windows: [{ secondsLeft: 0.03 * 172_800 }],
  timeoutOption: "`timeout`",
  hasSignals: true,
  sharedStorage: "`storage: new Map()`",

  newStorage: () => new Map(),

  create({ url, id = randomUUID(), secret = SECRET, storage, timeout }) {
    const account = new ServiceAccount({
      clientId: id,
      clientSecret: secret,
      serviceUrls: { auth: url },
      ...(timeout && { timeout, retries: 0 }),
      ...(storage && { storage }),
    });
    return {
      id,
      client: account,
      secrets: secretsOf(id, secret),
      getToken: async (signal) => (await account.getToken("transfer", { signal })).accessToken,
    };
  },
};
