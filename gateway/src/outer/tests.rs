//! The whole process on a machine of one test: real mail in, real jails, a far side that opens seals.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ed25519_dalek::SigningKey;
use sekisho_platform::net::keys;
use sekisho_sanitizer::Seal;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpStream, UnixStream};
use uuid::Uuid;

use super::*;
use crate::delivery::{Outcome, OutcomeState};
use crate::link::directory::{Listing, Signed};
use crate::link::frame::{Down, UP_HEADER_MOST, Up, read_bundle, read_header, write_header};
use crate::queue::item::Envelope;

const PATIENCE: Duration = Duration::from_secs(40);

/// The process, on a runtime of its own so that nothing of it outlives it.
struct Node {
    runtime: tokio::runtime::Runtime,
    folder: tempfile::TempDir,
    running: tokio::task::JoinHandle<miette::Result<()>>,
    shutdown: Shutdown,
}

/// The sanitizer's two programs, built if they are not there.
fn programs() -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let folder = here.parent().and_then(Path::parent).unwrap().to_owned();
    if !["sanitize-read", "sanitize-write"]
        .iter()
        .all(|name| folder.join(name).exists())
    {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let built = Command::new(cargo)
            .args(["build", "-p", "sekisho-reader", "-p", "sekisho-writer"])
            .status();
        assert!(built.unwrap().success());
    }
    folder
}

fn inner_key() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

fn prepare(folder: &Path, rules: &str) {
    let programs = programs();
    let text = format!(
        r#"
        node = {{ name = "outer-1", crossing = "internet-lgwan" }}
        smtp = {{ listen = ["127.0.0.1:0"], hostname = "mx.yamabiko.example", domains = ["yamabiko.example"] }}
        spool = {{ folder = "data/spool", reserve = 0 }}
        ledger = {{ file = "data/ledger.redb" }}
        sanitizer = {{ reader = "{0}/sanitize-read", writer = "{0}/sanitize-write" }}
        rules = {{ file = "rules.toml" }}
        seal = {{ key = "keys/seal.key" }}
        link = {{ socket = "run/link.sock", inner_key = "keys/inner.pub", directory = "data/directory.json" }}
        control = {{ socket = "run/control.sock" }}
        "#,
        programs.display()
    );
    std::fs::create_dir_all(folder.join("keys")).unwrap();
    std::fs::write(folder.join("outer.toml"), text).unwrap();
    if !rules.is_empty() {
        std::fs::write(folder.join("rules.toml"), rules).unwrap();
    }
    keys::write_verifying(&folder.join("keys/inner.pub"), &inner_key().verifying_key()).unwrap();
}

impl Node {
    fn start(folder: tempfile::TempDir) -> Self {
        let settings: OuterConfig =
            sekisho_platform::config::load(&folder.path().join("outer.toml")).unwrap();
        let shutdown = Shutdown::new();
        let serving = serve(settings.anchored(folder.path()), shutdown.clone());
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let running = runtime.spawn(Box::pin(serving));
        Self {
            runtime,
            folder,
            running,
            shutdown,
        }
    }

    async fn new(rules: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path(), rules);
        let node = Self::start(folder);
        node.until("ready", |node| async move {
            node.ask(json!({"do": "status"})).await["ready"] == true
        })
        .await;
        node
    }

    async fn ask(&self, question: Value) -> Value {
        let socket = self.folder.path().join("run/control.sock");
        sekisho_platform::control::call(&socket, &question)
            .await
            .unwrap_or_default()
    }

    async fn until<'a, F: Future<Output = bool>>(
        &'a self,
        what: &str,
        look: impl Fn(&'a Self) -> F,
    ) {
        let waiting = async {
            while !look(self).await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, waiting).await;
        assert!(
            waited.is_ok(),
            "{what}: {}",
            self.ask(json!({"do": "ledger"})).await
        );
    }

    async fn reconciles(&self, wanted: [u64; 5]) {
        self.until(&format!("{wanted:?}"), |node| async move {
            let answer = node.ask(json!({"do": "reconcile"})).await;
            let names = ["accepted", "delivered", "held", "refused", "waiting"];
            names.map(|name| answer[name].as_u64().unwrap_or(u64::MAX)) == wanted
                && answer["difference"] == 0
        })
        .await;
    }

    async fn mail(&self, to: &str, content: &str) -> String {
        let status = self.ask(json!({"do": "status"})).await;
        let address = status["addresses"][0].as_str().unwrap().to_owned();
        let mut stream = BufReader::new(TcpStream::connect(address).await.unwrap());
        let content = format!("{content}\r\n.");
        let mut last = String::new();
        for line in [
            "",
            "EHLO client.example",
            "MAIL FROM:<kikaku@pref.example>",
            &format!("RCPT TO:<{to}>"),
            "DATA",
            &content,
        ] {
            if !line.is_empty() {
                stream
                    .write_all(format!("{line}\r\n").as_bytes())
                    .await
                    .unwrap();
            }
            loop {
                last.clear();
                stream.read_line(&mut last).await.unwrap();
                if last.as_bytes().get(3) != Some(&b'-') {
                    break;
                }
            }
            if last.starts_with(['4', '5']) {
                return last;
            }
        }
        last
    }

    async fn stop(self) -> tempfile::TempDir {
        self.shutdown.request();
        let ended = tokio::time::timeout(PATIENCE, self.running).await;
        ended.expect("it stops").unwrap().unwrap();
        let runtime = self.runtime;
        let over = tokio::task::spawn_blocking(move || runtime.shutdown_timeout(PATIENCE));
        over.await.unwrap();
        self.folder
    }
}

