//! The policy file: read, and where it says what no policy says, every such place shown with a caret, in either language.

use std::fmt;
use std::fs;
use std::ops::Range;
use std::path::Path;

use miette::{Context, Diagnostic, IntoDiagnostic, LabeledSpan, NamedSource, SourceSpan};
use sekisho_sanitizer::words::Lang;
use sekisho_sanitizer::{Kind, Policy, Treatment};
use toml::de::{DeTable, DeValue};

use super::shown;

const METHODS: &[&str] = &["rebuild", "text", "flatten", "reissue", "hold"];
/// The rules of `[documents]` and their words; a test holds them to what a policy takes.
const DOCUMENTS: &[(&str, &[&str])] = &[
    ("links", &["text", "web"]),
    ("comments", &["keep", "remove"]),
    ("revisions", &["keep", "accept"]),
    ("hidden", &["keep", "show", "remove"]),
    ("properties", &["remove", "keep"]),
    ("animation", &["keep", "first"]),
    ("embedded", &["sanitise", "picture"]),
    ("pictures", &["keep"]),
    ("dots", &["150", "200", "300"]),
    ("text_layer", &["keep", "remove"]),
];
/// The rule that may also be a number of pixels, as `{ at-most = 480 }` or `{ square = 480 }`.
const PICTURES: (&str, [&str; 2]) = ("pictures", ["at-most", "square"]);
/// The numbers of `[limits]` and the largest each may be.
const LIMITS: &[(&str, i64)] = &[
    ("wall_seconds", i64::MAX),
    ("cpu_seconds", i64::MAX),
    ("memory_mib", i64::MAX),
    ("output_mib", i64::MAX),
    ("input_mib", i64::MAX),
    ("depth", 4_294_967_295),
    ("parts", 4_294_967_295),
];

/// The policy in a file, or the house's where none is named.
pub(super) fn load(path: Option<&Path>, lang: Lang) -> miette::Result<Policy> {
    let Some(path) = path else {
        return Ok(Policy::default());
    };
    let shown = shown::path(path);
    let text = fs::read_to_string(path)
        .into_diagnostic()
        .wrap_err_with(|| match lang {
            Lang::Ja => format!("方針のファイル {shown} を読めませんでした"),
            Lang::En => format!("could not read the policy {shown}"),
        })?;
    parse(&shown, &text, lang).map_err(miette::Report::new)
}

/// The same policy with one method for every kind. An archive keeps being an archive: its members are meant.
pub(super) fn all_by(policy: Policy, treatment: Treatment) -> Policy {
    Kind::ALL.iter().fold(policy, |policy, kind| {
        let archive = *kind == Kind::Zip && treatment != Treatment::Hold;
        let treatment = if archive {
            Treatment::Rebuild
        } else {
            treatment
        };
        policy.with(*kind, treatment)
    })
}

fn parse(name: &str, text: &str, lang: Lang) -> Result<Policy, Wrong> {
    let wrong = |complaints: Vec<Complaint>| Wrong {
        title: title(name, complaints.len(), lang),
        source: NamedSource::new(name, text.to_owned()).with_language("TOML"),
        complaints,
    };
    let syntax = |error: &toml::de::Error| {
        let message = error.message();
        let what = match lang {
            Lang::Ja => format!("TOMLとして読めません: {message}"),
            Lang::En => format!("this is not TOML: {message}"),
        };
        wrong(vec![(error.span().unwrap_or(0..0), what)])
    };
    let document = DeTable::parse(text).map_err(|error| syntax(&error))?;
    let complaints = Checker { lang }.document(document.get_ref());
    if complaints.is_empty() {
        toml::from_str(text).map_err(|error| syntax(&error))
    } else {
        Err(wrong(complaints))
    }
}

fn title(name: &str, count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Ja, _) => format!("方針のファイル {name} に誤りが{count}か所あります"),
        (Lang::En, 1) => format!("the policy {name} is wrong in one place"),
        (Lang::En, _) => format!("the policy {name} is wrong in {count} places"),
    }
}

/// A place and what is wrong there.
type Complaint = (Range<usize>, String);

/// A policy that cannot be used.
#[derive(Debug)]
struct Wrong {
    title: String,
    source: NamedSource<String>,
    complaints: Vec<Complaint>,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)
    }
}

impl std::error::Error for Wrong {}

impl Diagnostic for Wrong {
    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.complaints.iter().map(|(span, what)| {
            LabeledSpan::new_with_span(Some(what.clone()), SourceSpan::from(span.clone()))
        })))
    }
}

struct Checker {
    lang: Lang,
}

