//! The `JSDoc` tags of the services' methods: what each takes, gives and rejects with.
//!
//! A row of a service says what its call does. What its arguments are is the same in every row, so it is said here, once for all.

use anyhow::{Context, Result, bail};

/// What arguments are, by their names.
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
    ("openidConfiguration", "The OpenID configuration, if it is at hand."),
    ("options", "Options of this call; they are not sent."),
    ("pauseRuleId", "Id of the pause rule (UUID)."),
    ("policyId", "Id of the policy (UUID)."),
    ("projectId", "Id of the project (UUID)."),
    ("query", "Query parameters."),
    ("registeredApiId", "Id of the registered API (UUID)."),
    ("roleId", "Id of the role (UUID, or a text where the service says so)."),
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

const LIST: &str = "The list: awaited, its first page as the service sent it; iterated, all items.";
const CALL: &str = "What the service sent.";
const THROWS: &str = "{GlobusError} Rejects: `GlobusConfigError` (wrong arguments, nothing sent), `GlobusAuthError` (no token), \
                      `GlobusNetworkError`, `GlobusTimeoutError` (no answer), `GlobusApiError` (an answer other than success).";

/// An empty line of a method's comment.
const BLANK: &str = "     *\n";

/// Adds the tags to methods of services that have none.
pub(crate) fn tagged(types: &str) -> Result<String> {
    let mut result = String::new();
    let mut is_service = false;
    let mut lines = types.lines();
    // Where the comment of the next method ends in what is written, or begins to tell of an example.
    let mut place = None;
    while let Some(line) = lines.next() {
        if let Some(head) = line.strip_prefix("export ") {
            let mut words = head.split(' ').filter(|word| *word != "declare");
            is_service = matches!(words.next(), Some("class" | "interface"))
                && words.next().is_some_and(|name| name.ends_with("Client") && name != "CollectionClient");
        }
        match line.trim() {
            "/**" => place = None,
            text if text.starts_with("* @param") => place = Some(None),
            text if text == "*/" || text.starts_with("* @example") => {
                place.get_or_insert(Some(result.len()));
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
            let Some(line) = lines.next() else { bail!("a method has no end") };
            result += line;
            result.push('\n');
        }
        if let Some(Some(end)) = place.take() {
            let tags = tags_of(result.get(start..).unwrap_or_default())?;
            let blank = if result.get(..end).is_some_and(|text| text.ends_with(BLANK)) { "" } else { BLANK };
            result.insert_str(end, &[blank, &tags].concat());
        }
    }
    Ok(result)
}

/// Whether a method of a class or an interface begins on a line.
fn is_method(line: &str) -> bool {
    let Some(text) = line.strip_prefix("    ") else { return false };
    let name = text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric()).len();
    name > 0 && text.get(name..).is_some_and(|rest| rest.starts_with(['(', '<'])) && !text.starts_with("constructor")
}

fn tags_of(method: &str) -> Result<String> {
    let (head, reply) = method.rsplit_once("): ").context("a method gives nothing")?;
    let (_, parameters) = head.split_once('(').context("a method has no parameters")?;
    let mut tags = Vec::new();
    let mut depth = 0_usize;
    let outermost = |letter: char| {
        match letter {
            '<' | '(' | '[' | '{' => depth += 1,
            '>' | ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == ',' && depth == 0
    };
    for parameter in parameters.split(outermost).map(str::trim).filter(|parameter| !parameter.is_empty()) {
        let (name, _) = parameter.split_once(':').with_context(|| format!("{parameter} has no type"))?;
        let name = name.trim_end_matches('?');
        let (_, words) = ARGUMENTS
            .iter()
            .find(|(known, _)| *known == name)
            .with_context(|| format!("the argument {name} of a service is not described in tags.rs"))?;
        tags.push(format!("@param {name} {words}"));
    }
    tags.push(format!("@returns {}", if reply.starts_with("Paged") { LIST } else { CALL }));
    tags.push(format!("@throws {THROWS}"));
    Ok(tags.into_iter().flat_map(|tag| ["     * ".to_owned(), tag, "\n".to_owned()]).collect())
}

#[cfg(test)]
mod tests {
    use super::{THROWS, tagged};

    #[test]
    fn methods_of_services_without_tags_get_them() {
        let types = "\
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
             * @returns What the service sent.\n     * @throws {THROWS}\n"
        );
        let expected = types.replacen("     */\n    getGroup", &(tags + "     */\n    getGroup"), 1);
        assert_eq!(tagged(types).ok(), Some(expected));
    }

    #[test]
    fn an_example_stays_last_and_an_argument_without_words_is_an_error() {
        let types = "export interface SearchClient {\n    /**\n     * Puts.\n     * @example\n     * 1\n     */\n    ingest<C = Json>(\n        indexId: string,\n    ): CallPromise<X>;\n}\n";
        let result = tagged(types).unwrap_or_default();
        assert!(result.find("@param indexId").is_some_and(|place| Some(place) < result.find("@example")), "{result}");
        assert!(tagged(&types.replace("indexId", "nobody")).is_err());
    }
}
