//! Adds `JSDoc` tags to the services' methods: `@param`, `@returns` and `@throws`.
//!
//! The doc comment of a row describes what the method does. An argument means the same in every row, so this module
//! describes it once.

use anyhow::{Context, Result, bail};

/// The descriptions of arguments, by their names.
const ARGUMENTS: &[(&str, &str)] = &[
    ("adminCancelId", "Id of the cancellation (UUID)."),
    ("bookmarkId", "Id of the bookmark (UUID)."),
    ("clientId", "Id of the client (UUID)."),
    ("collectionId", "Id of the collection (UUID)."),
    ("credentialId", "Id of the credential (UUID)."),
    ("document", "The request document. It is not changed."),
    ("endpointId", "Id of the endpoint or collection (UUID)."),
    ("flowId", "Id of the flow (UUID)."),
    ("functionId", "Id of the function (UUID)."),
    ("groupId", "Id of the group (UUID)."),
    ("identityId", "Id of the identity (UUID)."),
    ("indexId", "Id of the index (UUID)."),
    ("jobId", "Id of the timer (UUID)."),
    ("openidConfiguration", "The OpenID configuration, if you have read it already."),
    ("options", "Options of this call; they are not sent."),
    ("pauseRuleId", "Id of the pause rule (UUID)."),
    ("policyId", "Id of the policy (UUID)."),
    ("projectId", "Id of the project (UUID)."),
    ("query", "Query parameters."),
    ("registeredApiId", "Id of the registered API (UUID)."),
    ("roleId", "Id of the role (UUID, or the text that the service documents)."),
    ("ruleId", "Id of the access rule."),
    ("runId", "Id of the run (UUID)."),
    ("scopeId", "Id of the scope (UUID)."),
    ("serverId", "Id of the server."),
    ("storageGatewayId", "Id of the storage gateway (UUID)."),
    ("streamApId", "Id of the stream access point (UUID)."),
    ("subscriptionId", "Id of the subscription (UUID)."),
    ("taskGroupId", "Id of the task group (UUID)."),
    ("taskId", "Id of the task (UUID)."),
    ("tunnelId", "Id of the tunnel (UUID)."),
    ("userCredentialId", "Id of the credential (UUID)."),
    ("webInputId", "Id of the input (UUID)."),
];

const RETURNS_LIST: &str =
    "A list. `await` returns its first page, as the service sent it; iteration returns all items.";
const RETURNS_REPLY: &str = "The reply of the service.";
const THROWS: &str = "{GlobusError} Rejects: `GlobusConfigError` (wrong arguments, nothing sent), `GlobusAuthError` (no token), \
                      `GlobusNetworkError`, `GlobusTimeoutError` (no response), `GlobusApiError` (a response without success).";

/// An empty line of a method's doc comment.
const BLANK_LINE: &str = "     *\n";

/// Adds the tags to those methods of services that have no `@param` tag.
pub(crate) fn add_tags(declarations: &str) -> Result<String> {
    let mut result = String::new();
    let mut is_service = false;
    let mut lines = declarations.lines();
    // The offset in `result` at which the tags of the next method are inserted: at the end of its doc comment, or
    // before its `@example`. `Some(None)` if the comment has `@param` tags already.
    let mut insert_at = None;
    while let Some(line) = lines.next() {
        if let Some(head) = line.strip_prefix("export ") {
            let mut words = head.split(' ').filter(|word| *word != "declare");
            is_service = matches!(words.next(), Some("class" | "interface"))
                && words.next().is_some_and(|name| name.ends_with("Client") && name != "CollectionClient");
        }
        match line.trim() {
            "/**" => insert_at = None,
            text if text.starts_with("* @param") => insert_at = Some(None),
            text if text == "*/" || text.starts_with("* @example") => {
                insert_at.get_or_insert(Some(result.len()));
            }
            _ => {}
        }
        let start = result.len();
        result += line;
        result.push('\n');
        if !is_service || !is_method(line) {
            continue;
        }
        while !result.ends_with(";\n") {
            let Some(line) = lines.next() else { bail!("a method's declaration must end with `;`") };
            result += line;
            result.push('\n');
        }
        if let Some(Some(offset)) = insert_at.take() {
            let tags = tags_for(result.get(start..).unwrap_or_default())?;
            let blank =
                if result.get(..offset).is_some_and(|text| text.ends_with(BLANK_LINE)) { "" } else { BLANK_LINE };
            result.insert_str(offset, &[blank, &tags].concat());
        }
    }
    Ok(result)
}