/// A far side that opens every seal and answers; `nobody@` has left.
#[derive(Clone, Default)]
struct Far {
    landed: Arc<Mutex<Vec<(Envelope, String)>>>,
}

impl Far {
    fn connect(&self, folder: &Path, version: u64) -> tokio::task::JoinHandle<()> {
        let (far, folder) = (self.clone(), folder.to_owned());
        tokio::spawn(async move {
            let key = keys::load_verifying(&folder.join("keys/seal.key.pub")).unwrap();
            let mut stream = UnixStream::connect(folder.join("run/link.sock"))
                .await
                .unwrap();
            let addresses =
                ["sato", "takahashi", "nobody"].map(|name| format!("{name}@yamabiko.example"));
            let issued = jiff::Timestamp::UNIX_EPOCH;
            let listing = Listing {
                v: version,
                issued,
                addresses: addresses.into(),
            };
            let signed = Signed::close(&listing, &inner_key());
            write_header(&mut stream, &Down::Directory { v: version, signed })
                .await
                .unwrap();
            while let Ok(Some(Up::Bundle { item, size })) =
                read_header(&mut stream, UP_HEADER_MOST).await
            {
                let bundle = read_bundle(&mut stream, size, 1 << 30).await.unwrap();
                let opened = Seal::open(&bundle, &key).unwrap();
                let envelope: Envelope = serde_json::from_value(opened.envelope).unwrap();
                assert_eq!(envelope.item, item);
                let state = |to: &String| {
                    if to.starts_with("nobody") {
                        OutcomeState::UnknownRecipient
                    } else {
                        OutcomeState::Delivered
                    }
                };
                let outcomes = envelope.to.iter();
                let outcomes = outcomes.map(|to| Outcome {
                    to: to.clone(),
                    state: state(to),
                });
                let down = Down::Done {
                    item,
                    outcomes: outcomes.collect(),
                };
                let record = String::from_utf8(opened.record.bytes().to_vec()).unwrap();
                far.landed.lock().unwrap().push((envelope, record));
                if write_header(&mut stream, &down).await.is_err() {
                    return;
                }
            }
        })
    }

    fn distinct(&self) -> usize {
        let landed = self.landed.lock().unwrap();
        landed
            .iter()
            .map(|(envelope, _)| envelope.item)
            .collect::<HashSet<Uuid>>()
            .len()
    }
}

