//! Every mail of the corpora over the whole road: delivered, or held with a reason; none lost.

use std::path::{Path, PathBuf};

use tests::post::send_raw;
use tests::world::World;

fn mails(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "eml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Every line end becomes CRLF, as a client's must be on the wire.
fn on_the_wire(mail: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(mail.len() + mail.len() / 40);
    let mut rest = mail.iter().peekable();
    while let Some(&byte) = rest.next() {
        match byte {
            b'\r' => {
                if rest.peek() == Some(&&b'\n') {
                    rest.next();
                }
                out.extend_from_slice(b"\r\n");
            }
            b'\n' => out.extend_from_slice(b"\r\n"),
            other => out.push(other),
        }
    }
    out
}

#[test]
fn every_mail_of_the_corpora_is_delivered_or_held() {
    let root = tests::tree::root();
    let own = mails(&root.join("tests/corpus/mail"));
    assert!(!own.is_empty(), "the project's own mails are in the tree");
    let shared = mails(&root.join("../shared/corpus/mail"));
    if shared.is_empty() {
        eprintln!(
            "SKIPPED: no shared corpus beside the checkout; only our own {} mails",
            own.len()
        );
    }
    let world = World::start();
    let mut accepted = 0;
    for path in own.iter().chain(&shared) {
        let mail = on_the_wire(&std::fs::read(path).unwrap());
        let to = ["sato@yamabiko.example"];
        match send_raw(&world.smtp, "corpus@example.jp", &to, &mail) {
            Ok(()) => accepted += 1,
            Err(why) => panic!("{}: {why}", path.display()),
        }
    }
    let report = world.settled(accepted);
    eprintln!("{accepted} mails of the corpora: {report}");
    assert_eq!(report["accepted"], accepted, "{report}");
    assert_eq!(report["difference"], 0, "{report}");
    assert_eq!(
        report["delivered"].as_u64().unwrap() + report["held"].as_u64().unwrap(),
        accepted,
        "{report}"
    );
}
