// A program in a network that is broken in one place: what it is told, and what doctor says. Its variables say where Globus is.
import { ServiceAccount } from "globus-service-account";

const TIMEOUT = 1500;
const account = ServiceAccount.fromEnv(undefined, { retries: 0, timeout: TIMEOUT });
const error = await account.getToken("transfer").then(() => new Error("it went well"), (reason) => reason);
const { checks } = await account.doctor({}, { timeout: 2 * TIMEOUT });
console.log(JSON.stringify({ error, checks }));