async fn open(node: &Node, far: &Far) -> tokio::task::JoinHandle<()> {
    let link = far.connect(node.folder.path(), 1);
    node.until("the directory", |node| async move {
        node.ask(json!({"do": "status"})).await["directory"] == 1
    })
    .await;
    link
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_crosses_and_a_refusal_is_told_to_its_sender() {
    let node = Node::new("").await;
    assert!(
        node.mail("sato@yamabiko.example", "x")
            .await
            .starts_with("451 4.3.0"),
        "no directory yet"
    );
    let far = Far::default();
    let link = open(&node, &far).await;

    assert!(
        node.mail(
            "sato@yamabiko.example",
            "Subject: =?utf-8?b?5Zue6Kan?=\r\n\r\nhello"
        )
        .await
        .starts_with("250")
    );
    assert!(
        node.mail("nobody@yamabiko.example", "Subject: x\r\n\r\nhello")
            .await
            .starts_with("250")
    );
    node.reconciles([2, 1, 0, 1, 0]).await;

    let landed = far.landed.lock().unwrap().clone();
    let (envelope, record) = landed
        .iter()
        .find(|(envelope, _)| envelope.to == ["sato@yamabiko.example"])
        .unwrap();
    assert_eq!(
        (envelope.rule.as_str(), envelope.crossing.as_str()),
        ("import-mail", "internet-lgwan")
    );
    assert!(
        record.contains("回覧") && record.contains("hello"),
        "{record}"
    );
    assert!(
        envelope.received <= envelope.sanitized.unwrap() && envelope.sanitized <= envelope.sealed
    );

    let item = json!({"do": "ledger", "item": envelope.item});
    let told = node.ask(item).await;
    let stages: Vec<_> = told["items"][0]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["stage"].clone())
        .collect();
    assert_eq!(stages, ["received", "disarmed", "cleared", "delivered"]);
    let folder = node.stop().await;
    link.abort();

    let ledger = Ledger::open(&folder.path().join("data/ledger.redb")).unwrap();
    let notices = crate::delivery::bounce::Notices::new(ledger.store().clone());
    assert_eq!(notices.pending().unwrap(), 1);
    let key = keys::load_verifying(&folder.path().join("keys/seal.key.pub")).unwrap();
    let audit = ledger.verify_audit(&key).unwrap();
    assert_eq!(
        (audit.rows, audit.checkpoints >= 1),
        (2, true),
        "two decisions, signed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_the_link_outlives_the_process() {
    let node = Node::new("").await;
    let far = Far::default();
    let link = open(&node, &far).await;
    link.abort();
    let _ = link.await;
    for number in 0..20 {
        let content = format!("Subject: {number}\r\n\r\nhello");
        assert!(
            node.mail("sato@yamabiko.example", &content)
                .await
                .starts_with("250")
        );
    }
    node.reconciles([20, 0, 0, 0, 20]).await;
    let folder = node.stop().await;

    let node = Node::start(folder);
    let up = |node: &Node| node.folder.path().join("run/link.sock").exists();
    node.until("ready", |node| async move {
        up(node) && node.ask(json!({"do": "status"})).await["ready"] == true
    })
    .await;
    let link = far.connect(node.folder.path(), 1);
    node.reconciles([20, 20, 0, 0, 0]).await;
    assert_eq!(far.distinct(), 20);
    node.stop().await;
    link.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_hold_keep_away_and_refuse() {
    let rules = r#"
        [[rule]]
        id = "to-takahashi"
        to = ["takahashi@*"]
        action = "hold"
        approvers = ["section-head"]
        [[rule]]
        id = "to-nobody"
        to = ["nobody@*"]
        action = "refuse"
    "#;
    let node = Node::new(rules).await;
    let far = Far::default();
    let link = open(&node, &far).await;
    for name in ["sato", "takahashi", "nobody"] {
        let to = format!("{name}@yamabiko.example");
        assert!(
            node.mail(&to, "Subject: x\r\n\r\nhello")
                .await
                .starts_with("250")
        );
    }
    node.reconciles([3, 0, 2, 1, 0]).await;
    let held = node.ask(json!({"do": "held"})).await;
    let reasons: HashSet<_> = held["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["recipients"][0]["reason"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        reasons,
        HashSet::from(["no-rule".to_owned(), "to-takahashi".to_owned()])
    );
    assert_eq!(far.distinct(), 0, "nothing crossed");
    node.stop().await;
    link.abort();
}

#[test]
fn the_envelope_is_the_golden_one() {
    let golden: Value =
        serde_json::from_str(include_str!("../../../docs/wire/envelope.json")).unwrap();
    let envelope: Envelope = serde_json::from_value(golden.clone()).unwrap();
    assert_eq!(serde_json::to_value(&envelope).unwrap(), golden);
}

#[test]
fn a_wrong_setting_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path(), "");
    let file = folder.path().join("outer.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(
        &file,
        text.replace("domains = [\"yamabiko.example\"]", "domains = []"),
    )
    .unwrap();
    let error = sekisho_platform::config::load::<OuterConfig>(&file).unwrap_err();
    let shown = format!("{:?}", miette::Report::new(error));
    assert!(
        shown.contains("smtp.domains") && shown.contains("outer.toml"),
        "{shown}"
    );
}