/// Whether a line begins the declaration of a method.
fn is_method(line: &str) -> bool {
    let Some(text) = line.strip_prefix("    ") else { return false };
    let name_length = text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric()).len();
    name_length > 0
        && text.get(name_length..).is_some_and(|rest| rest.starts_with(['(', '<']))
        && !text.starts_with("constructor")
}

/// Returns the lines of the tags for a method's declaration.
fn tags_for(method: &str) -> Result<String> {
    let (head, return_type) = method.rsplit_once("): ").context("a method's declaration must have a return type")?;
    let (_, parameters) = head.split_once('(').context("a method's declaration must have a parameter list")?;
    let mut tags = Vec::new();
    let mut depth = 0_usize;
    let is_separator = |letter: char| {
        match letter {
            '<' | '(' | '[' | '{' => depth += 1,
            '>' | ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == ',' && depth == 0
    };
    for parameter in parameters.split(is_separator).map(str::trim).filter(|parameter| !parameter.is_empty()) {
        let (name, _) =
            parameter.split_once(':').with_context(|| format!("the parameter {parameter} must have a type"))?;
        let name = name.trim_end_matches('?');
        let (_, description) = ARGUMENTS
            .iter()
            .find(|(known, _)| *known == name)
            .with_context(|| format!("the argument {name} of a service must be described in tags.rs"))?;
        tags.push(format!("@param {name} {description}"));
    }
    tags.push(format!("@returns {}", if return_type.starts_with("Paged") { RETURNS_LIST } else { RETURNS_REPLY }));
    tags.push(format!("@throws {THROWS}"));
    Ok(tags.into_iter().flat_map(|tag| ["     * ".to_owned(), tag, "\n".to_owned()]).collect())
}

#[cfg(test)]
mod tests {
    use super::{THROWS, add_tags};

    #[test]
    fn methods_of_services_without_tags_get_tags() {
        let declarations = "\
export class GroupsClient {
    /**
     * Gets a group.
     *
     * https://docs.globus.org
     */
    getGroup(groupId: string, options?: CallOptions): CallPromise<Group>;
    /**
     * Approves.
     *
     * @param groupId Its id.
     */
    approve(groupId: string): CallPromise<Group>;
}
export class Scope {
    /** Its text. */
    with(scope: string): Scope;
}
";
        let tags = format!(
            "     *\n     * @param groupId Id of the group (UUID).\n     * @param options Options of this call; they are not sent.\n     \
             * @returns The reply of the service.\n     * @throws {THROWS}\n"
        );
        let expected = declarations.replacen("     */\n    getGroup", &(tags + "     */\n    getGroup"), 1);
        assert_eq!(add_tags(declarations).ok(), Some(expected));
    }

    #[test]
    fn an_example_stays_last_and_an_argument_without_a_description_is_an_error() {
        let declarations = "export interface SearchClient {\n    /**\n     * Puts.\n     * @example\n     * 1\n     */\n    ingest<C = Json>(\n        indexId: string,\n    ): CallPromise<X>;\n}\n";
        let result = add_tags(declarations).unwrap_or_default();
        assert!(result.find("@param indexId").is_some_and(|offset| Some(offset) < result.find("@example")), "{result}");
        assert!(add_tags(&declarations.replace("indexId", "unknown")).is_err());
    }
}
