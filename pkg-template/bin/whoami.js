// @ts-check
import { DONE } from "./exit.js";
import { escapeLine } from "./text.js";

/** @param {import("./main.js").CommandContext} context */
export async function whoami({ account, screen, signal }) {
  const userinfo = await account.whoami({ signal });
  if (screen.isJson) screen.printJson(userinfo);
  else {
    const { name, preferred_username: username = account.username, sub } = userinfo;
    const rows = { Name: name, Username: username, Identity: sub, Principal: account.principal };
    for (const [label, value] of Object.entries(rows)) {
      if (value) screen.print(`${label.padEnd(11)}${escapeLine(value)}`);
    }
  }
  return DONE;
}
