import { readSubmissionId } from "../submission-id.js";

export const dynamic = "force-static";

export default async function Page() {
  return <p>{await readSubmissionId("forced")}</p>;
}
