// A fake Globus in a process of its own, because it outlives builds and servers, and its time is not theirs. Whoever forked it
// asks it to do things by message, and is answered with what came of it.
import process from "node:process";
import { FakeGlobus } from "globus-service-account/testing";

/** Every token that was granted, read off the answers: the fake shows none. */
const tokens = new Set();
globalThis.Response = class extends Response {
  constructor(body, init) {
    super(body, init);
    for (const [, token] of String(body).matchAll(/"access_token":"([^"]+)"/g)) tokens.add(token);
  }
};

const TOKEN_LIFE = 60;

const fake = new FakeGlobus({ clock: "manual", tokenLifetime: TOKEN_LIFE });
const { clientId, clientSecret } = fake.addClient();
const server = await fake.serve();

const actions = {
  /** The variables that programs need to come here. */
  env: () => ({ ...server.env, GLOBUS_CLIENT_ID: clientId, GLOBUS_CLIENT_SECRET: clientSecret }),
  /** Lets every token expire. */
  expire: () => void fake.clock.advance((TOKEN_LIFE + 1) * 1000),
  /** What nobody but the program may see. */
  secrets: () => [clientSecret, ...tokens],
};

process.on("message", ({ number, action }) => process.send({ number, result: actions[action]() }));
process.on("disconnect", () => process.exit());
process.send("ready");
