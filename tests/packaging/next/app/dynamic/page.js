import { look } from "../look.js";

export const dynamic = "force-dynamic";

export default async function Page() {
  return <p>{await look("dynamic")}</p>;
}
