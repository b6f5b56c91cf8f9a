//! Refusals of the GCS Manager API and of Globus Auth.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::shared::*;

const ADD_ENDPOINT_ROLE: Step = step_for(
    EndpointAdministrator,
    "Add the role: on the endpoint with this command, on a collection with `globus endpoint role create`",
)
.command("globus gcs endpoint role create {endpoint} administrator {me}");

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "gcs_role",
        &[Is(Detail, &["missing_required_role"])],
        &["{me} has none of the roles that allow this: {roles}.", OWN_PERMISSIONS],
        &[ADD_ENDPOINT_ROLE],
    ),
    diagnosis(
        "gcs_owner",
        &[Is(Detail, &["not_resource_owner", "id_not_in_identity_set"])],
        &["Only the owner may do this. {me} is not the owner, and has no linked identity that is."],
        &[step_for(ResourceOwner, "Do this yourself, or make this identity the owner")],
    ),
    diagnosis(
        "subscription",
        &[Is(Detail, &["subscription_required"])],
        &["The endpoint has no subscription that includes this. The account cannot change that."],
        &[step_for(EndpointAdministrator, "Ask the manager of a subscription to add the endpoint")],
    ),
    diagnosis(
        "guest_collection_refused",
        &[Is(Service, &["gcs"]), Is(Code, &["forbidden"]), Is(Access, &["rw"]), Is(Call, &["/api/collections"])],
        &["The collection's storage gateway defines the local account of each identity and what it may share."],
        &[
            step_for(
                EndpointAdministrator,
                "On the storage gateway, allow the domain of service accounts, clients.auth.globus.org, map {me} to a local account, and allow guest collections in this path",
            ),
            SHARE_GUEST_COLLECTION,
        ],
    ),
    diagnosis(
        "gcs_forbidden",
        &[Is(Service, &["gcs"]), Is(Code, &["forbidden"])],
        &["{me} may not do this on the endpoint. The server does not name the required role.", OWN_PERMISSIONS],
        &[ADD_ENDPOINT_ROLE],
    ),
    diagnosis(
        "no_openid",
        &[Is(Service, &["auth"]), Is(Code, &["forbidden"]), Contains(Call, &["/userinfo"]), Known(Closed)],
        &["Userinfo requires the scope openid, but the token of {me} was requested with {closed}."],
        &[step_for(You, "Add `openid` to the option `scopes.auth`, or remove the option")],
    ),
    diagnosis(
        "project",
        &[Is(Service, &["auth"]), Is(Code, &["forbidden"])],
        &[
            "{me} may not do this at Globus Auth.",
            OWN_PERMISSIONS,
            "The administrators of a project manage its clients, policies and scopes.",
        ],
        &[step_for(ProjectAdministrator, "Add this identity to the administrators").url(DEVELOPERS)],
    ),
];
