//! The table as data: what passes, what is held, what each row says for itself.

use sekisho_sanitizer::{PartReport, PartResult};

use super::*;

fn part(detected: &str, reason: Option<Reason>, members: Vec<PartReport>) -> PartReport {
    let result = match reason {
        Some(reason) => PartResult::Held { reason },
        None => PartResult::Clean {
            method: sekisho_ir::Method::Rebuild,
            kind: sekisho_ir::Kind::Xlsx,
            size: 1,
            digest: String::new(),
            file: 0,
        },
    };
    PartReport {
        index: 0,
        name: "a".into(),
        original_name: "a".into(),
        original_size: 1,
        original_digest: String::new(),
        detected: detected.into(),
        result,
        findings: Vec::new(),
        signatures: Vec::new(),
        members,
    }
}

fn decide(table: &Table, from: &str, report: &MailReport) -> (String, &'static str) {
    let to = ["sato@yamabiko.example".to_owned()];
    let subject = Subject {
        crossing: "internet-lgwan",
        from,
        to: &to,
        size: 4096,
        report,
    };
    let decision = table.decide(&subject);
    let lines = table.explain(&subject);
    assert_eq!(
        lines.last().unwrap().rule,
        decision.rule(),
        "the explanation ends where it was decided"
    );
    assert!(
        lines[..lines.len() - 1]
            .iter()
            .all(|line| line.fails.is_some())
    );
    (decision.rule().to_owned(), decision.action().code())
}

#[test]
fn the_preset_lets_pass_what_was_read_and_keeps_away_what_broke_the_reader() {
    let table = Table::preset().unwrap();
    let whole = MailReport::default();
    assert_eq!(
        decide(&table, "a@b", &whole),
        ("import-mail".into(), "pass")
    );
    let broken = MailReport {
        held: Some(Reason::Crashed),
        ..MailReport::default()
    };
    assert_eq!(
        decide(&table, "a@b", &broken),
        ("unreadable-quarantine".into(), "quarantine")
    );
    let partly = MailReport {
        parts: vec![part("zip", Some(Reason::PasswordLocked), Vec::new())],
        ..MailReport::default()
    };
    assert_eq!(
        decide(&table, "a@b", &partly),
        ("import-mail".into(), "pass")
    );
}

#[test]
fn the_first_row_that_matches_decides_and_an_unmatched_mail_is_held() {
    let table = Table::parse(
        "rules.toml",
        r#"
        [[rule]]
        id = "junk"
        from = ["*@junk.example", ""]
        action = "refuse"
        [[rule]]
        id = "archives-from-outside"
        part_kind = ["zip"]
        action = "hold"
        approvers = ["section-head"]
        [[rule]]
        id = "prefecture"
        crossing = ["internet-lgwan"]
        from = ["*@pref.example"]
        action = "pass"
        "#,
    )
    .unwrap();
    let plain = MailReport::default();
    let inner = part("zip", None, Vec::new());
    let archive = MailReport {
        parts: vec![part("message", None, vec![inner])],
        ..MailReport::default()
    };
    assert_eq!(
        decide(&table, "x@JUNK.example", &archive),
        ("junk".into(), "refuse")
    );
    assert_eq!(decide(&table, "", &plain), ("junk".into(), "refuse"));
    assert_eq!(
        decide(&table, "k@pref.example", &archive).0,
        "archives-from-outside"
    );
    assert_eq!(
        decide(&table, "k@pref.example", &plain),
        ("prefecture".into(), "pass")
    );
    assert_eq!(
        decide(&table, "k@city.example", &plain),
        ("no-rule".into(), "hold")
    );
}

#[test]
fn an_explanation_names_the_condition_that_failed() {
    let table = Table::preset().unwrap();
    let (to, report) = (["a@b".to_owned()], MailReport::default());
    let subject = Subject {
        crossing: "internet-lgwan",
        from: "c@d",
        to: &to,
        size: 1,
        report: &report,
    };
    assert_eq!(
        table.explain(&subject),
        [
            Line {
                rule: "unreadable-quarantine",
                fails: Some("unreadable")
            },
            Line {
                rule: "import-mail",
                fails: None
            },
        ]
    );
}

#[test]
fn a_table_that_cannot_mean_what_it_says_is_refused_when_it_is_read() {
    for (text, says) in [
        (
            "[[rule]]\nid = \"a\"\naction = \"pass\"\n[[rule]]\nid = \"b\"\naction = \"refuse\"\n",
            "nothing reaches `b`",
        ),
        (
            "[[rule]]\nid = \"a\"\nfrom = [\"x\"]\naction = \"pass\"\n[[rule]]\nid = \"a\"\naction = \"pass\"\n",
            "used twice",
        ),
        (
            "[[rule]]\nid = \"a\"\naction = \"let-through\"\n",
            "let-through",
        ),
        (
            "[[rule]]\nid = \"a\"\nsender = [\"x\"]\naction = \"pass\"\n",
            "sender",
        ),
        (
            "[[rule]]\nid = \"a\"\nunreadable = [\"bored\"]\naction = \"pass\"\n",
            "bored",
        ),
        ("[[rule]]\naction = \"pass\"\n", "id"),
    ] {
        let error = Table::parse("rules.toml", text).unwrap_err();
        assert!(
            error.to_string().contains(says),
            "{error} should name {says}"
        );
    }
}
