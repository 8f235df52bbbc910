//! Hostile PDFs, each way of theirs in every coat: written anew without what it brought, or held with a reason.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use sekisho_sanitizer::{Kind, Policy, Reason, Sanitizer, Untrusted};
use tests::pdf::draft::WORDS;
use tests::pdf::techniques::{self, CANARY, Technique, Want};
use tests::pdf::{Disguise, findings, holds};

#[derive(Default)]
struct Seen {
    written: usize,
    held: BTreeMap<&'static str, Vec<String>>,
    bad: Vec<String>,
}

#[test]
fn no_hostile_pdf_acts_when_it_comes_out() {
    let sanitizer = tests::corpus::sanitizer();
    let cases: Vec<(Technique, Disguise)> = techniques::all()
        .flat_map(|technique| technique.coats().iter().map(move |coat| (technique, *coat)))
        .collect();
    assert!(cases.len() >= 40 * 5, "{}", cases.len());
    let next = AtomicUsize::new(0);
    let seen = Mutex::new(Seen::default());
    let work = || {
        while let Some((technique, disguise)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            one(sanitizer, technique, *disguise, &seen);
        }
    };
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let Seen {
        written,
        held,
        mut bad,
    } = seen.into_inner().unwrap();
    bad.sort();
    eprintln!(
        "{} hostile PDFs: {} techniques in {} coats; {written} written anew, held {:#?}",
        cases.len(),
        techniques::all().count(),
        Disguise::ALL.len(),
        held
    );
    assert!(bad.is_empty(), "{bad:#?}");
}

fn one(sanitizer: &Sanitizer, technique: &Technique, disguise: Disguise, seen: &Mutex<Seen>) {
    let name = format!("{} ({disguise:?})", technique.name);
    let bytes = disguise.dress(&technique.draft());
    if let Some(folder) = std::env::var_os("SEKISHO_KEEP") {
        let file = std::path::Path::new(&folder).join(format!("{name}.pdf"));
        std::fs::write(file, &bytes).unwrap();
    }
    let input = Untrusted::new(bytes);
    let done = sanitizer.file("shiryo.pdf", input, &Policy::default());
    let mut bad = Vec::new();
    let mut say = |what: String| bad.push(format!("{name}: {what}"));
    let reason = done.report.result.reason();
    if let Some(file) = &done.file {
        let bytes = file.bytes();
        if file.kind() != Kind::Pdf {
            say(format!("came out as {}", file.kind()));
        }
        for finding in findings(bytes) {
            say(finding);
        }
        if holds(bytes, CANARY) {
            say("what it brought is in the output".to_owned());
        }
        if technique.want == Want::Written && !words(bytes).contains(WORDS) {
            say(format!("its words are lost: {:?}", words(bytes)));
        }
    } else {
        let ours = [
            Reason::Crashed,
            Reason::WriterRefused,
            Reason::RecheckFailed,
            Reason::ForbiddenCall,
        ];
        match reason {
            None => say("neither clean nor held".to_owned()),
            Some(reason) if ours.contains(&reason) => say(format!("held: {reason}")),
            Some(reason) if technique.want == Want::Written => {
                say(format!("held, and can be read: {reason}"));
            }
            Some(_) => {}
        }
    }
    let mut seen = seen.lock().unwrap();
    seen.written += usize::from(done.file.is_some());
    if let Some(reason) = reason {
        seen.held.entry(reason.code()).or_default().push(name);
    }
    seen.bad.extend(bad);
}

/// The words of a PDF, as lopdf reads them by its own tables.
fn words(bytes: &[u8]) -> String {
    let document = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap_or_default()
}
