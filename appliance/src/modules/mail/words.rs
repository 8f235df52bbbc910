//! From codes to what a clerk reads: the sanitizer's own words, and around them the sentences of this page.

use super::sentence;
use crate::text::Language;
use sekisho_sanitizer::words::{self, Lang};
use sekisho_sanitizer::{Finding, Kind, Method, PartReport, PartResult, Reason};

fn tongue(language: Language) -> Lang {
    match language {
        Language::Japanese => Lang::Ja,
        Language::English => Lang::En,
    }
}

/// What was removed, what stayed, what is worth knowing: whole sentences, none when there is nothing to tell.
pub(super) fn findings(findings: &[Finding], language: Language) -> Vec<String> {
    words::sentences(findings, tongue(language))
}

/// What became of a part: whole sentences, always at least one.
pub(super) fn part(part: &PartReport, language: Language) -> Vec<String> {
    let told = match &part.result {
        PartResult::Clean { .. } => {
            let mut told = words::signature_sentences(&part.signatures, tongue(language));
            told.extend(findings(&part.findings, language));
            told
        }
        PartResult::Held { reason: why } => [reason(*why, language).why]
            .into_iter()
            .chain(words::held_where(&part.findings, tongue(language)))
            .collect(),
    };
    if told.is_empty() {
        vec![words::part_sentence(part, tongue(language))]
    } else {
        told
    }
}

/// How a part was made safe: 再構築.
pub(super) fn method(method: Method, language: Language) -> &'static str {
    words::method_word(method, tongue(language))
}

/// Why a part is held.
pub(super) struct Held {
    /// The pill: パスワード待ち.
    pub word: &'static str,
    /// Why, one sentence.
    pub why: String,
    /// What to do next, one sentence.
    pub next: String,
}

/// The words for a reason.
pub(super) fn reason(reason: Reason, language: Language) -> Held {
    let lang = tongue(language);
    let text = words::reason_text(reason);
    Held {
        word: text.word.lang(lang),
        why: whole(text.why.lang(lang), language),
        next: whole(text.next.lang(lang), language),
    }
}

/// A sentence with its end.
fn whole(text: &str, language: Language) -> String {
    match language {
        Language::Japanese => format!("{text}。"),
        Language::English => {
            let mut letters = text.chars();
            let first: String = letters
                .next()
                .map(|c| c.to_uppercase().collect())
                .unwrap_or_default();
            format!("{first}{}.", letters.as_str())
        }
    }
}

/// What can be done with a file of this kind, for its card.
pub(super) fn note(kind: Kind, language: Language) -> &'static str {
    match kind {
        Kind::Docx | Kind::Xlsx | Kind::Pptx | Kind::Csv | Kind::Text => {
            sentence::editable(language)
        }
        _ => "",
    }
}

/// The up to four letters on a file's tile.
pub(super) fn tile(kind: Kind) -> String {
    kind.extension()
        .to_ascii_uppercase()
        .chars()
        .take(4)
        .collect()
}

/// The colour role of a file's tile.
pub(super) fn colour(kind: Kind) -> &'static str {
    match kind {
        Kind::Xlsx | Kind::Csv => "sheet",
        Kind::Docx => "doc",
        Kind::Pptx => "slide",
        Kind::Pdf => "pdf",
        Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Tiff | Kind::Svg => "image",
        Kind::Zip => "zip",
        Kind::Text | Kind::Html => "text",
        _ => "other",
    }
}
