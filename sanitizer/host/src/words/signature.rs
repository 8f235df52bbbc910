//! A signature in one sentence: who, when, how much of the document, whether it was changed, what the certificate is
//! worth. 「電子署名: 山田太郎（株式会社やまびこ商会）、2026年4月1日 10:02、文書全体、改変なし、証明書は信頼できる発行元」

use sekisho_ir::signature::{Clock, Coverage, Integrity, Signatory, Signature, Trust};

use super::{Both, Lang, both};

/// Japan's clock: nine hours before Greenwich's, all year.
const JAPAN: i64 = 9 * 3_600;

/// One signature, without the full stop.
pub fn signature_phrase(signature: &Signature, lang: Lang) -> String {
    let sort = match signature.signatory {
        Signatory::Signer => both("電子署名", "Digital signature"),
        Signatory::TimeStamp => both("タイムスタンプ", "Time stamp"),
    };
    let mut said = vec![who(signature, lang)];
    if let Some(at) = signature.at {
        said.push(when(at, signature.clock, lang));
    }
    said.push(coverage(signature.coverage).lang(lang).to_owned());
    said.push(integrity(signature.integrity).lang(lang).to_owned());
    if signature.weak {
        let weak = both(
            "偽造に弱い古い方式（SHA-1）",
            "by an old method that can be forged (SHA-1)",
        );
        said.push(weak.lang(lang).to_owned());
    }
    said.push(worth(signature, lang));
    match lang {
        Lang::Ja => format!("{}: {}", sort.ja, said.join("、")),
        Lang::En => format!("{}: {}", sort.en, said.join(", ")),
    }
}

/// All signatures of a part as sentences; the last says that the new file has none.
pub fn signature_sentences(signatures: &[Signature], lang: Lang) -> Vec<String> {
    let end = if lang == Lang::Ja { "。" } else { "." };
    let mut told: Vec<String> = signatures
        .iter()
        .map(|one| format!("{}{end}", signature_phrase(one, lang)))
        .collect();
    if !told.is_empty() {
        let gone = both(
            "作り直したファイルに署名は引き継がれません。署名そのものが必要なときは、元のファイルを保管している担当へご相談ください。",
            "The new file carries no signature. Where the signature itself is needed, ask those who keep the original.",
        );
        told.push(gone.lang(lang).to_owned());
    }
    told
}

fn who(signature: &Signature, lang: Lang) -> String {
    let name = match (signature.name.as_str(), signature.organisation.as_str()) {
        ("", "") => {
            return both("署名者の名前なし", "signer not named")
                .lang(lang)
                .to_owned();
        }
        ("", organisation) => return organisation.to_owned(),
        (name, "") => return name.to_owned(),
        pair => pair,
    };
    match lang {
        Lang::Ja => format!("{}（{}）", name.0, name.1),
        Lang::En => format!("{} ({})", name.0, name.1),
    }
}

fn coverage(coverage: Coverage) -> Both {
    match coverage {
        Coverage::Whole => both("文書全体", "the whole document"),
        Coverage::BeforeAnother => both(
            "署名した時点の文書全体（あとの追記は別の署名の対象）",
            "the whole document as it was then (what was added later is covered by another signature)",
        ),
        Coverage::AddedTo => both(
            "署名のあとに追記あり（追記は署名の対象外）",
            "something was added afterwards that it does not cover",
        ),
        Coverage::Part => both(
            "文書の一部だけが対象（偽装のおそれがあります）",
            "only a part of the document is covered (it may be a forgery)",
        ),
    }
}

fn integrity(integrity: Integrity) -> Both {
    match integrity {
        Integrity::Intact => both("改変なし", "unchanged"),
        Integrity::Broken => both(
            "署名のあとに改変されています",
            "CHANGED after it was signed",
        ),
        Integrity::Unknown => both(
            "改変の有無を確かめられません",
            "whether it was changed cannot be told",
        ),
    }
}

