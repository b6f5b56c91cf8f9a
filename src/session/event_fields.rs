//! The event fields of a call.

use super::call::Call;
use crate::js::events::EventField;

/// Returns a URL without its query and fragment: they may contain names of files or people.
pub(super) fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

/// Returns the fields that identify a call, with the service's request id if there is one.
pub(super) fn call_fields(call: &Call, request_id: Option<&str>) -> Vec<EventField> {
    let mut fields = vec![("callId", call.id.number().into())];
    fields.extend(call.service.map(|service| ("service", service.into())));
    fields.extend(request_id.map(|id| ("requestId", id.into())));
    fields
}

/// Returns the fields that identify a request of a call.
pub(super) fn request_fields(call: &Call, attempt: u32, request_id: Option<&str>) -> Vec<EventField> {
    let mut fields = call_fields(call, request_id);
    fields.extend([
        ("method", call.method.as_str().into()),
        ("url", without_query(&call.url).into()),
        ("attempt", attempt.into()),
    ]);
    fields
}
