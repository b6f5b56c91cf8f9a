// @ts-check
import { DONE } from "./stop.js";
import { safe } from "./text.js";

/** @param {import("./main.js").Task} task */
export async function whoami({ account, screen, signal }) {
  const userinfo = await account.whoami({ signal });
  if (screen.isJson) screen.json(userinfo);
  else {
    const { name, preferred_username: username = account.username, sub } = userinfo;
    const rows = { Name: name, Username: username, Identity: sub, Principal: account.principal };
    for (const [label, value] of Object.entries(rows)) if (value) screen.print(`${label.padEnd(11)}${safe(value)}`);
  }
  return DONE;
}
