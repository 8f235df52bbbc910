//! The report for people: for each file one sentence, then what was removed, stayed or changed, and where; then a sum.

use std::fmt::Write;
use std::io;

use sekisho_sanitizer::words::{self, Lang};
use sekisho_sanitizer::{Class, Finding, Kind, Method, PartReport, PartResult};

use super::rows;
use super::shown;
use super::work::{Done, End, Failure, Tally};

/// One of two words.
pub(super) fn both(lang: Lang, ja: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

/// One file in words.
pub(super) fn lines(end: &End<'_>, lang: Lang) -> String {
    let given = shown::path(&end.thing.path);
    match &end.result {
        Ok(done) => file(&given, done, lang),
        Err(Failure::Read(error)) => match lang {
            Lang::Ja => format!("{given}: 読めませんでした（{}）", machine(error, lang)),
            Lang::En => format!("{given}: could not be read ({})", machine(error, lang)),
        },
        Err(Failure::Write(error)) => match lang {
            Lang::Ja => format!(
                "{given}: 新しいファイルを書けませんでした（{}）",
                machine(error, lang)
            ),
            Lang::En => format!(
                "{given}: the new file could not be written ({})",
                machine(error, lang)
            ),
        },
    }
}

/// What the machine says of a file, in words where it says no more than these.
fn machine(error: &io::Error, lang: Lang) -> String {
    use io::ErrorKind;
    let word = match (error.kind(), lang) {
        (ErrorKind::NotFound, Lang::Ja) => "見つかりません",
        (ErrorKind::PermissionDenied, Lang::Ja) => "権限がありません",
        (ErrorKind::StorageFull, Lang::Ja) => "ディスクの空きがありません",
        (ErrorKind::InvalidInput, Lang::Ja) => "ふつうのファイルではありません",
        (ErrorKind::InvalidInput, Lang::En) => "not a regular file",
        (ErrorKind::NotFound, Lang::En) => "not found",
        (ErrorKind::PermissionDenied, Lang::En) => "no permission",
        _ => return error.to_string(),
    };
    word.to_owned()
}

fn file(given: &str, done: &Done, lang: Lang) -> String {
    let report = &done.outcome.report;
    let kind = kind(report, lang);
    let mut out = match lang {
        Lang::Ja => format!("{given}（{kind}）"),
        Lang::En => format!("{given} ({kind})"),
    };
    let place = match &done.written {
        Some(written) => shown::path(written),
        None => both(lang, "保留", "held").to_owned(),
    };
    // Writing to a string cannot fail.
    let _ = write!(out, " → {place}\n  {}", sentence(report, lang));
    things(&mut out, report, lang, 2);
    members(&mut out, report, lang, 1);
    for (place, (report, _)) in done.outcome.beside.iter().enumerate() {
        let written = done.beside.get(place).and_then(Option::as_ref);
        let put = match (written, &report.result) {
            (Some(written), _) => shown::path(written),
            (None, PartResult::Clean { .. }) => shown::text(&report.name),
            (None, PartResult::Held { .. }) => both(lang, "保留", "held").to_owned(),
        };
        let name = shown::text(&report.original_name);
        let kind = self::kind(report, lang);
        let said = sentence(report, lang);
        let _ = match lang {
            Lang::Ja => write!(out, "\n  + {name}（{kind}）→ {put}\n    {said}"),
            Lang::En => write!(out, "\n  + {name} ({kind}) → {put}\n    {said}"),
        };
        things(&mut out, report, lang, 3);
        members(&mut out, report, lang, 2);
    }
    out
}

/// What became of a part, in one sentence.
pub(super) fn sentence(report: &PartReport, lang: Lang) -> String {
    let PartResult::Clean { method, kind, .. } = &report.result else {
        return words::part_sentence(report, lang);
    };
    let kind = words::kind_word(*kind, lang);
    let made = match (method, lang) {
        (Method::Rebuild, Lang::Ja) => format!("{kind}として作り直し"),
        (Method::Rebuild, Lang::En) => format!("Written anew as {}", article(kind)),
        (Method::Reissue, Lang::Ja) => "新しいPDFとして作り直し".to_owned(),
        (Method::Reissue, Lang::En) => "Reissued as a new PDF".to_owned(),
        (Method::Flatten, Lang::Ja) => "画像に直し".to_owned(),
        (Method::Flatten, Lang::En) => "Turned into pictures".to_owned(),
        (Method::Text, Lang::Ja) => "文字だけを取り出し".to_owned(),
        (Method::Text, Lang::En) => "Its text was taken out".to_owned(),
    };
    match (removed(report, lang), lang) {
        (Some(removed), Lang::Ja) => format!("{made}、{removed}を除きました。"),
        (Some(removed), Lang::En) => format!("{made}; {removed} removed."),
        (None, Lang::Ja) => format!("{made}ました。除いたものはありません。"),
        (None, Lang::En) => format!("{made}; nothing was removed."),
    }
}

/// The most telling of what was removed, without the places.
fn removed(report: &PartReport, lang: Lang) -> Option<String> {
    const NAMED: usize = 3;
    let mut removed: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| finding.count > 0 && finding.code.class() == Class::Removed)
        .collect();
    removed.sort_by_key(|finding| words::housekeeping(finding.code));
    let more = removed.len() > NAMED;
    let named: Vec<String> = removed
        .into_iter()
        .take(NAMED)
        .map(|finding| words::finding_phrase(&Finding::new(finding.code, finding.count), lang))
        .collect();
    let listed = match lang {
        Lang::Ja if more => format!("{}など", named.join("、")),
        Lang::En if more => format!("{} and more", named.join(", ")),
        _ => match named.split_last()? {
            (last, []) => last.clone(),
            (last, rest) => format!(
                "{}{}{last}",
                rest.join(both(lang, "、", ", ")),
                both(lang, "と", " and ")
            ),
        },
    };
    Some(listed)
}

