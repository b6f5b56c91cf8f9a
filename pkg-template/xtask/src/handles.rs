//! The glue without what it calls itself.
//!
//! wasm-bindgen gives every class `free`, `__destroy_into_raw` and `__wrap`, and every object `__wbg_ptr`: with these, users could free
//! what others use. The package has none of them: `core/handles.js` makes the objects and keeps their addresses, and memory is given
//! back when an object is collected. wasm-bindgen has no setting for that, so its text is changed; a text that is not as expected ends
//! the build.

use anyhow::{Result, bail};

/// The members that a class begins with.
const MEMBERS: [&str; 3] = ["    static __wrap(ptr) {", "    __destroy_into_raw() {", "    free() {"];
/// The end of a member.
const END: &str = "    }";
/// What must be left of nothing.
const NAMES: [&str; 4] = ["__wbg_ptr", "__wrap", "__destroy_into_raw", ".free"];

/// Changes the glue.
pub(crate) fn with_handles(glue: &str) -> Result<String> {
    let mut result = "import { POINTER, handle } from './handles.js';\n".to_owned();
    let mut class = "";
    let mut is_left_out = false;
    for line in glue.lines() {
        if let Some(name) = line.strip_prefix("export class ") {
            class = name.trim_end_matches(" {");
        }
        is_left_out |= MEMBERS.contains(&line);
        let is_alias = line.starts_with("if (Symbol.dispose) ");
        if !is_left_out && !is_alias {
            result += &changed(line, class);
            result.push('\n');
        }
        is_left_out &= line != END;
    }
    match NAMES.iter().find(|name| result.contains(**name)) {
        Some(name) => bail!("wasm-bindgen's glue has `{name}` where this tool does not expect it"),
        None => Ok(result),
    }
}

/// A line that makes an object, or uses its address.
fn changed(line: &str, class: &str) -> String {
    let line = match line.trim() {
        "this.__wbg_ptr = ret[0];" => {
            return format!("        return handle(ret[0], new.target, {class}Finalization);");
        }
        // After the above.
        "return this;" => return String::new(),
        text if text.ends_with("Finalization.register(this, this.__wbg_ptr, this);") => return String::new(),
        // Of the object that a method is called on, or that a function is given.
        _ => line.replace(".__wbg_ptr", "[POINTER]"),
    };
    let Some((before, after)) = line.split_once(".__wrap(") else { return line };
    let (start, name) = before.rsplit_once(' ').unwrap_or(("", before));
    format!("{start} handle({}, {name}, {name}Finalization);", after.trim_end_matches(");"))
}

#[cfg(test)]
mod tests {
    use super::with_handles;

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
    fn objects_are_made_elsewhere_and_have_nothing_to_free() {
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
        assert_eq!(with_handles(GENERATED).unwrap(), expected);
    }

    #[test]
    fn what_is_not_expected_ends_the_build() {
        for unknown in ["    account.free();\n", "    __destroy_into_raw(x) {\n"] {
            assert!(with_handles(unknown).is_err(), "{unknown}");
        }
    }
}
