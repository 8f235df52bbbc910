//! Findings as short rows by what became of them: what, how many, where. For the report and for the pages.

use sekisho_sanitizer::words::{
    Lang, Telling, finding_phrase, housekeeping, place_phrase, signature_sentences, telling,
};
use sekisho_sanitizer::{Code, Finding, PartReport};

use super::shown;

/// Rows under one heading.
pub(super) struct Group {
    pub(super) heading: &'static str,
    pub(super) rows: Vec<Row>,
}

/// One row.
pub(super) struct Row {
    /// What, in words.
    pub(super) what: String,
    /// How many with their counter; empty where the words say it or the number says nothing.
    pub(super) count: String,
    /// Where, each place once; the last says how many more there are.
    pub(super) places: Vec<String>,
}

/// Signatures first, then removed things, then what stayed, then the rest; groups without rows are left out.
pub(super) fn groups(report: &PartReport, lang: Lang) -> Vec<Group> {
    let rows = signature_sentences(&report.signatures, lang)
        .into_iter()
        .map(|what| Row {
            what: shown::text(&what),
            count: String::new(),
            places: Vec::new(),
        });
    let signatures = Group {
        heading: match lang {
            Lang::Ja => "電子署名",
            Lang::En => "Digital signatures",
        },
        rows: rows.collect(),
    };
    let mut groups = vec![signatures];
    groups.extend(found(&report.findings, lang));
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn found(findings: &[Finding], lang: Lang) -> [Group; 3] {
    let headings = match lang {
        Lang::Ja => ["除いたもの", "残したもの", "お知らせ"],
        Lang::En => ["Removed", "Kept", "Notes"],
    };
    let mut groups = headings.map(|heading| Group {
        heading,
        rows: Vec::new(),
    });
    let mut findings: Vec<&Finding> = findings.iter().filter(|f| f.count > 0).collect();
    // What could have done harm is told first.
    findings.sort_by_key(|finding| housekeeping(finding.code));
    for finding in findings {
        let [removed, kept, notes] = &mut groups;
        let (group, what, count) = match telling(finding.code) {
            Telling::Removed(noun, counter) => (removed, noun.lang(lang), counter),
            Telling::Kept(noun, counter) => (kept, noun.lang(lang), counter),
            Telling::Note(_) => (notes, "", ""),
        };
        let n = finding.count;
        let row = match (what, count, lang) {
            ("", ..) => (finding_phrase(finding, lang), String::new()),
            (what, "", _) => (what.to_owned(), String::new()),
            (what, counter, Lang::Ja) => (what.to_owned(), format!("{n}{counter}")),
            (what, _, Lang::En) => (what.to_owned(), format!("×{n}")),
        };
        group.rows.push(Row {
            what: row.0,
            count: row.1,
            places: places(finding, lang),
        });
    }
    groups
}

fn places(finding: &Finding, lang: Lang) -> Vec<String> {
    // The name of the file is told already, and that of a part inside a package tells a reader nothing.
    let tells = |place: &&String| {
        let inside = [".xml", ".bin", ".rels"];
        !inside.iter().any(|end| place.ends_with(end))
    };
    let said = [
        Code::ExtensionChanged,
        Code::NameChanged,
        Code::AttachmentsApart,
        Code::TakenFrom,
    ];
    if said.contains(&finding.code) {
        return Vec::new();
    }
    let told = finding.places.iter().filter(tells);
    let mut places: Vec<String> = told
        .map(|place| shown::text(&place_phrase(place, lang)))
        .collect();
    let told = u32::try_from(places.len()).unwrap_or(u32::MAX);
    if told > 0 && finding.count > told && finding.places.len() >= sekisho_ir::report::MAX_PLACES {
        places.push(match lang {
            Lang::Ja => "ほか".to_owned(),
            Lang::En => "and more".to_owned(),
        });
    }
    places
}
