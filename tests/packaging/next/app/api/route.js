import { look } from "../look.js";

export async function GET() {
  return new Response(await look("api"));
}
