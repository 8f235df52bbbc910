//! Our script modules as one file. A browser learns of a module's imports only when it has read the module, so a chain
//! of them costs a round trip a link; one file is there with the style sheet, and works on a line of 150 ms.
//!
//! The modules keep to a small part of the language, which the tests hold: `import { a, b } from "./x.js";` at the top,
//! `export function a` below, nobody in a circle. Each becomes a function of its own, so their names never meet.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The modules by name, as they lie in the folder.
pub(super) type Modules = BTreeMap<String, String>;

/// One file that does what `start` and all it imports do. Nothing where a module is written otherwise than agreed.
pub(super) fn bundle(modules: &Modules, start: &str) -> Option<String> {
    let mut out = String::new();
    let mut done = BTreeSet::new();
    add(modules, start, &mut Vec::new(), &mut done, &mut out)?;
    Some(out)
}

/// Adds what a module imports, then the module. `open` are those that wait for it: one of them again is a circle.
fn add<'a>(
    modules: &'a Modules,
    name: &'a str,
    open: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
    out: &mut String,
) -> Option<()> {
    if done.contains(name) {
        return Some(());
    }
    if open.contains(&name) {
        return None;
    }
    open.push(name);
    let mut body = String::new();
    let mut given = Vec::new();
    for line in modules.get(name)?.lines() {
        if let Some(rest) = line.strip_prefix("import ") {
            let (names, from) = rest.strip_suffix("\";")?.split_once(" from \"./")?;
            let (from, _) = modules.get_key_value(from)?;
            add(modules, from, open, done, out)?;
            writeln!(body, "const {names} = {};", called(from)).ok()?;
        } else if let Some(rest) = line.strip_prefix("export ") {
            let (name, _) = rest.strip_prefix("function ")?.split_once('(')?;
            given.push(name.to_owned());
            writeln!(body, "{rest}").ok()?;
        } else {
            writeln!(body, "{line}").ok()?;
        }
    }
    let given = given.join(", ");
    let called = called(name);
    writeln!(
        out,
        "const {called} = (() => {{\n{body}return {{ {given} }};\n}})();"
    )
    .ok()?;
    open.pop();
    done.insert(name);
    Some(())
}

/// The name of a module inside the file.
fn called(name: &str) -> String {
    let stem = name.strip_suffix(".js").unwrap_or(name);
    ["$", &stem.replace(['-', '/'], "_")].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modules(list: &[(&str, &str)]) -> Modules {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        list.iter().map(owned).collect()
    }

    #[test]
    fn what_is_imported_stands_before_who_imports_it_and_once() {
        let all = modules(&[
            (
                "main.js",
                "import { a } from \"./a.js\";\nimport { b } from \"./b-c.js\";\na(b);",
            ),
            (
                "a.js",
                "import { b } from \"./b-c.js\";\nexport function a() {}",
            ),
            ("b-c.js", "const own = 1;\nexport function b() {}"),
            ("other.js", "never()"),
        ]);
        let text = bundle(&all, "main.js").expect("one file");
        let order: Vec<_> = text
            .lines()
            .filter(|line| line.contains("(() =>"))
            .collect();
        let wanted = [
            "const $b_c = (() => {",
            "const $a = (() => {",
            "const $main = (() => {",
        ];
        assert_eq!(order, wanted);
        assert!(text.contains("const { b } = $b_c;") && text.contains("return { b };"));
        assert!(!text.contains("never") && !text.contains("import") && !text.contains("export"));
    }

    #[test]
    fn what_is_written_otherwise_is_no_file_rather_than_a_broken_one() {
        for (name, text) in [
            ("a whole module", "import * as a from \"./a.js\";"),
            ("another folder", "import { a } from \"../a.js\";"),
            (
                "a module that is not there",
                "import { a } from \"./b.js\";",
            ),
            ("a default", "export default 1;"),
            ("a constant", "export const a = 1;"),
            ("a circle", "import { a } from \"./a.js\";"),
        ] {
            let a = ("a.js", "import { m } from \"./main.js\";");
            assert_eq!(
                bundle(&modules(&[("main.js", text), a]), "main.js"),
                None,
                "{name}"
            );
        }
    }
}
