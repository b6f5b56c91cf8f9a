// @ts-check
import { DONE } from "./stop.js";
import { minute, safe } from "./text.js";

const HIDDEN = "[redacted]";

/** @param {import("./main.js").Task} task */
export async function token({ account, operands, options, screen, signal }) {
  const targets = /** @type {import("globus-service-account").Target[]} */ (operands);
  const tokens = (await account.getTokens(targets, { signal })).map((token, index) => ({
    target: operands[index],
    ...token,
    accessToken: options.reveal ? token.accessToken : HIDDEN,
  }));
  if (screen.isJson) screen.json(tokens);
  else {
    for (const [index, { target, accessToken, expiresAt, scope, resourceServer }] of tokens.entries()) {
      if (index > 0) screen.print("");
      screen.print(screen.out.paint("bold", safe(target)));
      const shown = options.reveal ? safe(accessToken) : screen.out.paint("dim", "hidden (--reveal shows it)");
      screen.print(`  Token      ${shown}`);
      screen.print(`  Expires    ${minute(expiresAt)}, in ${left(expiresAt)}`);
      screen.print(`  Server     ${safe(resourceServer)}`);
      screen.print(`  Scopes     ${safe(scope).split(" ").join("\n             ")}`);
    }
  }
  return DONE;
}

/** How long it lives. @param {Date} until */
function left(until) {
  const minutes = Math.max(0, Math.floor((until.getTime() - Date.now()) / 60_000));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return hours ? `${hours} h ${rest} min` : `${rest} min`;
}
