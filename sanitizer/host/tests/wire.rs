//! The forms that other programs and later versions must read, pinned by golden files in `docs/wire`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fall over"
)]

use sekisho_sanitizer::{
    Code, Finding, Kind, MailReport, Method, PartReport, PartResult, Reason, SealHeader, SealedPart,
};

const REPORT: &str = include_str!("../../../docs/wire/report.json");
const HEADER: &str = include_str!("../../../docs/wire/seal-header.json");

fn report() -> MailReport {
    let member = PartReport {
        index: 0,
        name: "図面.jww".into(),
        original_name: "図面.jww".into(),
        original_size: 52_104,
        original_digest: "33".repeat(32),
        detected: "jww".into(),
        result: PartResult::Held {
            reason: Reason::UnsupportedType,
        },
        findings: Vec::new(),
        signatures: Vec::new(),
        members: Vec::new(),
    };
    let workbook = PartReport {
        index: 0,
        name: "見積.xlsx".into(),
        original_name: "見積.xlsm".into(),
        original_size: 81_920,
        original_digest: "11".repeat(32),
        detected: "xlsm".into(),
        result: PartResult::Clean {
            method: Method::Rebuild,
            kind: Kind::Xlsx,
            size: 20_480,
            digest: "aa".repeat(32),
            file: 0,
        },
        findings: vec![
            Finding::new(Code::MacroRemoved, 2)
                .at("ThisWorkbook")
                .at("計算"),
            Finding::new(Code::ExternalLinkRemoved, 1),
            Finding::new(Code::FormulasKept, 148),
            Finding::new(Code::PrintAreaKept, 1),
            Finding::new(Code::ExtensionChanged, 1).at("見積.xlsm"),
        ],
        signatures: Vec::new(),
        members: Vec::new(),
    };
    let archive = PartReport {
        index: 1,
        name: "資料.zip".into(),
        original_name: "資料.zip".into(),
        original_size: 409_600,
        original_digest: "22".repeat(32),
        detected: "zip".into(),
        result: PartResult::Held {
            reason: Reason::PasswordLocked,
        },
        findings: Vec::new(),
        signatures: Vec::new(),
        members: vec![member],
    };
    MailReport {
        held: None,
        findings: vec![Finding::new(Code::RemoteContentRemoved, 3)],
        unrepresented: 0,
        parts: vec![workbook, archive],
    }
}

fn header() -> SealHeader {
    let part = |file, kind, size, digest: &str| SealedPart {
        file,
        kind,
        size,
        digest: digest.repeat(32),
    };
    SealHeader {
        v: 1,
        engine: "sekisho/0.1.0".into(),
        policy: "55".repeat(32),
        report: report(),
        envelope: serde_json::json!({"v": 1, "crossing": "internet-lgwan"}),
        files: 2,
        parts: vec![
            part(None, Kind::Json, 512, "bb"),
            part(Some(0), Kind::Xlsx, 20_480, "aa"),
        ],
    }
}

#[test]
fn a_report_is_spelled_as_agreed() {
    let golden: serde_json::Value = serde_json::from_str(REPORT).unwrap();
    let ours = serde_json::to_value(report()).unwrap();
    assert_eq!(
        ours,
        golden,
        "{}",
        serde_json::to_string_pretty(&ours).unwrap()
    );
    assert_eq!(
        serde_json::from_str::<MailReport>(REPORT).unwrap(),
        report()
    );
}

#[test]
fn a_seals_header_is_spelled_as_agreed() {
    let golden: serde_json::Value = serde_json::from_str(HEADER).unwrap();
    let ours = serde_json::to_value(header()).unwrap();
    assert_eq!(
        ours,
        golden,
        "{}",
        serde_json::to_string_pretty(&ours).unwrap()
    );
    assert_eq!(
        serde_json::from_str::<SealHeader>(HEADER).unwrap(),
        header()
    );
}

#[test]
fn a_report_counts_what_is_held() {
    let report = report();
    assert!(!report.is_whole());
    assert_eq!(report.held_parts(), 1);
    assert_eq!(report.parts.iter().flat_map(PartReport::walk).count(), 3);
}
