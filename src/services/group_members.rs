//! Groups, one membership at a time: verbs built on `batchMembershipAction`, each of which resolves with the membership or
//! rejects. For the account itself they need no identity: its own is its client id.

use super::groups::{GroupsClient, actions_call};
use super::place::Place;
use crate::error::{Code, Error, Kind};
use crate::js::drive::drive;
use crate::js::errors::Failure;
use crate::js::values::{self, Given, entries, items, member, record, rejected, text};
use crate::text::{holds, is_uuid};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl GroupsClient {
    /// Adds an identity to a group, as an active member. An identity that does not want that can be invited.
    #[wasm_bindgen(unchecked_return_type = "Promise<GroupMembership>")]
    pub fn addMember(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] groupId: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] identityId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "AddMemberDetails")] details: Option<Given>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> Promise {
        ADD.on(self.place(), groupId, Some(identityId), details.as_deref(), options.as_deref())
    }

    /// Removes an active or invited member other than this account from a group. To take oneself out there is `leave`.
    #[wasm_bindgen(unchecked_return_type = "Promise<GroupMembership>")]
    pub fn removeMember(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] groupId: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] identityId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "MembershipDetails")] details: Option<Given>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> Promise {
        REMOVE.on(self.place(), groupId, Some(identityId), details.as_deref(), options.as_deref())
    }

    /// Invites an identity to a group.
    #[wasm_bindgen(unchecked_return_type = "Promise<GroupMembership>")]
    pub fn inviteMember(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] groupId: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] identityId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "InviteMemberDetails")] details: Option<Given>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> Promise {
        INVITE.on(self.place(), groupId, Some(identityId), details.as_deref(), options.as_deref())
    }

    /// Lets an identity in that has requested to join a group.
    #[wasm_bindgen(unchecked_return_type = "Promise<GroupMembership>")]
    pub fn approveMember(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] groupId: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] identityId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "MembershipDetails")] details: Option<Given>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> Promise {
        APPROVE.on(self.place(), groupId, Some(identityId), details.as_deref(), options.as_deref())
    }

    /// Refuses an identity that has requested to join a group.
    #[wasm_bindgen(unchecked_return_type = "Promise<GroupMembership>")]
    pub fn rejectMember(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] groupId: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] identityId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "MembershipDetails")] details: Option<Given>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> Promise {
        REJECT.on(self.place(), groupId, Some(identityId), details.as_deref(), options.as_deref())
    }

    /// Changes the role of an active member of a group.
    #[wasm_bindgen(unchecked_return_type = "Promise<GroupMembership>")]
    pub fn changeRole(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] groupId: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] identityId: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "GroupRole")] role: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> Promise {
        if let Err(error) = text("role", role) {
            return rejected(error.into());
        }
        let details = record(&[("role", role.clone())]);
        CHANGE_ROLE.on(self.place(), groupId, Some(identityId), Some(&details), options.as_deref())
    }

    /// Makes this account a member of a group that is open to all.
    #[wasm_bindgen(unchecked_return_type = "Promise<GroupMembership>")]
    pub fn join(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] groupId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> Promise {
        JOIN.on(self.place(), groupId, None, None, options.as_deref())
    }

    /// Takes this account out of a group. The last administrator cannot leave.
    #[wasm_bindgen(unchecked_return_type = "Promise<GroupMembership>")]
    pub fn leave(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] groupId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> Promise {
        LEAVE.on(self.place(), groupId, None, None, options.as_deref())
    }

    /// Requests that this account may join a group. A manager or administrator approves or rejects it.
    #[wasm_bindgen(unchecked_return_type = "Promise<GroupMembership>")]
    pub fn requestJoin(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] groupId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> Promise {
        REQUEST_JOIN.on(self.place(), groupId, None, None, options.as_deref())
    }

    /// Accepts the invitation of this account to a group.
    #[wasm_bindgen(unchecked_return_type = "Promise<GroupMembership>")]
    pub fn acceptInvitation(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] groupId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> Promise {
        ACCEPT.on(self.place(), groupId, None, None, options.as_deref())
    }

    /// Declines the invitation of this account to a group.
    #[wasm_bindgen(unchecked_return_type = "Promise<GroupMembership>")]
    pub fn declineInvitation(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] groupId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> Promise {
        DECLINE.on(self.place(), groupId, None, None, options.as_deref())
    }
}

/// An action on one membership.
struct Action {
    /// The action's name on the wire.
    name: &'static str,
    /// What can be said beside the identity.
    details: &'static [&'static str],
}

