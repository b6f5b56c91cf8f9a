//! Globus Groups: <https://docs.globus.org/api/groups/>.

use super::service;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("groups.d.ts");

service! {
    GroupsClient, "Globus Groups: groups, their members and their policies.";

    getGroup(groupId) GET "/v2/groups/{}" query "Query" -> "Promise<Json>" by send
        "Gets a group." "https://docs.globus.org/api/groups/";
}
