//! The clients of the services.

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

/// Endpoints remembered, with what was learnt of them.
const MAX_ENDPOINTS: usize = 64;

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(clippy::missing_errors_doc, reason = "they are told as JSDoc has it")]
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
        self.client(Service::Auth, 0, |at| AuthClient::at(at).into())
    }

    /// Globus Transfer: collections, directories, transfers and their tasks, access rules.
    ///
    /// @example
    /// ```ts
    /// for await (const { name, type } of account.transfer.operationLs(collectionId, { path: "/share/" })) console.log(type, name);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "TransferClient")]
    pub fn transfer(&self) -> JsValue {
        self.client(Service::Transfer, 0, |at| TransferClient::at(at).into())
    }

    /// Globus Groups: groups, members and policies.
    ///
    /// @example
    /// ```ts
    /// for await (const { id, name } of account.groups.getMyGroups()) console.log(id, name);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "GroupsClient")]
    pub fn groups(&self) -> JsValue {
        self.client(Service::Groups, 0, |at| GroupsClient::at(at).into())
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
        self.client(Service::Search, 0, |at| SearchClient::at(at).into())
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
        self.client(Service::Flows, 0, |at| FlowsClient::at(at).into())
    }

    /// Globus Timers: work that begins by the clock.
    ///
    /// @example
    /// ```ts
    /// for (const { job_id, name } of (await account.timers.listJobs()).jobs) console.log(job_id, name);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "TimersClient")]
    pub fn timers(&self) -> JsValue {
        self.client(Service::Timers, 0, |at| TimersClient::at(at).into())
    }

    /// Globus Compute, version 2: functions, endpoints, tasks.
    ///
    /// @example
    /// ```ts
    /// for (const { uuid, name } of await account.computeV2.getEndpoints()) console.log(uuid, name);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "ComputeV2Client")]
    pub fn computeV2(&self) -> JsValue {
        self.client(Service::Compute, 0, |at| ComputeV2Client::at(at).into())
    }

    /// Globus Compute, version 3: endpoints, and submissions in batches.
    ///
    /// @example
    /// ```ts
    /// await account.computeV3.getEndpointAllowlist(endpointId);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "ComputeV3Client")]
    pub fn computeV3(&self) -> JsValue {
        self.client(Service::Compute, 1, |at| ComputeV3Client::at(at).into())
    }

    /// A Globus Connect Server endpoint. Nothing is sent before the first call, which learns where it is and whose token it takes,
    /// once for the account. A token goes only where Transfer says that the endpoint is: else the calls reject with `foreign_origin`.
    ///
    /// @param endpoint Its address, such as `"abc.xyz.data.globus.org"`; or `{ endpoint }`, its id (UUID); or `{ collection }`, the id
    /// of a collection on it. Where Transfer does not show the endpoint to this account, `{ endpoint, address }` says that you know
    /// the address to be its own.
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
        let named = read_endpoint_name(endpoint).map_err(CallError::from)?;
        Ok(GcsClient::at(self.endpoint(named)))
    }
}

impl ServiceAccount {
    /// The endpoint of a name: the same one for all who name it so, with what it has learnt.
    fn endpoint(&self, named: EndpointName) -> Rc<Endpoint> {
        let mut endpoints = self.endpoints.borrow_mut();
        if let Some(known) = endpoints.iter().find(|endpoint| endpoint.has_name(&named)) {
            return Rc::clone(known);
        }
        let endpoint = Rc::new(Endpoint::new(&self.session, named));
        endpoints.truncate(MAX_ENDPOINTS - 1);
        endpoints.insert(0, Rc::clone(&endpoint));
        endpoint
    }

    pub(super) fn destination(&self, service: Service) -> Rc<dyn Destination> {
        ServiceDestination::create(&self.session, service)
    }

    /// The client of a service: always the same object.
    fn client(&self, service: Service, version: usize, make: fn(Rc<dyn Destination>) -> JsValue) -> JsValue {
        let client = || make(self.destination(service));
        self.clients.get(service.index() + version).map_or_else(client, |known| known.get_or_init(client).clone())
    }
}
