//! What a page may hold: nothing from another host, nothing the content policy would refuse.

use tests::tree::{files, has_extension};

use crate::none;

#[test]
fn pages_hold_no_inline_style_script_or_foreign_address() {
    let mut found = Vec::new();
    for source in files()
        .iter()
        .filter(|s| s.path.starts_with("appliance/src/"))
    {
        let page = has_extension(&source.path, "html");
        let sheet = has_extension(&source.path, "css") || has_extension(&source.path, "js");
        if !page && !sheet {
            continue;
        }
        for (at, line) in source.text.lines().enumerate() {
            let foreign = (line.contains("http://") || line.contains("https://"))
                && !line.contains("http://www.w3.org/");
            let inline = page
                && (line.contains(" style=\"")
                    || line.contains("<style")
                    || line.contains(" onclick=")
                    || line.contains("javascript:")
                    || line.contains("hx-on"));
            if foreign || inline {
                found.push(format!("{}:{}: {}", source.path, at + 1, line.trim()));
            }
        }
    }
    none("a page reaches out or carries inline code", &found);
}

#[test]
fn no_third_party_front_end_file_is_committed() {
    let found: Vec<String> = files()
        .into_iter()
        .map(|s| s.path)
        .filter(|p| p.ends_with(".min.js") || p.contains("node_modules/") || p.contains("/vendor/"))
        .collect();
    none("a third-party file is committed", &found);
}

#[test]
fn components_speak_in_roles_not_in_colours() {
    let mut found = Vec::new();
    for source in files()
        .iter()
        .filter(|s| s.path.starts_with("appliance/src/modules/") && has_extension(&s.path, "css"))
    {
        for (at, line) in source.text.lines().enumerate() {
            if line.contains("prefers-color-scheme") || line.contains(": #") {
                found.push(format!("{}:{}: {}", source.path, at + 1, line.trim()));
            }
        }
    }
    none(
        "a module's style names a colour or a mode; use a role",
        &found,
    );
}

/// Addresses that answer no page: a stream, a way on to another page, a file to save (what Shift_JIS cannot say of it is
/// the page that the directory's file shows, which is looked at).
const NO_PAGE: &[&str] = &[
    "/stream",
    "/mail",
    "/admin/audit/file",
    "/admin/reassignment/sample",
    "/admin/reassignment/units/file",
];

#[test]
fn every_page_a_person_can_open_is_looked_at_for_accessibility() {
    let named: Vec<_> = files()
        .into_iter()
        .filter(|s| {
            let name = s.path.strip_prefix("tests/browser/stories/");
            matches!(name, Some("pages.mjs" | "accessible.mjs"))
        })
        .collect();
    assert_eq!(named.len(), 2, "the list of pages and the story that looks");
    let mut pages = 0;
    let mut found = Vec::new();
    for source in tests::tree::rust() {
        if !source.path.starts_with("appliance/src/") || source.is_test() {
            continue;
        }
        for piece in source.text.split(".route(\"").skip(1) {
            let path = piece.split('"').next().unwrap_or_default();
            let call = piece.split(['\n', ';']).next().unwrap_or_default();
            if !call.contains("get(") || path.contains('{') || NO_PAGE.contains(&path) {
                continue;
            }
            pages += 1;
            let quoted = [
                format!("'{path}'"),
                format!("'{path}?"),
                format!("`{path}?"),
            ];
            if !quoted
                .iter()
                .any(|quoted| named.iter().any(|s| s.text.contains(quoted.as_str())))
            {
                found.push(format!("{} opens {path}", source.path));
            }
        }
    }
    assert!(pages > 15, "routes are read");
    none(
        "a page is not looked at: neither pages.mjs nor accessible.mjs names it",
        &found,
    );
}
