import { generateKeyPairSync } from "node:crypto";

/**
 * Returns a private key, and one of its lines: a search for one line finds the key, whatever its line breaks look like
 * in output.
 */
export function newKey(type) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type, format: "pem" });
  return { pem, secrets: [pem.split("\n")[5]] };
}

/** Returns the issuer of a JSON web token. */
export const issuerOf = (token) => String(JSON.parse(Buffer.from(token.split(".")[1], "base64url")).iss);