impl Checker {
    fn document(&self, document: &DeTable<'_>) -> Vec<Complaint> {
        let mut complaints = Vec::new();
        for (name, value) in document {
            let tables = ["methods", "documents", "limits"];
            let Some(table) = tables.iter().find(|table| **table == name.get_ref()) else {
                complaints.push((name.span(), self.unknown(name.get_ref(), &tables)));
                continue;
            };
            let DeValue::Table(rows) = value.get_ref() else {
                let what = match self.lang {
                    Lang::Ja => format!("[{table}] は表で書きます"),
                    Lang::En => format!("[{table}] is a table"),
                };
                complaints.push((value.span(), what));
                continue;
            };
            for (key, value) in rows {
                let wrong = match *table {
                    "methods" => self.method(key.get_ref(), value.get_ref()),
                    "documents" => self.rule(key.get_ref(), value.get_ref()),
                    _ => self.limit(key.get_ref(), value.get_ref()),
                };
                match wrong {
                    Some((true, what)) => complaints.push((key.span(), what)),
                    Some((false, what)) => complaints.push((value.span(), what)),
                    None => {}
                }
            }
        }
        complaints.sort_by_key(|(span, _)| span.start);
        complaints
    }

    /// True beside a complaint means that it is about the key.
    fn method(&self, key: &str, value: &DeValue<'_>) -> Option<(bool, String)> {
        if Kind::from_code(key).is_none() {
            let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
            return Some((true, self.unknown(key, &kinds)));
        }
        self.one_of(value, METHODS)
    }

    fn rule(&self, key: &str, value: &DeValue<'_>) -> Option<(bool, String)> {
        let Some((_, words)) = DOCUMENTS.iter().find(|(rule, _)| *rule == key) else {
            let rules: Vec<&str> = DOCUMENTS.iter().map(|(rule, _)| *rule).collect();
            return Some((true, self.unknown(key, &rules)));
        };
        if key == PICTURES.0
            && let DeValue::Table(rows) = value
        {
            return self.pixels(rows).map(|what| (false, what));
        }
        self.one_of(value, words)
    }

    /// What is wrong with `{ at-most = 480 }` or `{ square = 480 }`.
    fn pixels(&self, rows: &DeTable<'_>) -> Option<String> {
        let mut rows = rows.iter();
        let only = rows.next().filter(|_| rows.next().is_none());
        let fits = only.is_some_and(|(key, value)| {
            PICTURES.1.iter().any(|word| key.get_ref() == *word)
                && matches!(value.get_ref(), DeValue::Integer(number)
                    if i64::from_str_radix(number.as_str(), number.radix())
                        .is_ok_and(|number| (1..=20_000).contains(&number)))
        });
        let what = match self.lang {
            Lang::Ja => {
                "ここには { at-most = 480 } や { square = 480 } のように、辺の画素数（1から20000）を書きます"
            }
            Lang::En => {
                "the pixels of an edge go here (1 to 20000), as in { at-most = 480 } or { square = 480 }"
            }
        };
        (!fits).then(|| what.to_owned())
    }

    fn limit(&self, key: &str, value: &DeValue<'_>) -> Option<(bool, String)> {
        let Some((_, most)) = LIMITS.iter().find(|(limit, _)| *limit == key) else {
            let limits: Vec<&str> = LIMITS.iter().map(|(limit, _)| *limit).collect();
            return Some((true, self.unknown(key, &limits)));
        };
        let DeValue::Integer(number) = value else {
            let what = match self.lang {
                Lang::Ja => "ここには整数を書きます（引用符は付けません）",
                Lang::En => "a whole number goes here, without quotes",
            };
            return Some((false, what.to_owned()));
        };
        let fits = i64::from_str_radix(number.as_str(), number.radix())
            .is_ok_and(|number| (0..=*most).contains(&number));
        let what = match self.lang {
            Lang::Ja => format!("0から{most}までの数を書きます"),
            Lang::En => format!("a number from 0 to {most} goes here"),
        };
        (!fits).then_some((false, what))
    }

    fn one_of(&self, value: &DeValue<'_>, words: &[&str]) -> Option<(bool, String)> {
        if let DeValue::String(word) = value {
            return (!words.contains(&word.as_ref())).then(|| (false, self.unknown(word, words)));
        }
        let words = words.join(self.between());
        let what = match self.lang {
            Lang::Ja => format!("ここには \"…\" で囲んで次のどれかを書きます: {words}"),
            Lang::En => format!("one of these goes here, in quotes: {words}"),
        };
        Some((false, what))
    }

    /// Names the nearest word where one is near, else all where they are few.
    fn unknown(&self, word: &str, known: &[&str]) -> String {
        let word = shown::text(word);
        let nearest = known
            .iter()
            .min_by_key(|one| (distance(&word, one), one.len().abs_diff(word.len())));
        let near = nearest.filter(|one| distance(&word, one) <= 2);
        let all = known.join(self.between());
        match (self.lang, near) {
            (Lang::Ja, Some(near)) => format!("「{word}」はありません。「{near}」ですか"),
            (Lang::En, Some(near)) => format!("there is no \"{word}\"; did you mean \"{near}\"?"),
            (Lang::Ja, None) if known.len() < 12 => {
                format!("「{word}」はありません。使えるのは {all} です")
            }
            (Lang::En, None) if known.len() < 12 => {
                format!("there is no \"{word}\"; there are {all}")
            }
            (Lang::Ja, None) => format!("「{word}」という種類はありません（例: docx、pdf、zip）"),
            (Lang::En, None) => format!("there is no kind \"{word}\" (kinds are docx, pdf, zip …)"),
        }
    }

