import { ServiceAccount } from "globus-service-account";

const account = ServiceAccount.fromEnv();

/** A value that Globus gives only once. What fails is printed with what tells a framework's error from one of ours. */
export async function look(page) {
  try {
    const { value } = await account.transfer.getSubmissionId();
    return `value ${value}`;
  } catch (error) {
    console.log(`[${page}] ${JSON.stringify({ name: error.name, code: error.code, digest: error.digest })}`);
    throw error;
  }
}
