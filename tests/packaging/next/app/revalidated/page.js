import { readSubmissionId } from "../submission-id.js";

export const revalidate = 1;

export default async function Page() {
  return <p>{await readSubmissionId("revalidated")}</p>;
}