    fn between(&self) -> &'static str {
        match self.lang {
            Lang::Ja => "、",
            Lang::En => ", ",
        }
    }
}

/// How many letters have to change (Levenshtein); the same letters in another order are one slip of the hand.
fn distance(one: &str, other: &str) -> usize {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().take(64).collect();
        letters.sort_unstable();
        letters
    };
    if one != other && sorted(one) == sorted(other) {
        return 1;
    }
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.chars().take(64).enumerate() {
        let mut corner = at;
        let mut left = at.saturating_add(1);
        let mut next = vec![left];
        for (b, above) in other.iter().zip(row.iter().skip(1)) {
            let change = corner.saturating_add(usize::from(a != *b));
            left = change
                .min(above.saturating_add(1))
                .min(left.saturating_add(1));
            corner = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(text: &str, lang: Lang) -> Vec<(String, String)> {
        match parse("方針.toml", text, lang) {
            Ok(_) => Vec::new(),
            Err(wrong) => wrong
                .complaints
                .into_iter()
                .map(|(span, what)| (text[span].to_owned(), what))
                .collect(),
        }
    }

    #[test]
    fn every_word_the_checker_knows_a_policy_takes_and_no_rule_is_forgotten() {
        let mut rules = 0;
        for (rule, words) in DOCUMENTS {
            for word in *words {
                let text = format!("[documents]\n{rule} = \"{word}\"\n");
                assert!(Policy::from_toml(&text).is_ok(), "{text}");
            }
            rules += 1;
        }
        let house = serde_json::to_value(Policy::default()).unwrap();
        assert_eq!(house["documents"].as_object().unwrap().len(), rules);
        assert_eq!(house["limits"].as_object().unwrap().len(), LIMITS.len());
        for (limit, _) in LIMITS {
            assert!(Policy::from_toml(&format!("[limits]\n{limit} = 1\n")).is_ok());
        }
        for method in METHODS {
            assert!(Policy::from_toml(&format!("[methods]\npdf = \"{method}\"\n")).is_ok());
        }
    }

    #[test]
    fn every_wrong_word_is_pointed_at_in_one_go() {
        let text = "[methods]\nxlxs = \"rebuild\"\nzip = \"pass\"\npdf = 1\n\
                    [document]\n[documents]\nlinks = \"wed\"\n[limits]\ndepth = \"5\"\nparts = -1\n";
        let told = complaints(text, Lang::En);
        let at: Vec<&str> = told.iter().map(|(at, _)| at.as_str()).collect();
        assert_eq!(
            at,
            [
                "xlxs", "\"pass\"", "1", "document", "\"wed\"", "\"5\"", "-1"
            ]
        );
        assert!(told[0].1.contains("did you mean \"xlsx\""), "{told:?}");
        assert!(told[4].1.contains("\"web\""), "{told:?}");
        let told = complaints(text, Lang::Ja);
        assert!(told.iter().all(|(_, what)| !what.is_ascii()), "{told:?}");
    }

    #[test]
    fn pictures_may_have_a_number_and_nothing_else_beside_it() {
        let told =
            |value: &str| complaints(&format!("[documents]\npictures = {value}\n"), Lang::En);
        for right in [
            "{ at-most = 480 }",
            "{ square = 480 }",
            "\"keep\"",
            "{ at-most = 20_000 }",
        ] {
            assert!(told(right).is_empty(), "{right}");
        }
        for wrong in [
            "{ at-most = 0 }",
            "{ at-most = \"480\" }",
            "{ at-least = 1 }",
            "{ at-most = 1, square = 1 }",
            "{}",
            "480",
        ] {
            assert_eq!(told(wrong).len(), 1, "{wrong}");
        }
    }

    #[test]
    fn what_is_no_toml_is_shown_where_it_breaks() {
        let told = complaints("[methods\nzip = \"hold\"\n", Lang::Ja);
        assert_eq!(told.len(), 1);
        assert!(told[0].1.starts_with("TOML"), "{told:?}");
        assert!(complaints("[methods]\nzip = \"hold\"\n", Lang::Ja).is_empty());
    }

    #[test]
    fn one_method_for_all_leaves_archives_archives() {
        let policy = all_by(Policy::default(), Treatment::Text);
        assert_eq!(policy.treatment(Kind::Zip), Treatment::Rebuild);
        assert_eq!(policy.treatment(Kind::Html), Treatment::Text);
        let held = all_by(Policy::default(), Treatment::Hold);
        assert_eq!(held.treatment(Kind::Zip), Treatment::Hold);
    }
}
