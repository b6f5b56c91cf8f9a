// A program in a network with one fault. Prints the error of a call and doctor's checks as JSON. Environment variables
// define the URL of Globus Auth.
import { ServiceAccount } from "globus-service-account";

const TIMEOUT = 1500;
const account = ServiceAccount.fromEnv(undefined, { retries: 0, timeout: TIMEOUT });
const error = await account.getToken("transfer").then(() => new Error("the call succeeded"), (reason) => reason);
const { checks } = await account.doctor({}, { timeout: 2 * TIMEOUT });
console.log(JSON.stringify({ error, checks }));
