//! One page a file that shows, before anything is taken in: left what came, right what would go out.
//!
//! The page carries everything with it and asks for nothing: no script, no link, and a policy that lets a browser load
//! no more than the page's own style and the new picture. Whatever comes from a file is escaped, names visibly so.

mod markup;

use std::fmt::Write;

use data_encoding::BASE64;
use sekisho_sanitizer::words::{self, Lang};
use sekisho_sanitizer::{ENGINE, FileOutcome, Kind, Method, PartReport, PartResult, Sanitized};
use sha2::{Digest, Sha256};

use self::markup::{escaped, visible};
use super::rows;
use super::shown;
use super::told::{both, kind, sentence};

const STYLE: &str = include_str!("style.css");
/// A page with a larger picture than this opens nowhere with pleasure.
const PICTURE_BYTES: usize = 8 * 1024 * 1024;
/// So much of a text shows what it is.
const LINES: usize = 40;
const LINE_CHARS: usize = 240;
/// Members beyond this are counted.
const MEMBERS: usize = 200;

/// The name of the page for a file.
pub(super) fn name(given: &str) -> String {
    let given = sekisho_ir::name::clean_name(given).name;
    // A long name keeps its head; the end says what the page is.
    let head: String = given.chars().take(80).collect();
    format!("{head}.preview.html")
}

/// The page.
pub(super) fn page(given: &str, outcome: &FileOutcome, lang: Lang) -> String {
    let report = &outcome.report;
    let say = |ja, en| both(lang, ja, en);
    let style = BASE64.encode(&Sha256::digest(STYLE));
    let whole = report.walk().iter().all(|part| part.result.is_clean());
    let held = if whole { "" } else { " held" };
    let verdict = match (report.result.is_clean(), whole) {
        (true, true) => say("取り込めます", "Can be taken in"),
        (true, false) => say(
            "一部を除いて取り込めます",
            "Can be taken in, except for a part",
        ),
        (false, _) => say("保留になります", "Would be held"),
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; \
         style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <p class=\"over\">{over}</p>\n<h1>{name}</h1>\n\
         <p class=\"said{held}\"><strong>{verdict}</strong> {said}</p>\n\
         <div class=\"sides\">\n<section>\n<h2>{came}</h2>\n{left}</section>\n\
         <div class=\"arrow\" aria-hidden=\"true\">→</div>\n\
         <section>\n<h2>{goes}</h2>\n{right}</section>\n</div>\n\
         <footer>{ENGINE} · {foot}</footer>\n</main>\n</body>\n</html>\n",
        code = say("ja", "en"),
        title = escaped(&format!(
            "{} - {}",
            shown::text(given),
            say("無害化の確認", "preview")
        )),
        over = say("無害化の確認", "Sanitising preview"),
        name = visible(given),
        said = escaped(&outlook(report, lang)),
        came = say("届いたもの", "What came in"),
        goes = say("取り込むもの", "What would go out"),
        left = came(given, report, lang),
        right = goes(report, outcome.file.as_ref(), lang),
        foot = say(
            "この画面は確認用です。新しいファイルはまだ書き出していません。",
            "This page only shows; no new file has been written yet.",
        ),
    )
}

/// What would become of it, in one sentence.
fn outlook(report: &PartReport, lang: Lang) -> String {
    let PartResult::Clean { method, kind, .. } = &report.result else {
        return sentence(report, lang);
    };
    let kind = words::kind_word(*kind, lang);
    match (method, lang) {
        (Method::Rebuild, Lang::Ja) => format!("{kind}として作り直します。"),
        (Method::Rebuild, Lang::En) => format!("It would be written anew ({kind})."),
        (Method::Reissue, Lang::Ja) => "新しいPDFとして作り直します。".to_owned(),
        (Method::Reissue, Lang::En) => "It would be reissued as a new PDF.".to_owned(),
        (Method::Flatten, Lang::Ja) => "画像に変えます。".to_owned(),
        (Method::Flatten, Lang::En) => "It would be turned into pictures.".to_owned(),
        (Method::Text, Lang::Ja) => "文字だけを取り出します。".to_owned(),
        (Method::Text, Lang::En) => "Its text would be taken out.".to_owned(),
    }
}

