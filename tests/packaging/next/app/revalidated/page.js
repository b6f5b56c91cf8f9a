import { look } from "../look.js";

export const revalidate = 1;

export default async function Page() {
  return <p>{await look("revalidated")}</p>;
}
