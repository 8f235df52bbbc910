//! Stories over real sockets: a client speaks, and what it was told is held against what lies in the spool.

use std::sync::Arc;
use std::time::Duration;

use sekisho_platform::clock::SystemClock;
use sekisho_platform::disk::SimDisk;
use sekisho_platform::id::SystemIds;
use sekisho_platform::store::Store;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, TlsConnector};
use tokio_util::sync::CancellationToken;

use super::connection::Desk;
use super::listener;
use super::session::House;
use crate::intake::directory::Directory;
use crate::intake::reception::Reception;
use crate::ledger::Ledger;
use crate::outer::config::SmtpLimits;
use crate::queue::Queue;
use crate::spool::{Original, Spool, SpoolSettings};

/// A house with its door open, on a disk that can be filled.
struct Town {
    address: std::net::SocketAddr,
    spool: Arc<Spool>,
    disk: SimDisk,
    ledger: Ledger,
    stop: CancellationToken,
    _folder: tempfile::TempDir,
}

async fn town(limits: SmtpLimits) -> Town {
    town_with(limits, None).await
}

async fn town_with(limits: SmtpLimits, tls: Option<TlsAcceptor>) -> Town {
    let folder = tempfile::tempdir().unwrap();
    let directory = Directory::open(&folder.path().join("directory.json")).unwrap();
    let known = ["sato", "takahashi"].map(|name| format!("{name}@yamabiko.example"));
    directory.replace(1, &known).unwrap();
    let disk = SimDisk::new();
    let settings = SpoolSettings {
        folder: folder.path().join("spool"),
        segment: 4 << 20,
        in_memory: limits.in_memory,
        reserve: 0,
    };
    let spool = Arc::new(Spool::on(settings, Arc::new(disk.clone())).unwrap());
    let clock = Arc::new(SystemClock::new());
    let ledger = Ledger::on(Store::memory()).unwrap();
    let stop = CancellationToken::new();
    let desk = Desk {
        house: Arc::new(House {
            hostname: "mx.yamabiko.example".into(),
            domains: vec!["yamabiko.example".into()],
            postmaster: None,
            tls: tls.is_some(),
            directory,
            limits,
        }),
        tls,
        reception: Reception {
            spool: Arc::clone(&spool),
            queue: Arc::new(Queue::new(clock.clone())),
            ledger: ledger.clone(),
            clock: clock.clone(),
            ids: Arc::new(SystemIds),
        },
        clock,
        node: "outer-1".into(),
        stop: stop.clone(),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(listener::serve(vec![listener], Arc::new(desk)));
    Town {
        address,
        spool,
        disk,
        ledger,
        stop,
        _folder: folder,
    }
}

impl Town {
    fn kept(&self) -> Vec<Original> {
        let mut places = Vec::new();
        self.spool.replay(|place, _| places.push(place)).unwrap();
        places
            .into_iter()
            .map(|place| self.spool.read(place).unwrap())
            .collect()
    }

    fn bodies(&self) -> Vec<String> {
        let text = |original: Original| String::from_utf8(original.content.to_vec()).unwrap();
        self.kept().into_iter().map(text).collect()
    }

    async fn client(&self) -> Client<TcpStream> {
        let mut client = Client::on(TcpStream::connect(self.address).await.unwrap());
        assert!(client.heard().await.starts_with("220 mx.yamabiko.example"));
        client
    }
}

struct Client<S> {
    stream: BufReader<S>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    fn on(stream: S) -> Self {
        Self {
            stream: BufReader::new(stream),
        }
    }

    async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    /// One whole reply; empty when the server has closed.
    async fn heard(&mut self) -> String {
        let mut reply = String::new();
        loop {
            let mut line = String::new();
            let read = self.stream.read_line(&mut line);
            match tokio::time::timeout(Duration::from_secs(20), read)
                .await
                .expect("no answer")
            {
                Ok(0) | Err(_) => return reply,
                Ok(_) => {}
            }
            reply.push_str(&line);
            if line.as_bytes().get(3) != Some(&b'-') {
                return reply;
            }
        }
    }

    async fn say(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n")).await;
        self.heard().await
    }

    async fn expect(&mut self, pairs: &[(&str, &str)]) {
        for (line, begins) in pairs {
            let heard = self.say(line).await;
            assert!(heard.starts_with(begins), "{line}: {heard}");
        }
    }

    /// Announces a mail to 佐藤, up to but without DATA.
    async fn announce(&mut self) {
        self.expect(&[
            ("EHLO client.example", "250"),
            ("MAIL FROM:<kikaku@pref.example>", "250"),
            ("RCPT TO:<sato@yamabiko.example>", "250"),
        ])
        .await;
    }

    async fn mail(&mut self, content: &str) -> String {
        self.announce().await;
        self.expect(&[("DATA", "354")]).await;
        self.send(format!("{content}\r\n.\r\n")).await;
        self.heard().await
    }
}

#[tokio::test]
async fn what_is_acknowledged_lies_in_the_spool_dot_for_dot() {
    let town = town(SmtpLimits::default()).await;
    let mut client = town.client().await;
    assert!(
        client
            .mail("Subject: x\r\n\r\n..dot\r\n.\u{20}\r\n...")
            .await
            .starts_with("250 2.0.0")
    );
    client.expect(&[("QUIT", "221")]).await;
    assert_eq!(client.heard().await, "");

    let kept = town.kept();
    let slip = &kept[0].slip;
    assert_eq!(
        kept[0].content,
        "Subject: x\r\n\r\n.dot\r\n\u{20}\r\n..\r\n"
    );
    assert_eq!(
        (slip.from.as_str(), slip.to[0].to.as_str()),
        ("kikaku@pref.example", "sato@yamabiko.example")
    );
    assert!(slip.trace.starts_with(
        "from client.example ([127.0.0.1]) by mx.yamabiko.example (Sekisho) with ESMTP id "
    ));
    assert_eq!(town.ledger.row(slip.item).unwrap().unwrap().size, slip.size);
}

#[tokio::test]
async fn pipelined_commands_are_answered_together_and_in_order() {
    let town = town(SmtpLimits::default()).await;
    let mut client = town.client().await;
    client
        .send("EHLO c\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<nobody@yamabiko.example>\r\nRCPT TO:<sato@yamabiko.example>\r\nDATA\r\n")
        .await;
    for begins in ["250-", "250 2.1.0", "550 5.1.1", "250 2.1.5", "354"] {
        let heard = client.heard().await;
        assert!(heard.starts_with(begins), "{heard}");
    }
    client
        .send("one\r\n.\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<sato@yamabiko.example>\r\nDATA\r\n")
        .await;
    for begins in ["250 2.0.0", "250 2.1.0", "250 2.1.5", "354"] {
        assert!(client.heard().await.starts_with(begins));
    }
    client.send("two\r\n.\r\nQUIT\r\n").await;
    for begins in ["250 2.0.0", "221"] {
        assert!(client.heard().await.starts_with(begins));
    }
    assert_eq!(town.bodies(), ["one\r\n", "two\r\n"]);
}

#[tokio::test]
async fn content_sent_before_it_may_come_ends_the_session() {
    let town = town(SmtpLimits::default()).await;
    let mut client = town.client().await;
    client.announce().await;
    client.send("DATA\r\nSubject: early\r\n\r\n.\r\n").await;
    assert!(client.heard().await.starts_with("421 4.7.0"));
    assert_eq!(client.heard().await, "");
    assert!(town.kept().is_empty());
}

#[tokio::test]
async fn a_smuggled_mail_is_refused_with_the_mail_that_carries_it() {
    let town = town(SmtpLimits::default()).await;
    for end in [
        "\n.\n",
        "\n.\r\n",
        "\r\n.\n",
        "\r.\r",
        "\r\n.\r",
        "\r\n.\r\r\n",
        "\r.\r\n",
        "\r\n\0.\n",
    ] {
        let mut client = town.client().await;
        client.announce().await;
        client.expect(&[("DATA", "354")]).await;
        client
            .send(format!("hello{end}MAIL FROM:<boss@yamabiko.example>\r\nRCPT TO:<sato@yamabiko.example>\r\nDATA\r\nevil\r\n.\r\n"))
            .await;
        assert!(
            client.heard().await.starts_with("550 5.5.2"),
            "{:?}",
            end.escape_debug()
        );
        client.expect(&[("QUIT", "221")]).await;
    }
    assert!(town.kept().is_empty());
}

#[tokio::test]
async fn a_command_with_a_bare_line_end_is_no_command() {
    let town = town(SmtpLimits::default()).await;
    let mut client = town.client().await;
    for line in ["NOOP\n", "NOOP\rRSET\r\n", "NO\0OP\r\n"] {
        client.send(line).await;
        assert!(
            client.heard().await.starts_with("500 5.5.2"),
            "{:?}",
            line.escape_debug()
        );
    }
    client.expect(&[("NOOP", "250")]).await;
}

#[tokio::test]
async fn chunks_make_one_mail_and_a_bad_chunk_ends_it() {
    let town = town(SmtpLimits::default()).await;
    let mut client = town.client().await;
    client.announce().await;
    client
        .send("BDAT 9\r\nSubject: BDAT 7\r\n x\r\n\r\n\r")
        .await;
    assert!(client.heard().await.starts_with("250"));
    assert!(client.heard().await.starts_with("250"));
    client.send("BDAT 10 LAST\r\n\n.\r\n..\r\n..").await;
    assert!(client.heard().await.starts_with("250 2.0.0 Kept"));
    assert_eq!(town.bodies(), ["Subject:  x\r\n\r\n\r\n.\r\n..\r\n.."]);

    client.announce().await;
    client.send("BDAT 3\r\na\nbBDAT 4 LAST\r\nrest").await;
    assert!(client.heard().await.starts_with("550 5.5.2"), "a bare LF");
    assert!(
        client.heard().await.starts_with("503"),
        "its rest belongs to nothing"
    );
    client.expect(&[("NOOP", "250")]).await;
    assert_eq!(town.kept().len(), 1);
}

#[tokio::test]
async fn a_full_disk_is_said_and_passes_by_itself() {
    let town = town(SmtpLimits::default()).await;
    let mut client = town.client().await;
    town.disk.set_room(Some(0));
    assert!(client.mail("Subject: full").await.starts_with("452 4.3.1"));
    town.disk.set_room(None);
    assert!(client.mail("Subject: room again").await.starts_with("250"));
    assert_eq!(town.bodies(), ["Subject: room again\r\n"]);
}

#[tokio::test]
async fn a_large_mail_goes_through_a_file_and_too_large_a_one_is_refused_without_leaving_any() {
    let limits = SmtpLimits {
        message: 200_000,
        in_memory: 4096,
        ..SmtpLimits::default()
    };
    let town = town(limits).await;
    let line = format!("{}\r\n", "x".repeat(998));
    let (fits, too_large) = (line.repeat(190), line.repeat(220));
    let mut client = town.client().await;
    assert!(client.mail(&too_large).await.starts_with("552 5.3.4"));
    assert!(client.mail(&fits).await.starts_with("250"));
    client
        .expect(&[
            ("EHLO c", "250"),
            ("MAIL FROM:<a@b.example> SIZE=200001", "552 5.3.4"),
        ])
        .await;
    assert_eq!(town.bodies(), [fits + "\r\n"]);
    assert!(town.kept()[0].slip.apart);
    let files = |name| {
        std::fs::read_dir(town._folder.path().join("spool").join(name))
            .unwrap()
            .count()
    };
    assert_eq!((files("arriving"), files("apart")), (0, 1));
}

#[tokio::test]
async fn a_mail_that_goes_round_is_refused() {
    let town = town(SmtpLimits::default()).await;
    let mut client = town.client().await;
    let round = "Received: from a by b; now\r\n".repeat(51);
    assert!(
        client
            .mail(&format!("{round}\r\nx"))
            .await
            .starts_with("554 5.4.6")
    );
    assert!(
        client
            .mail("Sekisho-Node: outer-1\r\n\r\nx")
            .await
            .starts_with("554 5.4.6")
    );
}

#[tokio::test]
async fn limits_end_what_goes_too_far() {
    let limits = SmtpLimits {
        mistakes: 3,
        sessions: 3,
        sessions_per_client: 2,
        idle_seconds: 1,
        command_line: 512,
        ..SmtpLimits::default()
    };
    let town = town(limits).await;

    let mut wrong = town.client().await;
    wrong.send(format!("NOOP {}\r\n", "x".repeat(5000))).await;
    assert!(wrong.heard().await.starts_with("500 5.5.2 Line too long"));
    wrong
        .expect(&[("XYZZY", "500"), ("XYZZY", "500"), ("XYZZY", "500")])
        .await;
    assert!(wrong.heard().await.starts_with("421 4.7.0"));

    let _first = town.client().await;
    let mut second = town.client().await;
    let mut third = Client::on(TcpStream::connect(town.address).await.unwrap());
    assert!(third.heard().await.starts_with("421 4.7.0"));
    assert!(
        second.heard().await.starts_with("421 4.4.2"),
        "it said nothing for too long"
    );
}

#[tokio::test]
async fn a_house_that_closes_says_so_and_lets_a_mail_in_hand_end() {
    let town = town(SmtpLimits::default()).await;
    let mut idle = town.client().await;
    let mut busy = town.client().await;
    busy.announce().await;
    busy.expect(&[("DATA", "354")]).await;
    town.stop.cancel();
    assert!(idle.heard().await.starts_with("421 4.3.2"));
    busy.send("in hand\r\n.\r\n").await;
    assert!(busy.heard().await.starts_with("250"));
    assert!(busy.heard().await.starts_with("421 4.3.2"));
    assert_eq!(town.bodies(), ["in hand\r\n"]);
}

#[tokio::test]
async fn a_hundred_clients_at_once_lose_nothing() {
    let town = Arc::new(town(SmtpLimits::default()).await);
    let clients: Vec<_> = (0..50)
        .map(|number| {
            let town = Arc::clone(&town);
            tokio::spawn(async move {
                let mut client = town.client().await;
                for mail in 0..4 {
                    assert!(
                        client
                            .mail(&format!("mail {number} {mail}"))
                            .await
                            .starts_with("250")
                    );
                }
            })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
    let mut bodies = town.bodies();
    bodies.sort();
    bodies.dedup();
    assert_eq!(bodies.len(), 200);
    let account = town.ledger.account().unwrap();
    assert_eq!(
        (account.accepted, account.waiting, account.difference()),
        (200, 200, 0)
    );
}

/// A certificate for the test and a client that trusts it.
fn tls() -> (TlsAcceptor, TlsConnector) {
    let made = rcgen::generate_simple_self_signed(vec!["mx.yamabiko.example".into()]).unwrap();
    let key = rustls_pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let server = rustls::ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let client = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    (
        TlsAcceptor::from(Arc::new(server)),
        TlsConnector::from(Arc::new(client)),
    )
}

#[tokio::test]
async fn after_starttls_nothing_said_before_counts() {
    let (acceptor, connector) = tls();
    let town = town_with(SmtpLimits::default(), Some(acceptor)).await;
    let mut plain = town.client().await;
    plain.announce().await;
    plain.expect(&[("STARTTLS", "220")]).await;
    let name = rustls_pki_types::ServerName::try_from("mx.yamabiko.example").unwrap();
    let stream = connector
        .connect(name, plain.stream.into_inner())
        .await
        .unwrap();
    let mut secret = Client::on(stream);
    secret
        .expect(&[
            ("MAIL FROM:<a@b.example>", "503"),
            ("DATA", "503"),
            ("STARTTLS", "503"),
        ])
        .await;
    assert!(secret.mail("inside").await.starts_with("250"));
    assert_eq!(town.bodies(), ["inside\r\n"]);
    assert!(town.kept()[0].slip.trace.contains("with ESMTPS id"));
}

#[tokio::test]
async fn commands_injected_behind_starttls_end_the_session() {
    let (acceptor, _) = tls();
    let town = town_with(SmtpLimits::default(), Some(acceptor)).await;
    let mut plain = town.client().await;
    plain.expect(&[("EHLO c", "250")]).await;
    plain
        .send("STARTTLS\r\nMAIL FROM:<evil@b.example>\r\nRCPT TO:<sato@yamabiko.example>\r\n")
        .await;
    assert!(plain.heard().await.starts_with("421 4.7.0"));
    assert_eq!(plain.heard().await, "");
}
