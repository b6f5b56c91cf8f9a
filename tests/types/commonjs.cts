// Type test of the declarations for `require`. Nothing here is run.

import globus = require("globus-service-account");

export async function listing(account: globus.ServiceAccount, id: string) {
  const entries: globus.FileEntry[] = await account.transfer.operationLs(id, { path: "/" }).toArray();
  // @ts-expect-error a path is text
  account.transfer.operationLs(id, { path: 1 });
  return entries.map(({ name, type }) => `${type} ${name}`);
}
