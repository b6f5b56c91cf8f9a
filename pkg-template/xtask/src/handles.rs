//! Removes wasm-bindgen's internal members from the objects of the glue.
//!
//! wasm-bindgen adds `free`, `__destroy_into_raw` and `__wrap` to every class, and `__wbg_ptr` to every object. With
//! these, a user could free memory that other code still uses. The package has none of them: `core/handles.js` creates
//! the objects and stores their addresses, and a `FinalizationRegistry` frees the memory after an object is collected.
//! wasm-bindgen has no setting for this, so this module rewrites the text of the glue. The build fails if the text
//! differs from what this module expects.

use anyhow::{Result, bail};

/// The first lines of the members that are removed from each class.
const REMOVED_MEMBERS: [&str; 3] = ["    static __wrap(ptr) {", "    __destroy_into_raw() {", "    free() {"];
/// The last line of a member.
const MEMBER_END: &str = "    }";
/// Names that must not remain in the glue.
const FORBIDDEN_NAMES: [&str; 4] = ["__wbg_ptr", "__wrap", "__destroy_into_raw", ".free"];

/// Returns the glue with objects from `core/handles.js` and without wasm-bindgen's internal members.
pub(crate) fn use_handles(glue: &str) -> Result<String> {
    let mut result = "import { POINTER, handle } from './handles.js';\n".to_owned();
    let mut class = "";
    let mut in_removed_member = false;
    for line in glue.lines() {
        if let Some(name) = line.strip_prefix("export class ") {
            class = name.trim_end_matches(" {");
        }
        in_removed_member |= REMOVED_MEMBERS.contains(&line);
        let is_alias = line.starts_with("if (Symbol.dispose) ");
        if !in_removed_member && !is_alias {
            result += &rewrite_line(line, class);
            result.push('\n');
        }
        in_removed_member &= line != MEMBER_END;
    }
    match FORBIDDEN_NAMES.iter().find(|name| result.contains(**name)) {
        Some(name) => bail!("wasm-bindgen's glue still contains `{name}`: `handles.rs` must be adapted"),
        None => Ok(result),
    }
}

/// Rewrites a line that creates an object or uses its address. Returns other lines unchanged.
fn rewrite_line(line: &str, class: &str) -> String {
    let line = match line.trim() {
        "this.__wbg_ptr = ret[0];" => {
            return format!("        return handle(ret[0], new.target, {class}Finalization);");
        }
        // The constructor has returned already, by the line above.
        "return this;" => return String::new(),
        text if text.ends_with("Finalization.register(this, this.__wbg_ptr, this);") => return String::new(),
        // The address of `this`, or of an argument.
        _ => line.replace(".__wbg_ptr", "[POINTER]"),
    };
    let Some((before, after)) = line.split_once(".__wrap(") else { return line };
    let (start, name) = before.rsplit_once(' ').unwrap_or(("", before));
    format!("{start} handle({}, {name}, {name}Finalization);", after.trim_end_matches(");"))
}

#[cfg(test)]
mod tests {
    use super::use_handles;

    const GENERATED: &str = "\
export class Account {
    static __wrap(ptr) {
        const obj = Object.create(Account.prototype);
        obj.__wbg_ptr = ptr;
        AccountFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_account_free(ptr, 0);
    }
    constructor(options) {
        const ret = wasm.f1(options);
        this.__wbg_ptr = ret[0];
        AccountFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    other(id) {
        const ret = wasm.f2(this.__wbg_ptr, id);
        return Account.__wrap(ret[0]);
    }
}
if (Symbol.dispose) Account.prototype[Symbol.dispose] = Account.prototype.free;
export function i1(arg0) {
    const ret = Account.__wrap(arg0);
    return ret;
}
export function nameOf(account) {
    _assertClass(account, Account);
    wasm.f3(account.__wbg_ptr);
}
";

    #[test]
    fn objects_come_from_handles_js_and_have_no_free() {
        let expected = "\
import { POINTER, handle } from './handles.js';
export class Account {
    constructor(options) {
        const ret = wasm.f1(options);
        return handle(ret[0], new.target, AccountFinalization);


    }
    other(id) {
        const ret = wasm.f2(this[POINTER], id);
        return handle(ret[0], Account, AccountFinalization);
    }
}
export function i1(arg0) {
    const ret = handle(arg0, Account, AccountFinalization);
    return ret;
}
export function nameOf(account) {
    _assertClass(account, Account);
    wasm.f3(account[POINTER]);
}
";
        assert_eq!(use_handles(GENERATED).unwrap(), expected);
    }

    #[test]
    fn unexpected_glue_is_an_error() {
        for unknown in ["    account.free();\n", "    __destroy_into_raw(x) {\n"] {
            assert!(use_handles(unknown).is_err(), "{unknown}");
        }
    }
}
