import { look } from "../look.js";

export default async function Page() {
  return <p>{await look("static")}</p>;
}
