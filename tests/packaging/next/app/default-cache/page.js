import { look } from "../look.js";

export const fetchCache = "default-cache";

export default async function Page() {
  return <p>{await look("default-cache")}</p>;
}
