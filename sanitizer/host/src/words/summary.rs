//! A whole part in one or a few sentences, removals first, then what stayed, then the rest.

use sekisho_ir::{Code, Finding, Kind, Method};

use super::finding::{Telling, finding_phrase, telling};
use super::reason::held_text;
use super::signature::signature_sentences;
use super::{Both, Lang, both};
use crate::report::{PartReport, PartResult};

/// 「マクロ2件（ThisWorkbook、計算）と外部リンク1件を除きました。数式148件と印刷範囲はそのままです。」
///
/// Empty when there is nothing to tell.
pub fn summary(findings: &[Finding], lang: Lang) -> String {
    joined(&sentences(findings, lang), lang)
}

/// The sentences of a summary one by one: what was removed, what stayed, then the rest.
pub fn sentences(findings: &[Finding], lang: Lang) -> Vec<String> {
    let mut removed = Vec::new();
    let mut kept = Vec::new();
    let mut notes = Vec::new();
    let mut findings: Vec<&Finding> = findings.iter().filter(|f| f.count > 0).collect();
    findings.sort_by_key(|finding| housekeeping(finding.code));
    for finding in findings {
        let phrase = finding_phrase(finding, lang);
        match telling(finding.code) {
            Telling::Removed(..) => removed.push(phrase),
            Telling::Kept(..) => kept.push(phrase),
            Telling::Note(_) => notes.push(sentence("{}", &phrase, lang)),
        }
    }
    let (was_removed, has_stayed) = match lang {
        Lang::Ja => ("{}を除きました", "{}はそのままです"),
        Lang::En => ("{} removed", "{} kept as they were"),
    };
    let mut told = Vec::new();
    if !removed.is_empty() {
        told.push(sentence(was_removed, &listed(&removed, lang), lang));
    }
    if !kept.is_empty() {
        told.push(sentence(has_stayed, &listed(&kept, lang), lang));
    }
    told.append(&mut notes);
    told
}

/// What nobody asked for and nobody misses is told after what could have done harm.
pub fn housekeeping(code: Code) -> bool {
    matches!(
        code,
        Code::MetadataRemoved | Code::MarkupDropped | Code::PartDropped | Code::ControlRemoved
    )
}

/// What became of a part, in words.
pub fn part_sentence(part: &PartReport, lang: Lang) -> String {
    match &part.result {
        PartResult::Held { reason } => {
            let detected = Kind::from_code(&part.detected).unwrap_or(Kind::Unknown);
            let text = held_text(*reason, detected);
            let [why, next] =
                [text.why, text.next].map(|both| sentence("{}", both.lang(lang), lang));
            let told: Vec<String> = [why]
                .into_iter()
                .chain(held_where(&part.findings, lang))
                .chain([next])
                .collect();
            joined(&told, lang)
        }
        PartResult::Clean { method, .. } => {
            let mut told = signature_sentences(&part.signatures, lang);
            told.extend(sentences(&part.findings, lang));
            let told = joined(&told, lang);
            if told.is_empty() {
                method_sentence(*method).lang(lang).to_owned()
            } else {
                told
            }
        }
    }
}

/// Which page of a held document it is held for, in a sentence; none where that is not known.
pub fn held_where(findings: &[Finding], lang: Lang) -> Option<String> {
    let place = findings
        .iter()
        .find(|finding| matches!(finding.code, Code::PageTooIntricate | Code::PageTooLarge));
    place.map(|finding| sentence("{}", &finding_phrase(finding, lang), lang))
}

/// What is said of a part in which nothing was found.
fn method_sentence(method: Method) -> Both {
    match method {
        Method::Rebuild => both(
            "同じ形式で作り直しました。除いたものはありません。",
            "It was written anew in the same format; nothing was removed.",
        ),
        Method::Reissue => both(
            "新しいPDFとして作り直しました。除いたものはありません。",
            "It was reissued as a new PDF; nothing was removed.",
        ),
        Method::Flatten => both("画像に変えました。", "It was turned into pictures."),
        Method::Text => both("文字だけを取り出しました。", "Its text was taken out."),
    }
}

fn joined(sentences: &[String], lang: Lang) -> String {
    sentences.join(if lang == Lang::Ja { "" } else { " " })
}

fn sentence(frame: &str, words: &str, lang: Lang) -> String {
    let words = frame.replace("{}", words);
    match lang {
        Lang::Ja => format!("{words}。"),
        Lang::En => {
            let mut chars = words.chars();
            let first = chars
                .next()
                .map(|c| c.to_uppercase().to_string())
                .unwrap_or_default();
            format!("{first}{}.", chars.as_str())
        }
    }
}

/// 「A、BとC」; "A, B and C".
fn listed(phrases: &[String], lang: Lang) -> String {
    let (between, last) = match lang {
        Lang::Ja => ("、", "と"),
        Lang::En => (", ", " and "),
    };
    match phrases.split_last() {
        Some((end, [])) => end.clone(),
        Some((end, rest)) => format!("{}{last}{end}", rest.join(between)),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use sekisho_ir::Reason;

    use super::*;

    #[test]
    fn a_report_reads_as_a_clerk_would_say_it() {
        let findings = [
            Finding::new(Code::MacroRemoved, 2)
                .at("ThisWorkbook")
                .at("計算"),
            Finding::new(Code::ExternalLinkRemoved, 1),
            Finding::new(Code::FormulasKept, 148),
            Finding::new(Code::PrintAreaKept, 1),
            Finding::new(Code::ImagesRedrawn, 3),
        ];
        assert_eq!(
            summary(&findings, Lang::Ja),
            "マクロ2件（ThisWorkbook、計算）と外部リンク1件を除きました。数式148件と印刷範囲はそのままです。画像3枚を描き直しました。"
        );
        assert_eq!(
            summary(&findings, Lang::En),
            "2 macros (ThisWorkbook, 計算) and 1 external link removed. 148 formulas and print area kept as they were. 3 pictures were drawn anew."
        );
    }

    #[test]
    fn what_could_do_harm_is_told_first_and_the_insides_of_a_package_are_not_named() {
        let findings = [
            Finding::new(Code::MetadataRemoved, 1),
            Finding::new(Code::ExternalLinkRemoved, 1).at("externalLink1.xml"),
            Finding::new(Code::MacroRemoved, 1).at("Module1"),
        ];
        assert_eq!(
            summary(&findings, Lang::Ja),
            "外部リンク1件、マクロ1件（Module1）と作成者や日時などの付加情報1件を除きました。"
        );
    }

    #[test]
    fn a_hold_says_why_and_what_to_do() {
        let mut part = PartReport {
            index: 0,
            name: "a.zip".into(),
            original_name: "a.zip".into(),
            original_size: 1,
            original_digest: String::new(),
            detected: "zip".into(),
            result: PartResult::Held {
                reason: Reason::PasswordLocked,
            },
            findings: Vec::new(),
            signatures: Vec::new(),
            members: Vec::new(),
        };
        let told = part_sentence(&part, Lang::Ja);
        assert!(
            told.contains("パスワードが付いている") && told.ends_with("ください。"),
            "{told}"
        );
        part.result = PartResult::Clean {
            method: Method::Rebuild,
            kind: Kind::Zip,
            size: 1,
            digest: String::new(),
            file: 0,
        };
        assert_eq!(
            part_sentence(&part, Lang::Ja),
            "同じ形式で作り直しました。除いたものはありません。"
        );
    }
}
