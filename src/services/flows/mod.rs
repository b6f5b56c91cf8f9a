//! Globus Flows: <https://docs.globus.org/api/flows/>.

use crate::js::arguments::{OptionalArgument, rejected};
use crate::js::errors::CallError;
use crate::model::scope::{ScopeSet, flow_scope};
use crate::model::token::TokenRequest;
use crate::policy::paging::Paging;
use crate::services::table::destination::Destination;
use crate::services::table::row::{Document, Row, read_path_argument};
use crate::services::table::service::service;
use crate::session::{Authorization, Call};
use crate::wire::error::Error;
use crate::wire::request::Method;
use crate::wire::text::is_uuid;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

const MARKER: Paging = Paging::Cursor { parameter: "marker", member: "marker", flagged: true };
/// Pages of web inputs have no `has_next_page`. On the last page the marker is null.
const WEB_INPUT_MARKER: Paging = Paging::Cursor { parameter: "marker", member: "marker", flagged: false };

service! {
    FlowsClient, "Globus Flows: flows and their runs.";

    createFlow() POST "/flows" doc "FlowDocument" needs "title", "definition", "input_schema"
        query "Query" -> "CallPromise<Flow>" by call
        "Creates a flow. This identity becomes its owner."
        "https://globusonline.github.io/globus-flows/#tag/Flows/paths/~1flows/post";
    getFlow(flowId) GET "/flows/{flowId}" query "Query" -> "CallPromise<Flow>" by call
        "Gets a flow."
        "https://globusonline.github.io/globus-flows/#tag/Flows/paths/~1flows~1{flow_id}/get";
    listFlows() GET "/flows" query "ListFlowsQuery" repeat "orderby" -> "Paged<FlowList, Flow>" by list(MARKER, "flows")
        "Lists the flows that this identity may see."
        "https://globusonline.github.io/globus-flows/#tag/Flows/paths/~1flows/get";
    updateFlow(flowId) PUT "/flows/{flowId}" doc "FlowUpdate" query "Query" -> "CallPromise<Flow>" by call
        "Changes a flow. Members that are left out stay unchanged. Active runs continue with the definition that they began with."
        "https://globusonline.github.io/globus-flows/#tag/Flows/paths/~1flows~1{flow_id}/put";
    deleteFlow(flowId) DELETE "/flows/{flowId}" query "Query" -> "CallPromise<DeletedFlow>" by call
        "Deletes a flow."
        "https://globusonline.github.io/globus-flows/#tag/Flows/paths/~1flows~1{flow_id}/delete";
    validateFlow() POST "/flows/validate" idempotent(true) doc "FlowValidationDocument" needs "definition"
        query "Query" -> "CallPromise<FlowValidation>" by call
        "Checks a definition and its input schema without creating a flow."
        "https://globusonline.github.io/globus-flows/#tag/Flows/paths/~1flows~1validate/post";
    listRuns() GET "/runs" query "ListRunsQuery" -> "Paged<FlowRunList, FlowRun>" by list(MARKER, "runs")
        "Lists the runs that this identity may see, of all flows."
        "https://globusonline.github.io/globus-flows/#tag/Runs/paths/~1runs/get";
    getRunLogs(runId) GET "/runs/{runId}/log" query "GetRunLogsQuery" -> "Paged<FlowRunLog, FlowRunLogEntry>"
        by list(MARKER, "entries")
        "Lists the log entries of a run."
        "https://globusonline.github.io/globus-flows/#tag/Runs/paths/~1runs~1{action_id}~1log/get";
    getRun(runId) GET "/runs/{runId}" query "GetRunQuery" -> "CallPromise<FlowRun>" by call
        "Gets a run."
        "https://globusonline.github.io/globus-flows/#tag/Runs/paths/~1runs~1{run_id}/get";
    getRunDefinition(runId) GET "/runs/{runId}/definition" query "Query" -> "CallPromise<FlowRunDefinition>" by call
        "Gets the definition and input schema that the flow of a run had when the run began."
        "https://globusonline.github.io/globus-flows/#tag/Runs/paths/~1runs~1{run_id}~1definition/get";
    cancelRun(runId) POST "/runs/{runId}/cancel" query "Query" -> "CallPromise<FlowRun>" by call
        "Cancels a run. The run may remain active for some time: check its `status`."
        "https://globusonline.github.io/globus-flows/#tag/Runs/paths/~1runs~1{run_id}~1cancel/post";
    updateRun(runId) PUT "/runs/{runId}" doc "FlowRunUpdate" query "Query" -> "CallPromise<FlowRun>" by call
        "Changes the metadata of a run, such as its label. Members that are left out stay unchanged."
        "https://globusonline.github.io/globus-flows/#tag/Runs/paths/~1runs~1{run_id}/put";
    deleteRun(runId) POST "/runs/{runId}/release" query "Query" -> "CallPromise<FlowRun>" by call
        "Deletes a run that has ended."
        "https://globusonline.github.io/globus-flows/#tag/Runs/paths/~1runs~1{run_id}~1release/post";
    getRegisteredApi(registeredApiId) GET "/registered_apis/{registeredApiId}" query "Query" -> "CallPromise<RegisteredApi>" by call
        "Gets an API that is registered for use in flows."
        "https://docs.globus.org/api/flows/registered-apis/";
    listRegisteredApis() GET "/registered_apis" query "ListRegisteredApisQuery" repeat "orderby"
        -> "Paged<RegisteredApiList, RegisteredApiSummary>" by list(MARKER, "registered_apis")
        "Lists the APIs that are registered for use in flows."
        "https://docs.globus.org/api/flows/registered-apis/";
    listWebInputs() GET "/web_inputs" query "ListWebInputsQuery" -> "Paged<WebInputList, WebInputSummary>"
        by list(WEB_INPUT_MARKER, "web_input_summaries")
        "Lists the inputs that runs request from people."
        "https://docs.globus.org/api/flows/";
    getWebInput(webInputId) GET "/web_inputs/{webInputId}" query "Query" -> "CallPromise<WebInput>" by call
        "Gets an input that a run requests from people."
        "https://docs.globus.org/api/flows/";
    respondToWebInput(webInputId) POST "/web_inputs/{webInputId}/respond" doc "WebInputResponse" needs "response"
        query "Query" -> "CallPromise<WebInputResult>" by call
        "Sends the input that a run has requested. With `input_type` `\"selection\"` the value is the `option_id` of one of the options."
        "https://docs.globus.org/api/flows/";
}

