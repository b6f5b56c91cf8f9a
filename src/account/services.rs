//! The getters of `ServiceAccount` that return the clients of the services, and `gcs()`.

use super::service_account::ServiceAccount;
use crate::js::errors::CallError;
use crate::model::environment::Service;
use crate::services::auth::AuthClient;
use crate::services::compute::v2::ComputeV2Client;
use crate::services::compute::v3::ComputeV3Client;
use crate::services::flows::FlowsClient;
use crate::services::gcs::GcsClient;
use crate::services::gcs::endpoint::{Endpoint, EndpointName, read_endpoint_name};
use crate::services::groups::GroupsClient;
use crate::services::search::SearchClient;
use crate::services::table::destination::{Destination, ServiceDestination};
use crate::services::timers::TimersClient;
use crate::services::transfer::TransferClient;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The most endpoints that are remembered, each with its URL and token request.
const MAX_ENDPOINTS: usize = 64;

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(clippy::missing_errors_doc, reason = "JSDoc has `@throws` instead")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl ServiceAccount {
    /// Globus Auth: identities, projects, clients, scopes and consents.
    ///
    /// @example
    /// ```ts
    /// const { identities } = await account.auth.getIdentities({ usernames: "ada@example.org" });
    /// console.log(identities[0]?.id);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "AuthClient")]
    pub fn auth(&self) -> JsValue {
        self.get_or_make_client(Service::Auth, 0, |destination| AuthClient::new(destination).into())
    }

    /// Globus Transfer: collections, directories, transfers and their tasks, access rules.
    ///
    /// @example
    /// ```ts
    /// for await (const { name, type } of account.transfer.operationLs(collectionId, { path: "/share/" })) console.log(type, name);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "TransferClient")]
    pub fn transfer(&self) -> JsValue {
        self.get_or_make_client(Service::Transfer, 0, |destination| TransferClient::new(destination).into())
    }

    /// Globus Groups: groups, members and policies.
    ///
    /// @example
    /// ```ts
    /// for await (const { id, name } of account.groups.getMyGroups()) console.log(id, name);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "GroupsClient")]
    pub fn groups(&self) -> JsValue {
        self.get_or_make_client(Service::Groups, 0, |destination| GroupsClient::new(destination).into())
    }

    /// Globus Search: indexes, entries and queries.
    ///
    /// @example
    /// ```ts
    /// const hits = await account.search.postSearch(indexId, { q: "beamline" }).toArray({ max: 10 });
    /// console.log(hits.map(({ subject }) => subject));
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "SearchClient")]
    pub fn search(&self) -> JsValue {
        self.get_or_make_client(Service::Search, 0, |destination| SearchClient::new(destination).into())
    }

    /// Globus Flows: flows and their runs.
    ///
    /// @example
    /// ```ts
    /// const { run_id } = await account.flows.runFlow(flowId, { body: { source: "/a/" } });
    /// await account.flows.runWait(run_id);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "FlowsClient")]
    pub fn flows(&self) -> JsValue {
        self.get_or_make_client(Service::Flows, 0, |destination| FlowsClient::new(destination).into())
    }

    /// Globus Timers: transfers and flow runs that start at set times.
    ///
    /// @example
    /// ```ts
    /// for (const { job_id, name } of (await account.timers.listJobs()).jobs) console.log(job_id, name);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "TimersClient")]
    pub fn timers(&self) -> JsValue {
        self.get_or_make_client(Service::Timers, 0, |destination| TimersClient::new(destination).into())
    }

    /// Globus Compute, version 2: functions, endpoints, tasks.
    ///
    /// @example
    /// ```ts
    /// for (const { uuid, name } of await account.computeV2.getEndpoints()) console.log(uuid, name);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "ComputeV2Client")]
    pub fn computeV2(&self) -> JsValue {
        self.get_or_make_client(Service::Compute, 0, |destination| ComputeV2Client::new(destination).into())
    }

    /// Globus Compute, version 3: endpoints, and submissions in batches.
    ///
    /// @example
    /// ```ts
    /// await account.computeV3.getEndpointAllowlist(endpointId);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "ComputeV3Client")]
    pub fn computeV3(&self) -> JsValue {
        self.get_or_make_client(Service::Compute, 1, |destination| ComputeV3Client::new(destination).into())
    }

    /// Returns the client of a Globus Connect Server endpoint. No request is sent before the first call, which finds
    /// the endpoint's URL and the scope of its token, once per account. The token is sent only to the URL that Transfer
    /// reports for the endpoint. For another URL, calls reject with `foreign_origin`.
    ///
    /// @param endpoint Its address, such as `"abc.xyz.data.globus.org"`; or `{ endpoint }`, its id (UUID); or
    /// `{ collection }`, the id of a collection on it. If Transfer does not show the endpoint to this account, pass
    /// `{ endpoint, address }`: you confirm that this address belongs to this endpoint.
    /// @throws {GlobusConfigError} `invalid_argument`.
    /// @example
    /// ```ts
    /// for await (const { id, display_name } of account.gcs({ collection: collectionId }).getCollectionList()) console.log(id, display_name);
    /// ```
    pub fn gcs(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "string | { collection: string } | { endpoint: string; address?: string }"
        )]
        endpoint: &JsValue,
    ) -> Result<GcsClient, JsValue> {
        let name = read_endpoint_name(endpoint).map_err(CallError::from)?;
        Ok(GcsClient::new(self.get_or_add_endpoint(name)))
    }
}

impl ServiceAccount {
    /// Returns the endpoint with this name: the same object for the same name, so that its URL and scope are requested
    /// once.
    fn get_or_add_endpoint(&self, name: EndpointName) -> Rc<Endpoint> {
        let mut endpoints = self.endpoints.borrow_mut();
        if let Some(known) = endpoints.iter().find(|endpoint| endpoint.has_name(&name)) {
            return Rc::clone(known);
        }
        let endpoint = Rc::new(Endpoint::new(&self.session, name));
        endpoints.truncate(MAX_ENDPOINTS - 1);
        endpoints.insert(0, Rc::clone(&endpoint));
        endpoint
    }

    pub(super) fn destination(&self, service: Service) -> Rc<dyn Destination> {
        ServiceDestination::create(&self.session, service)
    }

    /// Returns the client of a service: the same object each time.
    fn get_or_make_client(
        &self,
        service: Service,
        version: usize,
        make: fn(Rc<dyn Destination>) -> JsValue,
    ) -> JsValue {
        let make = || make(self.destination(service));
        self.clients.get(service.index() + version).map_or_else(make, |cell| cell.get_or_init(make).clone())
    }
}