fn came(given: &str, report: &PartReport, lang: Lang) -> String {
    let say = |ja, en| both(lang, ja, en);
    let mut out = facts(&[
        (say("名前", "Name"), visible(given)),
        (
            say("大きさ", "Size"),
            escaped(&size(report.original_size, lang)),
        ),
        (
            say("実際の種類", "What it really is"),
            format!(
                "{} <code>{}</code>",
                escaped(kind(report, lang)),
                escaped(&report.detected)
            ),
        ),
        (
            say("指紋", "Digest"),
            format!(
                "BLAKE3<br><code>{}</code>",
                escaped(&report.original_digest)
            ),
        ),
    ]);
    // Writing to a string cannot fail.
    let _ = writeln!(out, "<h3>{}</h3>", say("中にあったもの", "What was inside"));
    if !report.members.is_empty() {
        out.push_str(&inside(&report.members, lang));
        return out;
    }
    let groups = rows::groups(report, lang);
    let found: Vec<&rows::Row> = groups
        .iter()
        .filter(|group| group.heading != say("お知らせ", "Notes"))
        .flat_map(|group| &group.rows)
        .collect();
    if found.is_empty() {
        let none = if report.result.is_clean() {
            say(
                "変わったものは見つかりませんでした",
                "Nothing out of the ordinary was found",
            )
        } else {
            say(
                "中身は確かめられていません",
                "Its content could not be looked at",
            )
        };
        let _ = writeln!(out, "<p class=\"none\">{none}</p>");
    } else {
        out.push_str(&listed(&found, false));
    }
    out
}

fn goes(report: &PartReport, file: Option<&Sanitized>, lang: Lang) -> String {
    let say = |ja, en| both(lang, ja, en);
    let PartResult::Clean {
        method,
        kind,
        size: length,
        digest,
        ..
    } = &report.result
    else {
        let none = say("書き出すものはありません", "Nothing would be written");
        return format!("<p class=\"none\">{none}</p>\n");
    };
    let mut out = facts(&[
        (say("名前", "Name"), visible(&report.name)),
        (say("大きさ", "Size"), escaped(&size(*length, lang))),
        (
            say("種類", "Kind"),
            format!(
                "{} <code>{}</code>",
                escaped(words::kind_word(*kind, lang)),
                escaped(kind.code())
            ),
        ),
        (
            say("方法", "Method"),
            escaped(words::method_word(*method, lang)),
        ),
        (
            say("指紋", "Digest"),
            format!("BLAKE3<br><code>{}</code>", escaped(digest)),
        ),
    ]);
    for group in rows::groups(report, lang) {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "<h3>{}</h3>", escaped(group.heading));
        out.push_str(&listed(&group.rows.iter().collect::<Vec<_>>(), true));
    }
    if !report.members.is_empty() {
        let _ = writeln!(out, "<h3>{}</h3>", say("中身", "Inside"));
        out.push_str(&members(&report.members, lang));
    }
    out.push_str(&file.map(|file| look(file, lang)).unwrap_or_default());
    out
}

fn facts(rows: &[(&str, String)]) -> String {
    let mut out = String::from("<dl>\n");
    for (name, markup) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "<dt>{}</dt><dd>{markup}</dd>", escaped(name));
    }
    out.push_str("</dl>\n");
    out
}

