//! The causes, the special before the general. Each `{fact}` is one of [`Facts`](super::Facts).
//!
//! What is recognised by a text of Globus's is what its clients' fixtures, its documentation or public reports have on record; a
//! cause that is recognised by less says which check would tell more. What holds for service accounts in particular (permissions of
//! their own, a domain of their own, no sessions) is in "Understanding Service Accounts" of Globus's Python SDK,
//! <https://globus-sdk-python.readthedocs.io/>.

use super::Cause;
use super::Sign::{Is, Known, Says};

const fn cause(name: &'static str, signs: &'static [super::Sign], text: &'static [&'static str]) -> Cause {
    Cause { name, signs, text }
}

// Sentences that several causes share.
const OWN_PERMISSIONS: &str = "A service account has only what was given to its own identity: nothing of its owner's.";
macro_rules! add_rule {
    ($somebody:literal, $rule:literal) => {
        concat!(
            $somebody,
            " with the role access manager on it adds ",
            $rule,
            ", at https://app.globus.org/file-manager/collections/{what}/overview (Permissions) or by `globus endpoint permission create {place} --identity {me} --permissions {access}`; one that only reads is changed by `globus endpoint permission update`."
        )
    };
}
const ADD_RULE: &str = add_rule!("Somebody", "one");
const RULE: &str = add_rule!("If {what} is a guest collection, somebody", "a rule");
const MAPPED: &str = "If it is a mapped collection, its administrator has to map this identity to a local account that may do this, or somebody shares the folder by a guest collection.";
const DOCTOR: &str = "`npx globus-service-account doctor --collection {what}` tells which.";
const SAME_ANSWER: &str = "Globus gives the same answer for what does not exist and for what may not be seen.";
const OWN_DOMAIN: &str = "The domain of every service account is clients.auth.globus.org, so {me} is not, and it cannot get an identity of another domain.";
const ALLOW_DOMAIN: &str = "Whoever administers the collection's storage gateway can allow clients.auth.globus.org besides, and map {me} to a local account.";
const GUEST_COLLECTION: &str = "Otherwise somebody who has access shares the folder as a guest collection and adds a rule: `globus endpoint permission create GUEST_COLLECTION_ID:/ --identity {me} --permissions r`.";
const NOT_MAPPED: &str =
    "{me} is let in, but mapped to no local account there (on a guest collection it is its owner who is not any more).";
const MAP_ME: &str =
    "The administrator of the storage gateway has to map {me} to a local account in its identity mapping.";
const NO_LOGIN: &str = "A service account never logs in, so it has no session.";
const ADMIN_ROLE: &str = "An administrator adds it: `globus endpoint role create {what} --identity {me} --role administrator`, or https://app.globus.org/file-manager/collections/{what}/overview (Roles).";
const ADD_MEMBER: &str = "Somebody who manages the group adds the identity: `globus group member add {what} {me}`, or https://app.globus.org/groups/{what}/about (Members).";
const OTHER_GROUP: &str = "Put {me} into a group that does not demand it; or an administrator of this one takes the demand away for all of its members: `globus group set-policies {what} --no-high-assurance`.";
const NO_PATH: &str = "There is no such path on the collection {what}, or {me} may not see it. Paths are those of the collection: on a guest collection `/` is the folder that is shared.";
const FILE_PERMISSION: &str = "The collection's file system refused this: the local account that {me} uses there (on a guest collection: that of its owner) may not do it. Whoever administers the files has to allow it; no rule of Globus can.";
const PATH: &str = "The path was {path}.";
const STATUS: &str = "If this lasts, see https://status.globus.org and quote the request id to support@globus.org.";
const EVENTS: &str = "What happened to each file: `globus task event-list {what} --filter-errors`, `account.transfer.taskEventList(\"{what}\")`, or https://app.globus.org/activity/{what}.";
const WAIT: &str = "Nothing is wrong with the account: repeat the call later.";
const THEIR_LOG: &str = "Its administrator finds the reason in the log of that server.";

