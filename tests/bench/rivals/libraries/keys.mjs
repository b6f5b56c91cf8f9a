import { generateKeyPairSync } from "node:crypto";

/** A private key, and a line of it: by that it is recognised however its line breaks are written. */
export function newKey(type) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type, format: "pem" });
  return { pem, secrets: [pem.split("\n")[5]] };
}

/** Who signed a JSON web token. */
export const issuerOf = (token) => String(JSON.parse(Buffer.from(token.split(".")[1], "base64url")).iss);
