import { readSubmissionId } from "../submission-id.js";

export async function GET() {
  return new Response(await readSubmissionId("api"));
}
