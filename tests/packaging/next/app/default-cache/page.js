import { readSubmissionId } from "../submission-id.js";

export const fetchCache = "default-cache";

export default async function Page() {
  return <p>{await readSubmissionId("default-cache")}</p>;
}
