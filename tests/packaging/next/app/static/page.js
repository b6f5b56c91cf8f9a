import { readSubmissionId } from "../submission-id.js";

export default async function Page() {
  return <p>{await readSubmissionId("static")}</p>;
}