fn worth(signature: &Signature, lang: Lang) -> String {
    let told = match signature.trust {
        Trust::Trusted => both(
            "証明書は信頼できる発行元",
            "certificate of a trusted issuer",
        ),
        Trust::Expired => both(
            "署名した時点で証明書が有効期間外",
            "certificate not valid at the time of signing",
        ),
        Trust::Unknown => both(
            "証明書の発行元を確かめられません",
            "issuer of the certificate not known here",
        ),
    };
    let mut more = Vec::new();
    if !signature.issuer.is_empty() {
        more.push(signature.issuer.clone());
    }
    if let Some(until) = signature.valid_until {
        let day = day(until, lang);
        more.push(match lang {
            Lang::Ja => format!("期限{day}"),
            Lang::En => format!("valid until {day}"),
        });
    }
    let told = told.lang(lang);
    match (more.is_empty(), lang) {
        (true, _) => told.to_owned(),
        (false, Lang::Ja) => format!("{told}（{}）", more.join("、")),
        (false, Lang::En) => format!("{told} ({})", more.join(", ")),
    }
}

fn when(at: i64, clock: Clock, lang: Lang) -> String {
    let seconds = at.saturating_add(JAPAN).rem_euclid(86_400);
    let time = format!("{:02}:{:02}", seconds / 3_600, seconds / 60 % 60);
    let day = day(at, lang);
    match (clock, lang) {
        (Clock::Signer, Lang::Ja) => format!("{day} {time}（署名者の申告）"),
        (Clock::TimeStamp, Lang::Ja) => format!("{day} {time}（タイムスタンプで確認）"),
        (Clock::Signer, Lang::En) => format!("{day} {time} Japan time (as the signer says)"),
        (Clock::TimeStamp, Lang::En) => format!("{day} {time} Japan time (time-stamped)"),
    }
}

/// A day in Japan; the Gregorian calendar, its years counted from March.
fn day(at: i64, lang: Lang) -> String {
    let days = at
        .saturating_add(JAPAN)
        .div_euclid(86_400)
        .saturating_add(719_468);
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year
        .saturating_add(era.saturating_mul(400))
        .saturating_add(i64::from(month <= 2));
    match lang {
        Lang::Ja => format!("{year}年{month}月{day}日"),
        Lang::En => format!("{year}-{month:02}-{day:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Signature {
        Signature {
            signatory: Signatory::Signer,
            name: "山田太郎".into(),
            organisation: "株式会社やまびこ商会".into(),
            issuer: "試験認証局".into(),
            at: Some(1_775_005_320),
            clock: Clock::Signer,
            valid_until: Some(1_893_456_000),
            coverage: Coverage::Whole,
            integrity: Integrity::Intact,
            trust: Trust::Trusted,
            weak: false,
        }
    }

    #[test]
    fn a_signature_is_told_as_a_clerk_would_read_it() {
        assert_eq!(
            signature_phrase(&good(), Lang::Ja),
            "電子署名: 山田太郎（株式会社やまびこ商会）、2026年4月1日 10:02（署名者の申告）、文書全体、改変なし、\
             証明書は信頼できる発行元（試験認証局、期限2030年1月1日）"
        );
        assert_eq!(
            signature_phrase(&good(), Lang::En),
            "Digital signature: 山田太郎 (株式会社やまびこ商会), 2026-04-01 10:02 Japan time (as the signer says), \
             the whole document, unchanged, certificate of a trusted issuer (試験認証局, valid until 2030-01-01)"
        );
    }

    #[test]
    fn what_is_wrong_is_said_and_no_fact_reads_like_another() {
        let mut told = std::collections::BTreeSet::new();
        for lang in [Lang::Ja, Lang::En] {
            for integrity in Integrity::ALL {
                for coverage in Coverage::ALL {
                    for trust in Trust::ALL {
                        let one = Signature {
                            integrity: *integrity,
                            coverage: *coverage,
                            trust: *trust,
                            ..good()
                        };
                        assert!(told.insert(signature_phrase(&one, lang)));
                    }
                }
            }
        }
        let broken = Signature {
            integrity: Integrity::Broken,
            ..good()
        };
        assert!(signature_phrase(&broken, Lang::Ja).contains("改変されています"));
        let sentences = signature_sentences(&[broken], Lang::Ja);
        assert!(sentences[1].contains("引き継がれません"));
        assert!(signature_sentences(&[], Lang::Ja).is_empty());
    }

    #[test]
    fn days_are_right_at_the_edges_of_years() {
        assert_eq!(day(0, Lang::En), "1970-01-01");
        assert_eq!(day(951_782_400, Lang::En), "2000-02-29");
        assert_eq!(day(1_767_193_199, Lang::En), "2025-12-31");
        assert_eq!(day(1_767_193_200, Lang::En), "2026-01-01");
    }
}
