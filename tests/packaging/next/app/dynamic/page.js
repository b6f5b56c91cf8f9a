import { readSubmissionId } from "../submission-id.js";

export const dynamic = "force-dynamic";

export default async function Page() {
  return <p>{await readSubmissionId("dynamic")}</p>;
}