/// All of them.
pub const CAUSES: &[Cause] = &[
    // The grant.
    cause(
        "invalid_client",
        &[Is("code", &["invalid_client"])],
        &[
            "The secret has {short} characters; Globus's have 44, so this one looks cut off.",
            "Check at https://app.globus.org/settings/developers that client {id} exists and that the secret is one of its own and was not deleted.",
            "The account uses the environment {other}; clients of other environments are unknown there.",
            "Until the credentials change, calls fail for 30 seconds at a time without another request.",
        ],
    ),
    cause(
        "not_a_service_account",
        &[Is("code", &["not_a_service_account"])],
        &[
            "Having an id and a secret is necessary but not sufficient: client {id} is registered for another use, such as logging users in. At https://app.globus.org/settings/developers choose \"Register a service account or application credential for automation\", add a client secret there, and use that id and secret.",
        ],
    ),
    cause(
        "no_data_access_scope",
        &[Is("code", &["invalid_scope"]), Says("scopes", &["/data_access"])],
        &[
            "Check the spelling of each scope, and that the collection it belongs to still exists. A data_access scope exists only for mapped collections that are not high assurance: not for guest collections, and not under an id that is no longer in use.",
        ],
    ),
    cause(
        "invalid_scope",
        &[Is("code", &["invalid_scope"])],
        &[
            "Check the spelling of each scope, and that the collection, flow or service it belongs to still exists.",
            "The account uses the environment {other}; scopes of collections and flows of other environments are unknown there.",
        ],
    ),
    cause("grant_failed", &[Is("code", &["grant_failed"])], &["The credentials were not refused.", STATUS]),
    cause(
        "cached_grant",
        &[Known("again")],
        &[
            "A new grant has brought the token that was refused: a cache has answered in the place of Globus Auth.",
            "Look at what stands in for `fetch`: a framework (Next.js with `fetchCache = \"force-cache\"`), the option `fetch`, a proxy.",
        ],
    ),
    // A submission of which nobody knows whether it has arrived.
    cause(
        "submission",
        &[],
        &[
            "The service may have it already: submit the same document again with the submission id {submission}, as often as it takes, and the work is done once.",
        ],
    ),
    // Consents.
    cause(
        "consent_foreign",
        &[Known("foreign")],
        &[
            "A consent to {scopes} was asked for and not given: {foreign} does not belong to what this is about, or not there. {me} gives itself consents for the collections, the flow or the timer that are named, and for nothing else.",
            "With such a consent the one who asks could act in the name of {me}. If that is what you want, give it yourself, by `account.getToken` with the option `forceRefresh` and that scope.",
        ],
    ),
    cause(
        "consent_refused",
        &[Is("code", &["consent_required"]), Known("unconsented")],
        &[
            "{me} asked Globus Auth for the consent, once, and did not get it: the cause of this error says why.",
            "Missing: {scopes}.",
            "Guest collections and high assurance collections have no data_access consent.",
        ],
    ),
    cause(
        "consent_no_use",
        &[Is("code", &["consent_required"]), Known("consented")],
        &[
            "This account has given the consent {scopes}, and repeated the call with its old token and with a new one; the service goes on asking.",
            "`account.auth.getConsents(account.clientId)` lists what is on record for {me}.",
            STATUS,
        ],
    ),
    cause(
        "consent_required",
        &[Is("code", &["consent_required"]), Known("scopes")],
        &[
            "{me} can give this consent to itself, by a grant that names it; then repeat the call: `account.getToken` with the option `forceRefresh` and the scope `{scopes}`.",
            "It lets the server that asks act there in the name of {me}, so see first that this is meant.",
            "It is not given unasked: the request does not name what it is for or cannot be sent again, another server than Globus's own asks for it, or this call has brought one consent already.",
        ],
    ),
    // What a session would have to have.
    cause(
        "domain",
        &[Known("domains"), Is("service", &["transfer", "gcs", "collection"])],
        &["Only identities of {domains} are let in.", OWN_DOMAIN, ALLOW_DOMAIN, GUEST_COLLECTION],
    ),
    cause(
        "domain",
        &[Known("domains")],
        &[
            "Only identities of {domains} are let in.",
            OWN_DOMAIN,
            "Whoever set this policy can put clients.auth.globus.org among its domains, or exempt {me}.",
            "Policy: {policies}.",
        ],
    ),
    cause(
        "domain_unnamed",
        &[Says("said", &["from domains allowed", "from allowed domain"]), Is("detail", &["not_from_allowed_domain"])],
        &[
            "The domain of every service account, clients.auth.globus.org, is let in; the identities that were looked at are not. So it is a matter of which local account {me} is mapped to.",
            MAP_ME,
            GUEST_COLLECTION,
        ],
    ),
    cause(
        "mfa",
        &[Known("mfa")],
        &[
            NO_LOGIN,
            "A second factor is demanded of it all the same. Whether Globus lets any service account meet that is not verified here; the sure way is that whoever set the policy exempts {me} or takes the demand away.",
            "Policy: {policies}.",
        ],
    ),
    cause(
        "session_timeout",
        &[Is("detail", &["authentication_timeout"])],
        &[
            NO_LOGIN,
            "Globus Connect Server never enforces session timeouts on service accounts, so this should not meet {me}: see that the call was made with a token of this account, and else show it to the administrator of the endpoint.",
        ],
    ),
    cause(
        "group_session",
        &[Is("code", &["authorization_required"]), Is("service", &["groups"]), Known("what")],
        &["The group {what} demands a recent login of its members.", NO_LOGIN, OTHER_GROUP],
    ),
    cause(
        "policy",
        &[Is("code", &["authorization_required"]), Known("policies")],
        &[
            "The authentication policy {policies} demands something of the session.",
            NO_LOGIN,
            "An administrator of the policy's project (https://app.globus.org/settings/developers) can exempt {me} or put clients.auth.globus.org among its domains; else ask for access to something that is not under the policy.",
        ],
    ),
    cause(
        "identity",
        &[Is("code", &["authorization_required"]), Known("identities")],
        &[
            "It has to be one of the identities {identities}, and a service account is {me} and linked to no other. Whoever gave them access has to give it to this identity, too.",
        ],
    ),
    cause(
        "session",
        &[Is("code", &["authorization_required"])],
        &[
            NO_LOGIN,
            "The service demands one; whoever set that policy has to exempt {me}. What it demands is in `authorizationParameters`.",
        ],
    ),
    cause(
        "session_of_administrators",
        &[Is("service", &["auth", "transfer"]), Says("said", &["in session"])],
        &[
            "This takes an administrator who has just logged in.",
            NO_LOGIN,
            "A person has to do it (https://app.globus.org/settings/developers). Whether it is enough to make {me} an administrator is not verified.",
        ],
    ),
    // Work that Globus carries out by itself: tasks of Transfer, runs of flows, timers.
    cause(
        "beyond_consent",
        &[Known("beyond")],
        &[
            "What stands in its way is in the document, which is this error's body. A consent is all that {me} can give by itself.",
        ],
    ),
    cause(
        "run_waits",
        &[Is("code", &["task_inactive"]), Is("service", &["flows"])],
        &[
            "The run waits. If a consent of {me} is missing, `account.flows.healRun(\"{what}\")` gives it and lets the run go on; mend anything else and call `account.flows.resumeRun`.",
        ],
    ),
    cause(
        "run_failed",
        &[Is("code", &["task_failed"]), Is("service", &["flows"])],
        &[
            "The run's log tells which step failed, and of what: `account.flows.getRunLogs(\"{what}\")`. The steps act as {me}, with its own permissions.",
        ],
    ),
    cause(
        "task_computer_off",
        &[Is("code", &["task_inactive", "task_failed"]), Is("serverCode", &["GC_NOT_CONNECTED", "GC_PAUSED"])],
        &[
            "Globus Connect Personal does not run on that computer, or is paused there: its owner has to start it. A task that waits goes on by itself then.",
        ],
    ),
    cause(
        "task_paused",
        &[Is("code", &["task_inactive", "task_failed"]), Is("serverCode", &["PAUSED", "PAUSED_BY_ADMIN"])],
        &[
            "An administrator of a collection has paused it, and can let it go on: `globus task pause-info {what}` says who and why. {me} cannot.",
        ],
    ),
    cause(
        "task_waits",
        &[Is("code", &["task_inactive"])],
        &[
            "The task is kept until its deadline. It waits for a credential or a consent of {me}, or for a paused collection; once that is mended it goes on by itself.",
            EVENTS,
        ],
    ),
    cause(
        "task_permission",
        &[
            Is("code", &["task_failed"]),
            Is("serverCode", &["PERMISSION_DENIED", "FILE_ACCESS", "ACL_CHANGED", "AUTH", "NO_CREDENTIALS"]),
        ],
        &[
            "{me} may not read the source or not write to the destination; on a mapped collection it is its local account that may not.",
            EVENTS,
            "On a guest collection a rule is added by `globus endpoint permission create COLLECTION_ID:/PATH/ --identity {me} --permissions rw`.",
        ],
    ),
    cause(
        "task_storage_full",
        &[Is("code", &["task_failed"]), Is("serverCode", &["QUOTA_EXCEEDED", "NO_SPACE_LEFT"])],
        &[
            "The storage of the destination is full, or the quota of the local account that {me} writes as. Whoever administers it has to make room; then submit the task again with a `sync_level`, which leaves out what is there.",
        ],
    ),
    cause(
        "task_expired",
        &[Is("code", &["task_failed"]), Is("serverCode", &["EXPIRED"])],
        &["The task did not end before its deadline.", EVENTS, "`deadline` of the document may be later."],
    ),
    cause("task_failed", &[Is("code", &["task_failed"])], &[EVENTS]),
    // Lists that end before they are whole.
    cause(
        "more_entries",
        &[],
        &[
            "Narrow the request: another path, or a filter. Awaited instead of iterated, the call gives the page as it is.",
        ],
    ),
    cause(
        "more_endpoints",
        &[],
        &["Transfer gives no more of one search. Narrow it, by `filter_scope` or `filter_owner_id` for instance."],
    ),
    cause(
        "more_hits",
        &[],
        &["Search gives no more of one query, however it is paged: `account.search.scroll` gives all."],
    ),
    cause("more_pages", &[], &["What has come is good, and is not all: begin again later, from the start."]),
    // Things that jobs look for.
    cause(
        "no_identity",
        &[Is("service", &["auth"]), Is("code", &["not_found"]), Is("call", &["/identities"])],
        &[
            "An identity exists from its first login on. `account.auth.getIdentities` with `provision: true` makes one beforehand.",
        ],
    ),
    cause(
        "no_https",
        &[Is("code", &["not_found"]), Is("call", &["https"])],
        &[
            "The administrator of the collection can turn it on, `enable_https`: `globus gcs collection update {what} --enable-https`.",
        ],
    ),
    // Transfer, and what collections' own servers say through it.
    cause(
        "personal_offline",
        &[
            Is("service", &["transfer"]),
            Says("serverCode", &["gcdisconnected", "gcpaused", "gc_not_connected", "gc_paused"]),
        ],
        &[
            "Globus Connect Personal does not run on that computer, or is paused there. Its owner has to start it; a task that was submitted waits for it.",
        ],
    ),
    cause(
        "paused",
        &[Is("service", &["transfer"]), Says("serverCode", &["paused"])],
        &[
            "The collection is paused by its administrator. A call that is refused for it has to be made again; tasks wait.",
            "Paused: {paused}.",
            "{me} cannot lift that.",
        ],
    ),
    cause(
        "no_storage_credential",
        &[Is("detail", &["invalid_credential", "credential_not_found"])],
        &[
            "The storage wants a credential of {me}, and has none that is good. It is made by `createUserCredential` of the endpoint, or by the endpoint's administrator: `globus gcs user-credential create posix` or `s3`. Some storages want keys in it, which their administrator hands out.",
        ],
    ),
    cause("not_mapped", &[Is("detail", &["invalid_user"])], &[NOT_MAPPED, MAP_ME, GUEST_COLLECTION]),
    cause(
        "not_mapped",
        &[
            Is("service", &["transfer", "gcs", "collection"]),
            Says("said", &["valid username", "identity mapping", "mapping collection to specified id failed"]),
            Says("said", &["login_denied", "does not map", "username"]),
        ],
        &[NOT_MAPPED, MAP_ME, GUEST_COLLECTION],
    ),
    cause(
        "manager_down",
        &[Says("said", &["c=endpoint_error", "c=internal_error", "contacting gcs manager"])],
        &[
            "The server of the collection {what} failed, although it may look like a missing file or a login. It says the same for a moment, in outages of days and of files that are not there: this proves none of them.",
            WAIT,
            THEIR_LOG,
        ],
    ),
    cause(
        "login_denied",
        &[
            Is("service", &["transfer", "gcs", "collection"]),
            Says("said", &["login_denied", "login incorrect", "loginfailed"]),
        ],
        &[
            "The collection's own server did not let {me} in, and the message does not say more.",
            MAP_ME,
            GUEST_COLLECTION,
        ],
    ),
    cause(
        "path_not_allowed",
        &[Says("said", &["path not allowed"]), Known("place")],
        &[
            "{path} is not open to {me}.",
            "On a guest collection that means that no rule covers it.",
            ADD_RULE,
            "Where there is one, or on a mapped collection, the path is outside what the collection or its storage gateway offers, which its administrator sets.",
        ],
    ),
    cause(
        "path_not_allowed",
        &[Says("said", &["path not allowed", "restricted path"])],
        &[
            "The path is not open to {me}: no rule of the guest collection covers it, or it is outside what the collection or its storage gateway offers, which its administrator sets.",
        ],
    ),
    cause(
        "file_permission",
        &[
            Is("service", &["transfer", "collection"]),
            Is("access", &["r", "rw"]),
            Says("said", &["c=permission_denied", "errno: 13", "system error"]),
            Says("said", &["permission"]),
        ],
        &[FILE_PERMISSION, PATH],
    ),
    cause(
        "file_permission",
        &[Is("service", &["transfer"]), Says("serverCode", &["failed.permissiondenied"])],
        &[FILE_PERMISSION, PATH],
    ),
    cause(
        "quota",
        &[
            Is("service", &["transfer"]),
            Is("code", &["endpoint_error"]),
            Says("said", &["quota exceeded", "exceeded quota", "over quota", "no space left", "disk full"]),
        ],
        &[
            "The storage is full, or the quota of the local account that is written as. Whoever administers the storage has to make room.",
        ],
    ),
    cause(
        "path_not_found",
        &[
            Is("code", &["endpoint_error", "not_found"]),
            Is("service", &["transfer"]),
            Says(
                "said",
                &["no such file", "path_not_found", "path not found", "directory not found", "c=path_not_found"],
            ),
        ],
        &[NO_PATH, PATH],
    ),
    cause(
        "path_not_found",
        &[Is("serverCode", &["ClientError.NotFound"]), Says("call", &["/operation/"])],
        &[NO_PATH, PATH],
    ),
    cause(
        "path_exists",
        &[Is("service", &["transfer"]), Says("serverCode", &["exists"]), Says("call", &["/operation/"])],
        &["There is something at that path already: take another one, or what is there.", PATH],
    ),
    cause(
        "same_transfer",
        &[Is("service", &["transfer"]), Is("code", &["conflict"]), Says("said", &["identical paths"])],
        &[
            "A task of {me} with these paths goes on, if only because Globus retries it until its deadline. `account.transfer.taskList` with the filter `status:ACTIVE,INACTIVE` finds it: wait for it (`taskWait`), or end it (`cancelTask`).",
        ],
    ),
    cause(
        "rule_exists",
        &[Is("service", &["transfer"]), Says("serverCode", &["exists"]), Says("call", &["/access"])],
        &[
            "There is a rule for this principal and path: `account.share` changes it, and so does `account.transfer.updateEndpointAclRule`, by the id that `account.transfer.endpointAclList(\"{what}\")` tells.",
        ],
    ),
    cause(
        "legacy_name",
        &[Is("service", &["transfer"]), Is("code", &["bad_request", "not_found"]), Known("legacy")],
        &[
            "{legacy} is a name of the old form owner#name. Collections go by their id, a UUID: `account.transfer.endpointSearch` finds it.",
        ],
    ),
    cause(
        "not_a_directory",
        &[Says("serverCode", &["notdirectory"])],
        &["That path is a file: `account.transfer.operationStat` tells of a single one.", PATH],
    ),
    cause(
        "listing_too_large",
        &[Says("serverCode", &["sizelimit"])],
        &[
            "The directory has more entries than Globus lists. Put files into directories below it, or list it with a filter.",
            PATH,
        ],
    ),
    cause(
        "activation",
        &[Says("serverCode", &["nocredexception", "activationrequired"])],
        &[
            "The endpoint wants to be activated, as endpoints before version 5 of Globus Connect Server did. No service account can do that: its administrator has to upgrade it.",
        ],
    ),
    cause(
        "endpoint_down",
        // Not the name of Globus Connect Server.
        &[
            Is("code", &["endpoint_error"]),
            Says("said", &["connecti", "to connect", "not connect", "timed out", "unreachable"]),
        ],
        &["The server of the collection {what} cannot be reached by Globus. The account is not to blame.", THEIR_LOG],
    ),
    cause(
        "endpoint_error",
        &[Is("code", &["endpoint_error"])],
        &["The server of the collection {what} failed; Globus only passes on what it says.", THEIR_LOG],
    ),
    cause(
        "no_activity_role",
        &[Is("service", &["transfer"]), Is("code", &["forbidden"]), Says("call", &["/endpoint_manager/"])],
        &[
            "{me} has no role that may do this: activity monitor to look, activity manager to act.",
            OWN_PERMISSIONS,
            "An administrator of the endpoint adds it: `globus endpoint role create COLLECTION_ID --identity {me} --role activity_manager`.",
        ],
    ),
    cause(
        "no_access_manager_role",
        &[Is("service", &["transfer"]), Is("code", &["forbidden"]), Says("call", &["/access"])],
        &[
            "{me} has no role on {what} that may see or change its rules.",
            OWN_PERMISSIONS,
            "An administrator adds it: `globus endpoint role create {what} --identity {me} --role access_manager`, or https://app.globus.org/file-manager/collections/{what}/overview (Roles).",
        ],
    ),
    cause(
        "no_rule",
        &[Is("service", &["transfer"]), Says("said", &["no effective acl"])],
        &["No rule of the guest collection {what} lets {me} do this.", PATH, OWN_PERMISSIONS, ADD_RULE],
    ),
    cause(
        "subscription_role",
        &[Is("service", &["transfer"]), Says("said", &["admin role on the collection's subscription"])],
        &[
            "{me} is no admin of the subscription's group.",
            OWN_PERMISSIONS,
            "One of them adds it: `globus group member add SUBSCRIPTION_GROUP_ID {me} --role admin`.",
        ],
    ),
    cause(
        "no_permission",
        &[
            Is("service", &["transfer"]),
            Is("code", &["forbidden"]),
            Says("call", &["/operation/", "/v0.10/transfer", "/v0.10/delete"]),
            Known("what"),
        ],
        &["{me} may not do this there.", OWN_PERMISSIONS, RULE, MAPPED, DOCTOR],
    ),
    cause(
        "no_permission_somewhere",
        &[
            Is("service", &["transfer"]),
            Is("code", &["forbidden"]),
            Says("call", &["/v0.10/transfer", "/v0.10/delete"]),
        ],
        &[
            "{me} may not read the source or not write to the destination; the message does not name the collection.",
            OWN_PERMISSIONS,
            "`npx globus-service-account doctor --collection SOURCE_ID --collection DESTINATION_ID` looks at both. On a guest collection a rule is added by `globus endpoint permission create COLLECTION_ID:/PATH/ --identity {me} --permissions rw`.",
        ],
    ),
    cause(
        "no_administrator_role",
        &[Is("service", &["transfer"]), Is("code", &["forbidden"]), Says("call", &["/endpoint/"])],
        &["{me} has no role on {what} that may do this.", OWN_PERMISSIONS, ADMIN_ROLE],
    ),
    cause(
        "transfer_forbidden",
        &[Is("service", &["transfer"]), Is("code", &["forbidden"])],
        &["{me} may not do this: tasks, bookmarks and tunnels belong to the identity that made them.", OWN_PERMISSIONS],
    ),
    cause(
        "task_not_found",
        &[Is("service", &["transfer"]), Is("code", &["not_found"]), Says("call", &["/task/"])],
        &[
            "There is no task {what} of {me}. A task is seen by the identity that submitted it, and by activity monitors of its collections through the calls that begin with endpointManager.",
        ],
    ),
    cause(
        "collection_gone",
        &[Is("service", &["transfer"]), Says("serverCode", &["deleted"])],
        &["The collection {what} was deleted. Find the one that took its place by `account.transfer.endpointSearch`."],
    ),
    cause(
        "collection_not_found",
        &[
            Is("service", &["transfer"]),
            Is("code", &["not_found"]),
            Says("call", &["/endpoint/", "/operation/", "/v0.10/transfer", "/v0.10/delete"]),
            Known("what"),
        ],
        &[
            "There is no collection {what}, or it is private.",
            SAME_ANSWER,
            "`globus endpoint show {what}` by its owner settles it; a rule or a role makes it visible: `globus endpoint permission create {place} --identity {me} --permissions r`.",
            "The account uses the environment {other}; collections of other environments are unknown there.",
        ],
    ),
    // Files of collections over HTTPS.
    cause(
        "file_forbidden",
        &[Is("service", &["collection"]), Is("status", &["401", "403"])],
        &["{me} may not do this with {path}.", OWN_PERMISSIONS, RULE, MAPPED],
    ),
    cause("file_not_found", &[Is("service", &["collection"]), Is("code", &["not_found"])], &[NO_PATH, PATH]),
    // Groups.
    cause(
        "group_closed",
        &[],
        &["{me} is not in the group {what}, and the group takes no requests to join.", ADD_MEMBER],
    ),
    cause(
        "group_scope",
        &[Is("service", &["groups"]), Is("code", &["forbidden"]), Known("narrow")],
        &[
            "The token of {me} has only the scopes {narrow}. Leave `scopes.groups` out of the account's options, or put `urn:globus:auth:scope:groups.api.globus.org:all` into it.",
        ],
    ),
    cause(
        "group_role",
        &[Is("service", &["groups"]), Is("code", &["forbidden"]), Is("access", &["rw"]), Known("what")],
        &[
            "{me} has no role in the group {what} that may do this: managers change memberships, admins everything.",
            OWN_PERMISSIONS,
            "What it may do, `account.groups.getGroup` of {what} tells with the query `include: \"allowed_actions\"`.",
            "An admin of the group gives it: `globus group member add {what} {me} --role manager`, or https://app.globus.org/groups/{what}/about (Members).",
        ],
    ),
    cause(
        "group_invisible",
        &[Is("service", &["groups"]), Is("code", &["forbidden", "not_found"]), Known("what")],
        &["There is no group {what}, or {me} may not see it.", OWN_PERMISSIONS, ADD_MEMBER],
    ),
    // Search.
    cause(
        "index_administrator",
        &[Is("service", &["search"]), Is("code", &["forbidden"]), Says("call", &["/role"])],
        &[
            "Roles of the index {what} are for its owner and admins.",
            OWN_PERMISSIONS,
            "One of them adds it: `globus search index role create {what} admin {me}`.",
        ],
    ),
    cause(
        "index_role",
        &[Is("service", &["search"]), Is("code", &["forbidden"]), Known("what")],
        &[
            "{me} has no role on the index {what} that would do: writing takes writer, deleting the index owner.",
            OWN_PERMISSIONS,
            "An admin of the index adds it: `globus search index role create {what} writer {me}`.",
            "What can be read is up to each entry: its `visible_to` must hold {principal}, a group of this identity, or `all_authenticated_users`.",
        ],
    ),
    cause(
        "index_not_found",
        &[Is("service", &["search"]), Is("code", &["not_found"]), Says("serverCode", &["index"])],
        &["There is no index {what}. `globus search index list` shows those that an identity has a role on."],
    ),
    cause(
        "index_closed",
        &[Is("service", &["search"]), Says("serverCode", &["incompatibleindexstatus"])],
        &["The index {what} is being deleted. `account.search.reopenIndex` takes that back."],
    ),
    // Flows and Timers.
    cause(
        "flow_input",
        &[Is("serverCode", &["FLOW_INPUT_ERROR"])],
        &["The flow does not take this input: `account.flows.getFlow(\"{what}\")` has its `input_schema`."],
    ),
    cause(
        "missing_scope",
        &[Says("serverCode", &["missing_scope", "insufficient_auth_scope"])],
        &[
            "The token of {me} lacks a scope that the message names; no role is missing. Take the service out of the account's option `scopes`, or add the scope there.",
        ],
    ),
    cause(
        "flow_starter",
        &[
            Is("service", &["flows", "timers"]),
            Is("code", &["forbidden"]),
            Says("said", &["missing permissions: run", "flow_starter"]),
        ],
        &[
            "{me} may not start this flow.",
            OWN_PERMISSIONS,
            "Its owner or an administrator of the flow adds the identity to its starters, at https://app.globus.org/flows/{what} or by `globus flows update {what} --starters OTHERS,{principal}`, which replaces the list: `globus flows show {what}` tells who the others are.",
        ],
    ),
    cause(
        "run_role",
        &[Is("service", &["flows"]), Is("code", &["forbidden"]), Says("call", &["/runs/"])],
        &[
            "{me} has no role on the run {what} that may do this; the message names what is missing.",
            OWN_PERMISSIONS,
            "Its owner adds the identity: `globus flows run update {what} --monitors OTHERS,{principal}` to see it, `--managers` to change it. Each replaces its list.",
        ],
    ),
    cause(
        "flow_role",
        &[Is("service", &["flows"]), Is("code", &["forbidden"]), Says("call", &["/flows/"])],
        &[
            "{me} has no role on the flow {what} that may do this; the message names what is missing.",
            OWN_PERMISSIONS,
            "Its owner adds the identity: `globus flows update {what} --viewers OTHERS,{principal}` to see it, `--starters` to run it, `--administrators` to change it. Each replaces its list: `globus flows show {what}` tells who the others are.",
        ],
    ),
    // Compute.
    cause(
        "compute_endpoint",
        &[Is("service", &["compute"]), Is("serverCode", &["9", "ENDPOINT_ACCESS_FORBIDDEN"])],
        &[
            "{me} may not use this endpoint.",
            OWN_PERMISSIONS,
            "Its owner lets the identity in: multi-user endpoints by their identity mapping, others by the group or policy they were set up with.",
        ],
    ),
    cause(
        "compute_function",
        &[Is("service", &["compute"]), Is("serverCode", &["8", "FUNCTION_ACCESS_FORBIDDEN"])],
        &[
            "{me} may not use this function.",
            OWN_PERMISSIONS,
            "Its owner registers it as public, or for a group that this identity is in.",
        ],
    ),
    cause(
        "compute_not_permitted",
        &[Is("service", &["compute"]), Is("serverCode", &["10", "FUNCTION_NOT_PERMITTED"])],
        &[
            "The endpoint runs only functions of a list (`allowed_functions`), and this one is not in it. Its administrator has to add it; it does not matter that {me} asks.",
        ],
    ),
    cause(
        "compute_mapping",
        &[Is("service", &["compute"]), Says("said", &["failed to map to a local user"])],
        &[
            "The endpoint maps {me} to no local account. Its administrator adds this identity to the identity mapping of the endpoint.",
        ],
    ),
    cause(
        "compute_task_group",
        &[Is("service", &["compute"]), Is("serverCode", &["21", "TASK_GROUP_ACCESS_FORBIDDEN"])],
        &["Task groups belong to the identity that submitted them, and {me} is another."],
    ),
    // Globus Connect Server.
    cause(
        "gcs_role",
        &[Is("detail", &["missing_required_role"])],
        &[
            "{me} has none of the roles that may do this: {roles}.",
            OWN_PERMISSIONS,
            "An administrator of the endpoint adds it: `globus gcs endpoint role create {endpoint} administrator {me}`; of a collection, `globus endpoint role create COLLECTION_ID --identity {me} --role administrator`.",
        ],
    ),
    cause(
        "gcs_owner",
        &[Is("detail", &["not_resource_owner", "id_not_in_identity_set"])],
        &[
            "Only the owner may do this, and {me} is linked to no other identity. The owner has to do it, or hand it over to this identity.",
        ],
    ),
    cause(
        "subscription",
        &[Is("detail", &["subscription_required"])],
        &[
            "The endpoint is not under a subscription that includes this. Its administrator sets that with the subscription's manager; the account cannot.",
        ],
    ),
    cause(
        "guest_collection_refused",
        &[
            Is("service", &["gcs"]),
            Is("code", &["forbidden"]),
            Is("access", &["rw"]),
            Is("call", &["/api/collections"]),
        ],
        &[
            "The collection's storage gateway decides who has an account there, and who may share what.",
            "Its administrator can allow the domain of service accounts, clients.auth.globus.org, map {me} to a local account, and allow guest collections in this path.",
            GUEST_COLLECTION,
        ],
    ),
    cause(
        "gcs_forbidden",
        &[Is("service", &["gcs"]), Is("code", &["forbidden"])],
        &[
            "{me} may not do this on the endpoint; the server does not say which role it takes.",
            OWN_PERMISSIONS,
            "Its administrator can add one: `globus gcs endpoint role create {endpoint} administrator {me}`.",
        ],
    ),
    // Auth.
    cause(
        "no_openid",
        &[Is("service", &["auth"]), Is("code", &["forbidden"]), Says("call", &["/userinfo"]), Known("closed")],
        &[
            "Userinfo takes the scope openid, and the token of {me} was asked for with {closed}. Add `openid` to the option `scopes.auth`, or leave that out.",
        ],
    ),
    cause(
        "project",
        &[Is("service", &["auth"]), Is("code", &["forbidden"])],
        &[
            "{me} may not do this at Globus Auth.",
            OWN_PERMISSIONS,
            "Clients, policies and scopes are managed by the administrators of their project: one of them adds this identity at https://app.globus.org/settings/developers.",
        ],
    ),
    // What doctor finds, without an error.
    cause(
        "identity_differs",
        &[],
        &["The id of a service account's identity is its client id, {id}. Show this to support@globus.org."],
    ),
    cause(
        "clock_skew",
        &[],
        &[
            "Tokens are not affected: their life is counted from the grant. Certificates may be, and so is what this machine compares with times of Globus. Let NTP set its clock.",
        ],
    ),
    cause(
        "storage_failed",
        &[],
        &[
            "Calls work, but tokens are not shared: every process asks for its own. `onEvent` is told of each failure (`storage_failed`).",
        ],
    ),
    cause(
        "not_a_collection",
        &[],
        &[
            "{what} is an endpoint; files are on its collections, which `globus gcs collection list {what}` lists, and `account.transfer.endpointSearch` with it as the `filter_host_endpoint`.",
        ],
    ),
    cause(
        "write_not_probed",
        &[],
        &[
            "Whether {me} may write to {what} shows only by writing. On a guest collection a rule has to say `rw`, as its access managers see by `globus endpoint permission list {what}`; on a mapped one it is up to the local account.",
        ],
    ),
    cause(
        "group_open",
        &[],
        &["{me} is not in the group {what}, and can join it by itself: `account.groups.join(\"{what}\")`."],
    ),
    cause(
        "group_requests",
        &[],
        &[
            "{me} is not in the group {what}, and can ask to be let in: `account.groups.requestJoin(\"{what}\")`.",
            ADD_MEMBER,
        ],
    ),
    cause(
        "invitation_open",
        &[],
        &["{me} is invited to the group {what}, and accepts by `account.groups.acceptInvitation(\"{what}\")`."],
    ),
    cause(
        "request_open",
        &[],
        &[
            "{me} has asked to be let into the group {what}. Somebody who manages the group approves: `globus group member approve {what} {me}`, or https://app.globus.org/groups/{what}/about (Members).",
        ],
    ),
    cause(
        "high_assurance_group",
        &[],
        &[
            "The group {what} wants its members to have logged in of late.",
            NO_LOGIN,
            "Globus Connect Server never enforces that on service accounts; whether other services do is not verified.",
            OTHER_GROUP,
        ],
    ),
    cause(
        "run_not_probed",
        &[],
        &[
            "Flows found fault with the input first, so whether {me} may start the flow {what} was not seen. Name an input that it takes to doctor, as the flow's `body`.",
        ],
    ),
    // Anything.
    cause(
        "limit",
        &[Is("code", &["limit_exceeded"])],
        &[
            "A quota of {me} or of the resource is used up; the message says which. Delete or finish something, or ask support@globus.org for more.",
        ],
    ),
    cause(
        "invalid_document",
        &[Is("status", &["422"]), Is("service", &["flows", "timers", "groups", "compute"])],
        &[
            "It is no matter of permissions: the service does not take the document or an argument. The messages say why, and where.",
        ],
    ),
    cause(
        "search_recommends",
        &[Is("service", &["search"]), Known("recommended")],
        &["Globus Search recommends: {recommended}"],
    ),
    cause(
        "rate_limited",
        &[Is("code", &["rate_limited"])],
        &[
            "Too many calls in a short time by {me}. `retryAfter` tells how long to wait, if the service said so; fewer calls at a time help.",
        ],
    ),
    cause(
        "unauthorized",
        &[Is("status", &["401"])],
        &[
            "The service accepts no token of {me}, not even one that was just granted: it may be meant for another service, or another environment.",
            "The account uses the environment {other}.",
            "`npx globus-service-account doctor` looks at each step.",
        ],
    ),
    cause(
        "forbidden",
        &[Is("code", &["forbidden"])],
        &["{me} may not do this.", OWN_PERMISSIONS, "Whoever manages {what} has to give this identity the access."],
    ),
    cause(
        "not_found",
        &[Is("code", &["not_found"]), Known("what")],
        &[
            "{what} does not exist here, or {me} may not see it.",
            SAME_ANSWER,
            OWN_PERMISSIONS,
            "The owner can look, which settles it, and give this identity the access.",
        ],
    ),
    cause("server_error", &[Is("code", &["server_error"])], &[WAIT, STATUS]),
];
