import { look } from "../look.js";

export const dynamic = "force-static";

export default async function Page() {
  return <p>{await look("forced")}</p>;
}
