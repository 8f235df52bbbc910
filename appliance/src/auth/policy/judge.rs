//! Whether a password is good enough: a pure function of the password, the policy, and what everybody knows about its
//! owner.

use super::model::Policy;
use crate::auth::password::normal;
use crate::org::{Organisation, Staff};
use crate::text::fold::fold;
use wana_kana::ConvertJapanese;
use zxcvbn::zxcvbn;

/// Fewer guesses than this are too few (as a power of ten): what somebody with a stolen hash and some days gets through.
const GUESSES: f64 = 10.0;

/// The same for passwords of fewer than twelve characters, where a policy lets them be so short: no eight characters,
/// however wild, can be more.
const GUESSES_SHORT: f64 = 8.0;

/// What is left of a password once all names are taken out of it must withstand this much by itself.
const GUESSES_REST: f64 = 6.0;

/// The words of our own world that everybody tries first.
const HOUSE: &[&str] = &[
    "sekisho",
    "関所",
    "せきしょ",
    "shiyakusho",
    "yakuba",
    "kencho",
    "kencyou",
    "soumu",
    "pasuwado",
    "password",
    "himitsu",
    "kaigishitsu",
    "konnichiwa",
    "ohayou",
    "arigatou",
    "nihon",
    "nippon",
    "reiwa",
    "heisei",
    "showa",
    "sakura",
    "fujisan",
    "lgwan",
    "パスワード",
    "こんにちは",
    "ありがとう",
];

/// What is wrong with a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Complaint {
    /// The two that were typed differ.
    Differ,
    /// Fewer characters than this.
    Short(u8),
    /// More than anybody types.
    Long,
    /// Fewer kinds of characters than this.
    Kinds(u8),
    /// Among the first to be guessed.
    Guessable,
    /// Made of the person's, the town's or the house's own names.
    Own,
    /// One of the person's last passwords.
    Former,
}

/// What everybody knows about the owner of a password.
#[derive(Clone, Debug, Default)]
pub(crate) struct About(Vec<String>);

impl About {
    /// The names of a person and of where they work, in kanji, kana and the spellings of romaji.
    pub(crate) fn of(person: &Staff, organisation: Option<&Organisation>) -> Self {
        let mut words = Vec::new();
        let mut add = |text: &str| {
            for word in text.split(|c: char| !c.is_alphanumeric()) {
                words.push(fold(word));
                words.extend(spellings(&fold(word)));
            }
        };
        add(person.login.as_str());
        add(person.name.as_str());
        add(person.yomi.as_str());
        add(person.address.as_str());
        if let Some(organisation) = organisation {
            add(&organisation.name);
            add(organisation.name.trim_end_matches(['市', '町', '村', '県']));
            add(&organisation.domain);
        }
        Self::words(words)
    }

    /// The longest first, so that none hides behind a part of itself. Two letters of romaji are no name yet.
    fn words(mut words: Vec<String>) -> Self {
        words.retain(|word| {
            let least = if word.is_ascii() { 3 } else { 2 };
            word.chars().count() >= least
        });
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.dedup();
        Self(words)
    }
}

/// How kana are written in romaji: by Hepburn and by the school's way, with long vowels written out or not.
fn spellings(kana: &str) -> Vec<String> {
    let hepburn = kana.to_romaji();
    let mut school = hepburn.clone();
    for (from, to) in [
        ("shi", "si"),
        ("chi", "ti"),
        ("tsu", "tu"),
        ("fu", "hu"),
        ("ji", "zi"),
        ("sh", "sy"),
        ("ch", "ty"),
        ("j", "zy"),
    ] {
        school = school.replace(from, to);
    }
    let short = |long: &str| {
        long.replace("ou", "o")
            .replace("oo", "o")
            .replace("uu", "u")
    };
    vec![short(&hepburn), short(&school), hepburn, school]
}

/// Judges a new password. Whether it is a former one is not known here.
pub(crate) fn judge(policy: Policy, password: &str, about: &About) -> Result<(), Complaint> {
    let password = normal(password);
    let length = password.chars().count();
    if length < usize::from(policy.least()) {
        return Err(Complaint::Short(policy.least()));
    }
    if length > Policy::MOST {
        return Err(Complaint::Long);
    }
    if kinds(&password) < policy.kinds() {
        return Err(Complaint::Kinds(policy.kinds()));
    }
    // Kana are compared as hiragana, so that a name is found in whatever kana it is typed.
    let folded = fold(&password);
    let guesses = |password: &str| zxcvbn(password, HOUSE).guesses_log10();
    let enough = if length < 12 { GUESSES_SHORT } else { GUESSES };
    if guesses(&password).min(guesses(&folded)) < enough {
        return Err(Complaint::Guessable);
    }
    // Two or three known words in a row are still known words.
    let names = about.0.iter().map(String::as_str);
    let foreign = taken_out(&folded, names);
    let rest = taken_out(&foreign, HOUSE.iter().copied());
    if rest == folded || guesses(&rest) >= GUESSES_REST {
        Ok(())
    } else if foreign == folded {
        Err(Complaint::Guessable)
    } else {
        Err(Complaint::Own)
    }
}

