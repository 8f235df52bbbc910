//! Which single letters act. A module names its own in its words and is listed once in `modules::KEYS`; what acts on every
//! page is named here. A page carries the map of its own keys, `/keys` shows all.
//!
//! What a letter does stands in the page itself: whatever bears `data-key="e"` is pressed by `e`, whatever bears
//! `data-go="m"` by `g` and then `m`. Single letters can be switched off by each person (WCAG 2.1.4).

use super::layout::{Module, RailItem};
use super::text::FrameText;
use crate::cx::Cx;
use crate::modules::KEYS;

/// Letters and what they do, as a module names them.
pub(crate) type Keys = &'static [(&'static str, &'static str)];

/// Some keys under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// The module, or where they act.
    pub title: &'static str,
    /// The keys.
    pub lines: Vec<Line>,
}

/// One thing keys do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// What is struck, one after the other.
    pub strokes: Vec<&'static str>,
    /// What it does.
    pub does: &'static str,
}

fn lines(keys: Keys) -> Vec<Line> {
    keys.iter()
        .map(|(stroke, does)| Line {
            strokes: vec![*stroke],
            does,
        })
        .collect()
}

/// The keys of one page: its module's, then what acts everywhere.
pub(super) fn of_page(
    cx: &Cx,
    module: Module,
    rail: &[RailItem],
    words: &'static FrameText,
) -> Vec<Group> {
    let language = cx.language();
    let mine = KEYS.iter().filter(|(of, _)| *of == module);
    let mut groups: Vec<Group> = mine
        .map(|(_, keys)| keys(language))
        .map(|(title, keys)| Group {
            title,
            lines: lines(keys),
        })
        .collect();
    groups.extend(everywhere(rail, words));
    groups
}

/// The keys of all pages.
pub(crate) fn all(cx: &Cx, rail: &[RailItem], words: &'static FrameText) -> Vec<Group> {
    let language = cx.language();
    let modules = KEYS.iter().map(|(_, keys)| keys(language));
    let mut groups = everywhere(rail, words);
    groups.extend(modules.map(|(title, keys)| Group {
        title,
        lines: lines(keys),
    }));
    groups
}

fn everywhere(rail: &[RailItem], words: &'static FrameText) -> Vec<Group> {
    let go = |letter, does| Line {
        strokes: vec!["g", letter],
        does,
    };
    let mut ways: Vec<Line> = rail
        .iter()
        .filter(|item| !item.go.is_empty())
        .map(|item| go(item.go, item.word))
        .collect();
    ways.push(go("n", words.notices));
    ways.push(go("s", words.display));
    ways.push(go("h", words.help_here));
    vec![
        Group {
            title: words.keys_everywhere,
            lines: lines(words.keys_common),
        },
        Group {
            title: words.keys_go,
            lines: ways,
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;
    use std::path::Path;

    /// All templates and scripts of the pages in one text.
    fn pages(folder: &Path, out: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                pages(&path, out);
            } else if path
                .extension()
                .is_some_and(|ext| ext == "html" || ext == "js")
            {
                out.push_str(&std::fs::read_to_string(&path).expect("text"));
            }
        }
    }

    #[test]
    fn every_key_that_is_named_does_something_and_no_two_do_in_one_place() {
        let mut text = String::new();
        pages(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut text,
        );
        for language in [Language::Japanese, Language::English] {
            let common = crate::web::text::frame(language).keys_common;
            let mut seen: Vec<&str> = common.iter().map(|(key, _)| *key).collect();
            seen.push("g");
            for (_, keys) in KEYS {
                let (title, keys) = keys(language);
                for (key, _) in keys {
                    assert!(
                        !seen.contains(key),
                        "{title}: {key} acts everywhere already"
                    );
                }
                let acts = |key: &str| {
                    text.contains(&format!("\n  {key}: ("))
                        || text.contains(&format!("data-key=\"{key}\""))
                };
                for (key, _) in keys {
                    assert!(acts(key), "{title}: {key} does nothing");
                }
            }
            for (key, does) in common {
                let acts = text.contains(&format!("\n  {key}: ("))
                    || text.contains(&format!("\"{key}\": ("))
                    || text.contains(&format!("data-key=\"{key}\""));
                assert!(acts || *key == "Esc", "{key} ({does}) does nothing");
            }
        }
    }
}
