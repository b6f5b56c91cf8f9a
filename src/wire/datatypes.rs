//! The versions of Globus Connect Server's documents. Pure: a document's `DATA_TYPE` is the oldest version that has all
//! its members, so that servers of any age accept it.
//!
//! `policies` get no `DATA_TYPE`: Globus's Python SDK knows it from the class of the object, which is missing here.
//! Their members do not show it: `sharing_groups_allow` occurs in the policies of POSIX and of POSIX staging
//! collections, `client_id` and `secret` in those of five kinds of gateway. The caller sets it.

/// The longest message of a collection before version 1.7.0, in characters.
const SHORT_MESSAGE: usize = 64;

/// The name in the table for a message above that length, which alone requires a version.
const LONG_MESSAGE: &str = "user_message, if it is long";

/// The members, each with the version of the collection document that introduced it, latest version first.
const COLLECTION: [(&str, &str); 16] = [
    ("associated_flow_policy", "collection#1.15.0"),
    ("activity_notification_policy", "collection#1.14.0"),
    ("auto_delete_timeout", "collection#1.13.0"),
    ("skip_auto_delete", "collection#1.13.0"),
    ("restrict_transfers_to_high_assurance", "collection#1.12.0"),
    ("acl_expiration_mins", "collection#1.10.0"),
    ("delete_protected", "collection#1.8.0"),
    (LONG_MESSAGE, "collection#1.7.0"),
    ("guest_auth_policy_id", "collection#1.6.0"),
    ("disable_anonymous_writes", "collection#1.5.0"),
    ("force_verify", "collection#1.4.0"),
    ("sharing_users_allow", "collection#1.2.0"),
    ("sharing_users_deny", "collection#1.2.0"),
    ("enable_https", "collection#1.1.0"),
    ("user_message", "collection#1.1.0"),
    ("user_message_link", "collection#1.1.0"),
];

/// The members of a document, as this file reads them.
pub trait DocumentMembers {
    /// Whether the document has this member. Null counts: it clears the member at the server.
    fn has(&self, name: &str) -> bool;
    /// Returns a member that is a text.
    fn text(&self, name: &str) -> Option<String>;
}

/// Returns the `DATA_TYPE` of a collection.
pub fn collection(document: &impl DocumentMembers) -> &'static str {
    let has_member = |name: &str| match name {
        LONG_MESSAGE => document.text("user_message").is_some_and(|text| text.chars().nth(SHORT_MESSAGE).is_some()),
        name => document.has(name),
    };
    COLLECTION.iter().find(|(name, _)| has_member(name)).map_or("collection#1.0.0", |(_, data_type)| *data_type)
}

/// Returns the `DATA_TYPE` of a storage gateway.
pub fn storage_gateway(document: &impl DocumentMembers) -> &'static str {
    if document.has("require_mfa") { "storage_gateway#1.1.0" } else { "storage_gateway#1.0.0" }
}

/// Returns the `DATA_TYPE` of an endpoint.
pub fn endpoint(document: &impl DocumentMembers) -> &'static str {
    if document.has("gridftp_control_channel_port") { "endpoint#1.1.0" } else { "endpoint#1.0.0" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    impl DocumentMembers for Value {
        fn has(&self, name: &str) -> bool {
            self.get(name).is_some()
        }

        fn text(&self, name: &str) -> Option<String> {
            self.get(name)?.as_str().map(str::to_owned)
        }
    }

    #[test]
    fn the_newest_member_decides_the_version_of_a_collection() {
        for (document, version) in [
            (json!({}), "1.0.0"),
            (json!({ "organization": "Lab", "policies": {} }), "1.0.0"),
            (json!({ "enable_https": false }), "1.1.0"),
            (json!({ "user_message": null }), "1.1.0"),
            (json!({ "user_message_link": "l" }), "1.1.0"),
            (json!({ "user_message": "x".repeat(64) }), "1.1.0"),
            (json!({ "user_message": "x".repeat(65) }), "1.7.0"),
            // Characters count, not bytes or UTF-16 units.
            (json!({ "user_message": "\u{1f600}".repeat(64) }), "1.1.0"),
            (json!({ "user_message": "\u{1f600}".repeat(65) }), "1.7.0"),
            (json!({ "sharing_users_allow": ["a"] }), "1.2.0"),
            (json!({ "sharing_users_deny": [] }), "1.2.0"),
            (json!({ "force_verify": true }), "1.4.0"),
            (json!({ "disable_anonymous_writes": true }), "1.5.0"),
            (json!({ "guest_auth_policy_id": null }), "1.6.0"),
            (json!({ "guest_auth_policy_id": null, "user_message": "x".repeat(65) }), "1.7.0"),
            (json!({ "delete_protected": true }), "1.8.0"),
            (json!({ "enable_https": true, "force_verify": false, "delete_protected": false }), "1.8.0"),
            (json!({ "acl_expiration_mins": 1 }), "1.10.0"),
            (json!({ "restrict_transfers_to_high_assurance": "all" }), "1.12.0"),
            (json!({ "auto_delete_timeout": 1 }), "1.13.0"),
            (json!({ "skip_auto_delete": false }), "1.13.0"),
            (json!({ "activity_notification_policy": { "status": [] } }), "1.14.0"),
            (
                json!({ "activity_notification_policy": {}, "associated_flow_policy": {}, "enable_https": true }),
                "1.15.0",
            ),
        ] {
            assert_eq!(collection(&document), format!("collection#{version}"), "{document}");
        }
    }

    #[test]
    fn the_table_is_sorted_by_latest_version() {
        let number = |data_type: &str| data_type.split('.').nth(1).and_then(|minor| minor.parse::<u32>().ok());
        assert!(COLLECTION.map(|(_, data_type)| number(data_type)).is_sorted_by(|a, b| a >= b && b.is_some()));
    }

    #[test]
    fn gateways_and_endpoints_have_two_versions() {
        assert_eq!(storage_gateway(&json!({ "high_assurance": true })), "storage_gateway#1.0.0");
        assert_eq!(storage_gateway(&json!({ "require_mfa": false })), "storage_gateway#1.1.0");
        assert_eq!(endpoint(&json!({ "display_name": "e" })), "endpoint#1.0.0");
        assert_eq!(endpoint(&json!({ "gridftp_control_channel_port": null })), "endpoint#1.1.0");
    }
}
