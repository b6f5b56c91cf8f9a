// Ids, calls and words of advice that several situations use.
import { ID } from "../helpers.mjs";

/** The account's username: administrators use it to give the account a permission. */
export const ME = `${ID}@clients.auth.globus.org`;
export const COLLECTION = "82f1b5c6-6e9b-11e5-ba47-22000b92c6ec";
export const ENDPOINT = "8cd26262-8fe3-43de-a98a-65abcfc2868c";
export const GROUP = "d3974728-6458-11e4-b72d-123139141556";
export const INDEX = "60d1160b-f016-40b0-8545-99619865873d";
export const FLOW = "00000000-0a9d-4036-a9d7-a77c19515594";
export const RUN = "36ad9f9a-ad29-488f-beb4-c22ab60643d6";
export const TASK = "22f0148c-b1f2-11ec-b87e-3912f602f346";
export const TIMER = "e304f241-b77a-4e75-89f6-c431ddafe497";
export const FUNCTION = "11291b86-4f9c-47cb-848e-d3c06285951c";
export const POLICY = "f3e5e1b2-6f5d-4f10-9d5a-2b1b4f4d7c11";
export const SUBSCRIPTION = "20a1b4ec-d3a2-4a3c-9b6e-7f0c7d1e5a90";
export const GCS_HOST = "abc.xyz.data.globus.org";
export const HTTPS_SERVER = "https://g-82f1b5.data.globus.org";

/** Calls of Transfer that many situations make. */
export const ls = ({ transfer }) => transfer.operationLs(COLLECTION, { path: "/share/" });
export const submit = ({ transfer }) =>
  transfer.submitTransfer({
    submission_id: "e64b0a08-fe8c-4de5-9a5c-b0bd01a3ed7d",
    source_endpoint: COLLECTION,
    destination_endpoint: "6c54cade-bde5-45c1-bdea-f4bd71dba2cc",
    DATA: [{ source_path: "/a", destination_path: "/b" }],
  });

/** Returns the scope of the consent that Transfer requires for the data of a mapped collection. */
export const dataAccess = (collection) =>
  `urn:globus:auth:scope:transfer.api.globus.org:all[*https://auth.globus.org/scopes/${collection}/data_access]`;

/** Words that the advice contains. */
export const adviceWords = {
  rule: [new RegExp(`globus endpoint permission create '?${COLLECTION}:/\\S*'? --identity ${ME} --permissions r`), /\brule\b/],
  domain: [/clients\.auth\.globus\.org/, /domain/, /guest collection/],
  session: [/session|log in|logs in|login|policy/i],
  visible: [/exist|[Tt]here is no/, /see|visible|private/],
  token: [/token/],
  member: new RegExp(`globus group member add \\S+ ${ME}`),
};
