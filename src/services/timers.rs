//! Globus Timers: <https://docs.globus.org/api/timers/>.

use super::service;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("timers.d.ts");

service! {
    TimersClient, "Globus Timers: transfers and flows that begin by the clock.";

    getJob(jobId) GET "/jobs/{}" query "Query" -> "Promise<Json>" by send
        "Gets a timer." "https://docs.globus.org/api/timers/";
}