fn listed(rows: &[&rows::Row], places: bool) -> String {
    let mut out = String::from("<ul class=\"rows\">\n");
    for row in rows {
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "<li><span>{}</span><span class=\"count\">{}</span>",
            escaped(&row.what),
            escaped(&row.count)
        );
        if places && !row.places.is_empty() {
            let _ = write!(
                out,
                "<span class=\"where\">{}</span>",
                escaped(&row.places.join(" · "))
            );
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
    out
}

/// The members as they came.
fn inside(members: &[PartReport], lang: Lang) -> String {
    nested(members, lang, &|member| {
        format!(
            "{} <span class=\"kind\">{} · {}</span>",
            visible(&member.original_name),
            escaped(kind(member, lang)),
            escaped(&shown::size(member.original_size))
        )
    })
}

/// The members as they would go out, each with what became of it.
fn members(members: &[PartReport], lang: Lang) -> String {
    nested(members, lang, &|member| {
        let held = if member.result.is_clean() {
            ""
        } else {
            " held"
        };
        let word = match &member.result {
            PartResult::Clean { method, .. } => words::method_word(*method, lang),
            PartResult::Held { .. } => both(lang, "保留", "held"),
        };
        let mut said = outlook(member, lang);
        if member.result.is_clean() {
            let more = words::summary(&member.findings, lang);
            if !more.is_empty() {
                said = more;
            }
        }
        format!(
            "{} <span class=\"badge{held}\">{}</span><div class=\"kind\">{}</div>",
            visible(&member.name),
            escaped(word),
            escaped(&said)
        )
    })
}

fn nested(members: &[PartReport], lang: Lang, one: &impl Fn(&PartReport) -> String) -> String {
    let mut out = String::from("<ul>\n");
    for member in members.iter().take(MEMBERS) {
        let _ = write!(out, "<li>{}", one(member));
        if !member.members.is_empty() {
            out.push_str(&nested(&member.members, lang, one));
        }
        out.push_str("</li>\n");
    }
    let more = members.len().saturating_sub(MEMBERS);
    if more > 0 {
        let _ = match lang {
            Lang::Ja => writeln!(out, "<li>ほか{more}件</li>"),
            Lang::En => writeln!(out, "<li>and {more} more</li>"),
        };
    }
    out.push_str("</ul>\n");
    out
}

/// What the new file looks like, where a browser can show that without reading a document.
fn look(file: &Sanitized, lang: Lang) -> String {
    let say = |ja, en| both(lang, ja, en);
    let mut out = String::new();
    let bytes = file.bytes();
    match file.kind() {
        Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Svg if bytes.len() <= PICTURE_BYTES => {
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "<h3>{}</h3>\n<img alt=\"{}\" src=\"data:{};base64,{}\">",
                say("新しい画像", "The new picture"),
                say("作り直した画像", "the picture as it was drawn anew"),
                file.kind().media_type(),
                BASE64.encode(bytes)
            );
        }
        Kind::Text | Kind::Csv => {
            let text = String::from_utf8_lossy(bytes);
            let text = text.trim_start_matches('\u{feff}');
            let mut lines = text.lines();
            let head: Vec<String> = lines
                .by_ref()
                .take(LINES)
                .map(|line| line.chars().take(LINE_CHARS).collect())
                .collect();
            let more = lines.count();
            let _ = write!(
                out,
                "<h3>{}</h3>\n<pre>{}</pre>\n",
                say("はじめの部分", "How it begins"),
                escaped(&head.join("\n"))
            );
            if more > 0 {
                let _ = match lang {
                    Lang::Ja => writeln!(out, "<p class=\"none\">ほか{more}行</p>"),
                    Lang::En => writeln!(out, "<p class=\"none\">{more} more lines</p>"),
                };
            }
        }
        _ => {}
    }
    out
}

fn size(bytes: u64, lang: Lang) -> String {
    let short = shown::size(bytes);
    match lang {
        _ if bytes < 1024 => short,
        Lang::Ja => format!("{short}（{bytes}バイト）"),
        Lang::En => format!("{short} ({bytes} bytes)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sekisho_sanitizer::Reason;

    #[test]
    fn nothing_of_a_name_becomes_markup_and_the_page_loads_nothing() {
        let given = "<img src=x onerror=alert(1)>\u{202e}\"'&.txt";
        let report = PartReport {
            index: 0,
            name: given.into(),
            original_name: given.into(),
            original_size: 1,
            original_digest: "ab".into(),
            detected: "zip".into(),
            result: PartResult::Held {
                reason: Reason::PasswordLocked,
            },
            findings: Vec::new(),
            signatures: Vec::new(),
            members: Vec::new(),
        };
        let mut outer = report.clone();
        outer.members = vec![report; MEMBERS + 3];
        let outcome = FileOutcome {
            report: outer,
            file: None,
            beside: Vec::new(),
        };
        for lang in [Lang::Ja, Lang::En] {
            let page = page(given, &outcome, lang);
            assert!(
                !page.contains("<img") && !page.contains('\u{202e}'),
                "{page}"
            );
            assert!(page.contains("&lt;img") && page.contains("U+202E"));
            assert!(page.contains("default-src 'none'") && !page.contains("<script"));
            assert!(!page.contains("unsafe") && !page.contains("http:"));
        }
        assert!(name("a/../\u{202e}b.txt").ends_with(".preview.html"));
        assert!(sekisho_ir::name::name_is_clean(&name("a/../\u{202e}b.txt")));
    }
}
