//! What listeners are told of a call.

use super::call::Call;
use crate::js::events::Member;

/// An address without its query and fragment: they may hold names of files or people.
pub(super) fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

/// Which call an event belongs to, and what its service calls the request by, if it has said so.
pub(super) fn told_of(call: &Call, request_id: Option<&str>) -> Vec<Member> {
    let mut members = vec![("callId", call.id.number().into())];
    members.extend(call.service.map(|service| ("service", service.into())));
    members.extend(request_id.map(|id| ("requestId", id.into())));
    members
}

/// Which request an event is about.
pub(super) fn about(call: &Call, attempt: u32, request_id: Option<&str>) -> Vec<Member> {
    let mut members = told_of(call, request_id);
    members.extend([
        ("method", call.method.as_str().into()),
        ("url", without_query(&call.url).into()),
        ("attempt", attempt.into()),
    ]);
    members
}