const fn action(name: &'static str, details: &'static [&'static str]) -> Action {
    Action { name, details }
}

static ADD: Action = action("add", &["role", "status_reason"]);
static REMOVE: Action = action("remove", &["status_reason"]);
static INVITE: Action = action("invite", &["role", "status_reason", "invite_email_address"]);
static APPROVE: Action = action("approve", &["status_reason"]);
static REJECT: Action = action("reject", &["status_reason"]);
static CHANGE_ROLE: Action = action("change_role", &["role"]);
static JOIN: Action = action("join", &[]);
static LEAVE: Action = action("leave", &[]);
static REQUEST_JOIN: Action = action("request_join", &[]);
static ACCEPT: Action = action("accept", &[]);
static DECLINE: Action = action("decline", &[]);

impl Action {
    /// Carries it out for an identity, or for the account's own.
    fn on(
        &'static self,
        place: &Place,
        group: &JsValue,
        identity: Option<&JsValue>,
        details: Option<&JsValue>,
        options: Option<&JsValue>,
    ) -> Promise {
        let prepared = self.document(place, identity, details).and_then(|(identity, document)| {
            let call = actions_call(place, group, &document, options)?;
            Ok((identity, call))
        });
        let (identity, call) = match prepared {
            Ok(prepared) => prepared,
            Err(failure) => return rejected(failure),
        };
        let place = place.clone();
        drive(async move {
            let reply = place.run(call).await?;
            self.membership(&identity, &reply).map_err(Failure::into_js)
        })
    }

    /// The identity, and the document of a batch of one.
    fn document(
        &self,
        place: &Place,
        identity: Option<&JsValue>,
        details: Option<&JsValue>,
    ) -> Result<(String, JsValue), Failure> {
        let identity = match identity {
            Some(identity) => text("identityId", identity)?,
            None => place.session().config.client_id.clone(),
        };
        if !is_uuid(&identity) {
            let problem = "must be the id (a UUID) of an identity; auth.getIdentities({ usernames }) finds it";
            return Err(Error::argument("identityId", problem).into());
        }
        let one = record(&[("identity_id", identity.as_str().into())]);
        if let Some(details) = details {
            values::check_document("details", details)?;
            for (name, value) in entries(details) {
                if !self.details.contains(&name.as_str()) {
                    return Err(Error::argument(&["details.", &name].concat(), "is not something to say here").into());
                }
                values::put(&one, &[(&name, value)]);
            }
        }
        Ok((identity, record(&[(self.name, Array::of1(&one).into())]).into()))
    }

    /// What became of it.
    fn membership(&self, identity: &str, reply: &JsValue) -> Result<JsValue, Failure> {
        let of = |lists: &JsValue| {
            items(&member(lists, self.name))
                .into_iter()
                .find(|one| member(one, "identity_id").as_string().is_some_and(|id| id.eq_ignore_ascii_case(identity)))
        };
        if let Some(membership) = of(reply) {
            return Ok(membership);
        }
        let refused = of(&member(reply, "errors"));
        let said = |name| refused.as_ref().and_then(|refused| member(refused, name).as_string());
        let server_code = said("code");
        let code = match &refused {
            Some(_) => code(server_code.as_deref().unwrap_or_default()),
            None => Code::InvalidResponse,
        };
        let detail = said("detail");
        let why = detail.as_deref().or(server_code.as_deref()).unwrap_or("without a word about this identity");
        let message = ["groups did not carry out ", self.name, ": ", why].concat();
        let mut error = Error::new(Kind::Api, code, message).of_service(Some("groups"));
        error.messages = detail.into_iter().collect();
        error.server_code = server_code;
        if code == Code::Forbidden {
            error.advice = Some(ADVICE.to_owned());
        }
        Err(Failure::with_body(error, reply.clone()))
    }
}

const ADVICE: &str = "What this account may do in the group goes by its role and the group's policies: \
    getGroup(groupId, { include: \"allowed_actions\" }) tells it. A manager or administrator can change either.";

/// Our code for a failed action. On record are `ALREADY_ACTIVE` and `NO_MEMBERSHIP`; that the others say what they mean is a
/// guess.
fn code(server_code: &str) -> Code {
    let says = |texts: &[&str]| texts.iter().any(|text| holds(server_code, text));
    if says(&["FORBIDDEN", "NOT_ALLOWED", "NOT_PERMITTED", "PERMISSION", "NOT_AUTHORIZED"]) {
        Code::Forbidden
    } else if says(&["ALREADY", "MEMBERSHIP", "STATUS", "CONFLICT", "LAST_ADMIN"]) {
        Code::Conflict
    } else {
        Code::BadRequest
    }
}

#[cfg(test)]
mod tests {
    use super::code;
    use crate::error::Code;

    #[test]
    fn failed_actions_are_told_apart() {
        for (server_code, expected) in [
            ("ALREADY_ACTIVE", Code::Conflict),
            ("NO_MEMBERSHIP", Code::Conflict),
            ("FORBIDDEN", Code::Forbidden),
            ("JOIN_NOT_ALLOWED", Code::Forbidden),
            ("IDENTITY_NOT_FOUND", Code::BadRequest),
            ("", Code::BadRequest),
        ] {
            assert_eq!(code(server_code), expected, "{server_code}");
        }
    }
}
