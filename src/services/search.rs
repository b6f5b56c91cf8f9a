//! Globus Search: <https://docs.globus.org/api/search/>.

use super::service;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("search.d.ts");

service! {
    SearchClient, "Globus Search: indexes, their entries, and what is found in them.";

    getIndex(indexId) GET "/v1/index/{}" query "Query" -> "Promise<Json>" by send
        "Gets an index." "https://docs.globus.org/api/search/";
}
