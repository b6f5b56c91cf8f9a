//! What a table of a service is made of. A row says only what the service documents: verb, path, arguments, document, query, reply,
//! one sentence and a link.

pub(crate) mod destination;
pub(crate) mod pages;
pub(crate) mod row;
pub(crate) mod service;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("common.d.ts");

/// Of what is built on the rows, in JavaScript.
#[wasm_bindgen(typescript_custom_section)]
const JOBS: &str = include_str!("../../../pkg-template/jobs/jobs.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const ERROR_BODIES: &str = include_str!("errors.d.ts");