// The calls with the token of one flow. Each flow has its own scope and is its own resource server.
static RUN_FLOW: Row = Row { document: Some(&RUN_DOCUMENT), ..Row::new(Method::POST, "/flows/{flowId}/run") };
static VALIDATE_RUN: Row = Row {
    is_idempotent: true,
    document: Some(&RUN_DOCUMENT),
    ..Row::new(Method::POST, "/flows/{flowId}/validate_run")
};
static RESUME_RUN: Row = Row::new(Method::POST, "/runs/{runId}/resume");
static RUN_DOCUMENT: Document = Document { required: &["body"], ..Document::PLAIN };

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl FlowsClient {
    /// Declared in flows.d.ts, because the type of the input is a type parameter.
    #[wasm_bindgen(skip_typescript)]
    pub fn runFlow(
        &self,
        flowId: &JsValue,
        document: &JsValue,
        query: Option<OptionalArgument>,
        options: Option<OptionalArgument>,
    ) -> JsValue {
        self.call_flow(&RUN_FLOW, flowId, flowId, Some(document), query.as_deref(), options.as_deref()).into()
    }

    /// Declared in flows.d.ts, because the type of the input is a type parameter.
    #[wasm_bindgen(skip_typescript)]
    pub fn validateRun(
        &self,
        flowId: &JsValue,
        document: &JsValue,
        query: Option<OptionalArgument>,
        options: Option<OptionalArgument>,
    ) -> JsValue {
        self.call_flow(&VALIDATE_RUN, flowId, flowId, Some(document), query.as_deref(), options.as_deref()).into()
    }

    /// Resumes an inactive run of a flow, after the reason for its inactivity is removed. The flow's id selects the
    /// token and is not sent.
    ///
    /// https://globusonline.github.io/globus-flows/#tag/Runs/paths/~1flows~1{flow_id}~1runs~1{run_id}~1resume/post
    #[wasm_bindgen(unchecked_return_type = "CallPromise<FlowRun>")]
    pub fn resumeRun(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] flowId: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] runId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        self.call_flow(&RESUME_RUN, flowId, runId, None, query.as_deref(), options.as_deref()).into()
    }
}

impl FlowsClient {
    /// Starts a call with the token of a flow.
    fn call_flow(
        &self,
        row: &Row,
        flow_id: &JsValue,
        argument: &JsValue,
        document: Option<&JsValue>,
        query: Option<&JsValue>,
        options: Option<&JsValue>,
    ) -> Promise {
        let call = prepare_flow_call(&self.destination, row, flow_id, argument, document, query, options);
        call.map_or_else(rejected, |call| Rc::clone(&self.destination).call(call))
    }
}

/// Prepares a call with the token of a flow.
fn prepare_flow_call(
    destination: &Rc<dyn Destination>,
    row: &Row,
    flow_id: &JsValue,
    argument: &JsValue,
    document: Option<&JsValue>,
    query: Option<&JsValue>,
    options: Option<&JsValue>,
) -> Result<Call, CallError> {
    // In lower case, as Globus writes ids, because the id becomes part of a scope.
    let flow_id = read_path_argument("flowId", flow_id)?.to_ascii_lowercase();
    if !is_uuid(&flow_id) {
        return Err(Error::argument("flowId", "must be the UUID of a flow").into());
    }
    let mut call = row.prepare_call(destination, &[argument], document, query, options)?;
    // A caller's own `authorization` header is sent unchanged.
    if let Authorization::Bearer(_) = call.authorization {
        let scopes = ScopeSet::parse(&flow_scope(&flow_id)).unwrap_or_default();
        call.authorization = Authorization::Bearer(Rc::new(TokenRequest { scopes, resource_server: Some(flow_id) }));
    }
    Ok(call)
}