/// What a part was found to be.
pub(super) fn kind(report: &PartReport, lang: Lang) -> &'static str {
    let kind = Kind::from_code(&report.detected).unwrap_or(Kind::Unknown);
    words::kind_word(kind, lang)
}

fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'H']);
    match noun {
        "text" => noun.to_owned(),
        "Outlook message" | "HTML page" => format!("an {noun}"),
        _ if vowel => format!("an {noun}"),
        _ => format!("a {noun}"),
    }
}

/// What was found in a part that was written anew.
fn things(out: &mut String, report: &PartReport, lang: Lang, depth: usize) {
    if !report.result.is_clean() {
        return;
    }
    let indent = "  ".repeat(depth);
    for group in rows::groups(report, lang) {
        let _ = write!(out, "\n{indent}{}", group.heading);
        for row in group.rows {
            let _ = write!(out, "\n{indent}  {}", row.what);
            if !row.count.is_empty() {
                let _ = write!(out, " {}", row.count);
            }
            if !row.places.is_empty() {
                let between = both(lang, "、", ", ");
                let _ = write!(out, ": {}", row.places.join(between));
            }
        }
    }
}

fn members(out: &mut String, report: &PartReport, lang: Lang, depth: usize) {
    for member in &report.members {
        let indent = "  ".repeat(depth);
        let mark = match member.result {
            PartResult::Clean { .. } => both(lang, "済", "ok"),
            PartResult::Held { .. } => both(lang, "保留", "held"),
        };
        let name = shown::text(&member.name);
        let kind = kind(member, lang);
        let said = sentence(member, lang);
        let _ = match lang {
            Lang::Ja => write!(out, "\n{indent}- [{mark}] {name}（{kind}）: {said}"),
            Lang::En => write!(out, "\n{indent}- [{mark}] {name} ({kind}): {said}"),
        };
        things(out, member, lang, depth.saturating_add(1));
        members(out, member, lang, depth.saturating_add(1));
    }
}

/// The sum of all.
pub(super) fn summary(tally: &Tally, links: usize, preview: bool, lang: Lang) -> String {
    let Tally {
        files,
        written,
        held,
        partly,
        failed,
        ..
    } = tally;
    let mut out = String::new();
    let done = match (preview, lang) {
        (false, Lang::Ja) => "作り直しました",
        (true, Lang::Ja) => "作り直せます",
        (false, Lang::En) => "rebuilt",
        (true, Lang::En) => "can be rebuilt",
    };
    // Writing to a string cannot fail.
    let _ = match lang {
        Lang::Ja => write!(out, "{files}件のうち{written}件を{done}"),
        Lang::En if *files == 1 => write!(out, "1 file: {written} {done}"),
        Lang::En => write!(out, "{files} files: {written} {done}"),
    };
    if preview && lang == Lang::Ja {
        out = format!("{files}件のうち{written}件は{done}");
    }
    if *held > 0 {
        let reasons: Vec<String> = tally
            .reasons
            .iter()
            .map(|(reason, count)| {
                let word = words::reason_text(*reason).word.lang(lang);
                match lang {
                    Lang::Ja => format!("{word}{count}件"),
                    Lang::En => format!("{count} {word}"),
                }
            })
            .collect();
        let reasons = reasons.join(both(lang, "、", ", "));
        let _ = match lang {
            Lang::Ja => write!(out, "。{held}件は保留です（{reasons}）"),
            Lang::En => write!(out, ", {held} held ({reasons})"),
        };
    }
    let mut also = |count: usize, ja: &str, en: &str| {
        if count > 0 {
            let _ = match lang {
                Lang::Ja => write!(out, "。{count}件{ja}"),
                Lang::En => write!(out, ", {count} {en}"),
            };
        }
    };
    also(
        *partly,
        "は中の一部だけ保留です",
        "of them with a part held",
    );
    also(
        *failed,
        "は読み書きできませんでした",
        "could not be read or written",
    );
    let not_followed = match links {
        1 => "link not followed",
        _ => "links not followed",
    };
    also(links, "のリンクはたどりませんでした", not_followed);
    let size = shown::size(tally.bytes);
    let millis = u64::try_from(tally.took.as_millis()).unwrap_or(u64::MAX);
    let seconds = format!("{}.{}", millis / 1_000, millis / 100 % 10);
    // Bytes a millisecond are kilobytes a second.
    let tenths = tally.bytes / millis.max(1) / 100;
    let speed = format!("{}.{} MB/s", tenths / 10, tenths % 10);
    let _ = match lang {
        Lang::Ja => write!(out, "。{size}、{seconds}秒、{speed}"),
        Lang::En => write!(out, ". {size} in {seconds} s, {speed}"),
    };
    out
}
