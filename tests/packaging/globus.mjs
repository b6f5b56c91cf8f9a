// A fake Globus in its own process: it must outlive builds and servers, and has its own clock. The parent process sends
// the name of an action as a message, and receives the result as a message.
import process from "node:process";
import { FakeGlobus } from "globus-service-account/testing";

/** Every token that was granted. The fake does not list them, so they are read from its responses. */
const tokens = new Set();
globalThis.Response = class extends Response {
  constructor(body, init) {
    super(body, init);
    for (const [, token] of String(body).matchAll(/"access_token":"([^"]+)"/g)) tokens.add(token);
  }
};

const TOKEN_LIFETIME_S = 60;

const fake = new FakeGlobus({ clock: "manual", tokenLifetime: TOKEN_LIFETIME_S });
const { clientId, clientSecret } = fake.addClient();
const server = await fake.serve();

const actions = {
  /** Returns the environment variables with which a program uses this fake. */
  env: () => ({ ...server.env, GLOBUS_CLIENT_ID: clientId, GLOBUS_CLIENT_SECRET: clientSecret }),
  /** Lets every token expire. */
  expire: () => void fake.clock.advance((TOKEN_LIFETIME_S + 1) * 1000),
  /** Returns the texts that only the program itself may have. */
  secrets: () => [clientSecret, ...tokens],
};

process.on("message", ({ number, action }) => process.send({ number, result: actions[action]() }));
process.on("disconnect", () => process.exit());
process.send("ready");
