import { ServiceAccount } from "globus-service-account";

const account = ServiceAccount.fromEnv();

/**
 * Returns a submission id: Globus returns a different one for each call, so a cached page is recognised. Logs an error
 * with the fields that differ between an error of the framework and a GlobusError.
 */
export async function readSubmissionId(page) {
  try {
    const { value } = await account.transfer.getSubmissionId();
    return `value ${value}`;
  } catch (error) {
    console.log(`[${page}] ${JSON.stringify({ name: error.name, code: error.code, digest: error.digest })}`);
    throw error;
  }
}