/// What is left of a folded password without some words.
fn taken_out<'a>(folded: &str, words: impl Iterator<Item = &'a str>) -> String {
    words.fold(folded.to_owned(), |rest, word| rest.replace(word, ""))
}

/// How many of small letters, capitals, digits and anything else are in it.
fn kinds(password: &str) -> u8 {
    let has = |kind: fn(char) -> bool| u8::from(password.chars().any(kind));
    has(|c| c.is_ascii_lowercase())
        + has(|c| c.is_ascii_uppercase())
        + has(|c| c.is_ascii_digit())
        + has(|c| !c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sato() -> About {
        let names = [
            "佐藤",
            "美咲",
            "さとう",
            "みさき",
            "sato",
            "yamabiko",
            "やまびこ",
        ];
        let mut words: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        words.extend(names.iter().flat_map(|name| spellings(name)));
        About::words(words)
    }

    fn modern(password: &str) -> Result<(), Complaint> {
        judge(Policy::MODERN, password, &sato())
    }

    #[test]
    fn a_few_words_in_a_row_are_good_and_so_is_japanese() {
        for good in [
            "asa-no-tori-no-koe",
            "kawa wa migi, yama wa hidari",
            "山びこの朝は鳥の声で始まるらしい",
            "Tr0ub4dor&3-kirin-99",
        ] {
            assert_eq!(modern(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for (bad, why) in [
            ("asanotori", Complaint::Short(15)),
            ("passwordpassword", Complaint::Guessable),
            ("password12345678", Complaint::Guessable),
            ("P@ssw0rdP@ssw0rd", Complaint::Guessable),
            ("aaaaaaaaaaaaaaaaaa", Complaint::Guessable),
            ("012345678901234567", Complaint::Guessable),
            ("qwertyuiopasdfgh", Complaint::Guessable),
            ("1qaz2wsx3edc4rfv", Complaint::Guessable),
            ("abcdefghijklmnop", Complaint::Guessable),
        ] {
            assert_eq!(modern(bad), Err(why), "{bad}");
        }
        let endless = "あの山".repeat(100);
        assert_eq!(modern(&endless), Err(Complaint::Long));
    }

    #[test]
    fn ones_own_names_are_no_secret_in_any_spelling() {
        for own in [
            "satomisaki20261120",
            "SatouMisaki2026!",
            "yamabiko-sato-2026",
            "さとうみさきさとうみさきさとう",
            "サトウミサキサトウミサキサトウ",
            "佐藤美咲佐藤美咲佐藤美咲佐藤美咲",
            "sekisho-yamabiko-2026",
        ] {
            assert!(
                matches!(modern(own), Err(Complaint::Own | Complaint::Guessable)),
                "{own}: {:?}",
                modern(own)
            );
        }
        assert_eq!(modern("satomisaki20261120"), Err(Complaint::Own));
    }

    #[test]
    fn width_and_composition_of_characters_make_no_difference() {
        assert_eq!(
            modern("ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ"),
            Err(Complaint::Guessable)
        );
        let school = Policy::new(8, 3, 0, 0).expect("a policy");
        let about = About::default();
        assert_eq!(
            judge(school, "kirin-to-zou", &about),
            Err(Complaint::Kinds(3))
        );
        assert_eq!(judge(school, "Kirin-to-zou7", &about), Ok(()));
        assert_eq!(judge(school, "Ki7", &about), Err(Complaint::Short(8)));
    }

    #[test]
    fn a_reading_is_known_by_every_spelling_of_romaji() {
        let of = |kana: &str| spellings(kana);
        assert!(of("しょうじ").iter().any(|word| word == "shoji"));
        assert!(of("しょうじ").iter().any(|word| word == "syouzi"));
        assert!(of("おおつか").iter().any(|word| word == "otsuka"));
        assert!(of("つちや").iter().any(|word| word == "tutiya"));
    }
}
