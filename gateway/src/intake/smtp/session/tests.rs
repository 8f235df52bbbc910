//! What a session answers, command by command.

use super::*;

fn house(tls: bool) -> (Arc<House>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let directory = Directory::open(&folder.path().join("directory.json")).unwrap();
    let known = ["sato", "takahashi", "hisho"].map(|name| format!("{name}@yamabiko.example"));
    directory.replace(1, &known).unwrap();
    let house = House {
        hostname: "mx.yamabiko.example".into(),
        domains: vec!["yamabiko.example".into()],
        postmaster: Some("hisho@yamabiko.example".into()),
        tls,
        directory,
        limits: SmtpLimits {
            recipients: 2,
            ..SmtpLimits::default()
        },
    };
    (Arc::new(house), folder)
}

fn addresses(session: &mut Session) -> Vec<String> {
    let to = session.take_mail().unwrap().to;
    to.into_iter().map(|each| each.to).collect()
}

fn say(session: &mut Session, line: &str) -> (String, Next) {
    let (reply, next) = session.command(format!("{line}\r\n").as_bytes(), true);
    let mut words = Vec::new();
    if let Some(reply) = reply {
        reply.write(&mut words);
    }
    (String::from_utf8(words).unwrap(), next)
}

/// Says each line and checks how the answer begins.
fn converse(session: &mut Session, lines: &[(&str, &str)]) {
    for (line, begins) in lines {
        let (answer, _) = say(session, line);
        assert!(answer.starts_with(begins), "{line}: {answer}");
    }
}

#[test]
fn a_mail_is_announced_in_order_or_not_at_all() {
    let (house, _folder) = house(false);
    let mut session = Session::new(house);
    converse(
        &mut session,
        &[
            ("MAIL FROM:<a@b.example>", "503 5.5.1"),
            (
                "EHLO client.example",
                "250-mx.yamabiko.example\r\n250-PIPELINING\r\n",
            ),
            ("RCPT TO:<sato@yamabiko.example>", "503 5.5.1"),
            ("DATA", "503 5.5.1"),
            (
                "MAIL FROM:<a@b.example> BODY=8BITMIME SIZE=1000 RET=HDRS ENVID=QQ+2B1",
                "250 2.1.0",
            ),
            ("MAIL FROM:<a@b.example>", "503 5.5.1"),
            ("DATA", "554 5.5.1"),
            (
                "RCPT TO:<sato@yamabiko.example> NOTIFY=NEVER ORCPT=rfc822;Sato@b",
                "250 2.1.5",
            ),
            ("DATA", "354"),
        ],
    );
    let mail = session.take_mail().unwrap();
    assert_eq!(
        (mail.from.as_str(), mail.envelope_id.as_deref()),
        ("a@b.example", Some("QQ+1"))
    );
    let addressee = Addressee {
        to: "sato@yamabiko.example".into(),
        original: Some("Sato@b".into()),
        quiet: true,
    };
    assert_eq!(mail.to, [addressee]);
}

#[test]
fn nobody_is_relayed_and_nobody_unknown_is_taken() {
    let (house, _folder) = house(false);
    let mut session = Session::new(house);
    converse(
        &mut session,
        &[
            ("EHLO client.example", "250"),
            ("MAIL FROM:<>", "250"),
            ("RCPT TO:<a@elsewhere.example>", "550 5.7.1"),
            (
                "RCPT TO:<a%elsewhere.example@yamabiko.example>",
                "550 5.1.1",
            ),
            (
                "RCPT TO:<@yamabiko.example:a@elsewhere.example>",
                "550 5.7.1",
            ),
            (
                "RCPT TO:<\"sato@elsewhere.example\"@yamabiko.example>",
                "55",
            ),
            ("RCPT TO:<nobody@yamabiko.example>", "550 5.1.1"),
            ("RCPT TO:<>", "501"),
            ("RCPT TO:<sato>", "501"),
            ("RCPT TO:<SATO@Yamabiko.Example>", "250"),
            ("RCPT TO:<postmaster>", "250"),
            ("RCPT TO:<takahashi@yamabiko.example>", "452 4.5.3"),
        ],
    );
    assert_eq!(
        addresses(&mut session),
        ["SATO@yamabiko.example", "hisho@yamabiko.example"]
    );
}

#[test]
fn the_same_recipient_twice_is_one() {
    let (house, _folder) = house(false);
    let mut session = Session::new(house);
    converse(
        &mut session,
        &[
            ("HELO client.example", "250 mx"),
            ("MAIL FROM:<a@b.example>", "250"),
            ("RCPT TO:<postmaster@yamabiko.example>", "250"),
            ("RCPT TO:<hisho@YAMABIKO.example>", "250"),
        ],
    );
    assert_eq!(addresses(&mut session), ["hisho@yamabiko.example"]);
}

#[test]
fn before_the_directory_is_known_everybody_is_asked_to_come_later() {
    let (house, _folder) = house(false);
    let empty = tempfile::tempdir().unwrap();
    let directory = Directory::open(&empty.path().join("directory.json")).unwrap();
    let house = Arc::into_inner(house).unwrap();
    let mut session = Session::new(Arc::new(House { directory, ..house }));
    converse(
        &mut session,
        &[
            ("EHLO c", "250"),
            ("MAIL FROM:<a@b.example>", "250"),
            ("RCPT TO:<sato@yamabiko.example>", "451 4.3.0"),
            ("RCPT TO:<a@elsewhere.example>", "550 5.7.1"),
        ],
    );
}

#[test]
fn what_is_not_offered_is_refused_with_its_own_code() {
    let (house, _folder) = house(false);
    let mut session = Session::new(house);
    converse(
        &mut session,
        &[
            ("EHLO c", "250"),
            ("STARTTLS", "502"),
            ("AUTH PLAIN AAAA", "502"),
            ("EXPN staff", "502"),
            ("VRFY sato", "252"),
            ("HELP", "214"),
            ("NOOP", "250"),
            ("XYZZY", "500 5.5.1"),
            ("MAIL FROM:<a@b.example> SIZE=999999999999", "552 5.3.4"),
            ("MAIL FROM:<a@b.example> BODY=BINARYMIME", "555 5.5.4"),
            ("MAIL FROM:<a@b.example> HOLDFOR=100", "555 5.5.4"),
            ("MAIL FROM:<a@b.example> XYZZY=1", "555 5.5.4"),
            ("MAIL FROM:<佐藤@b.example>", "553 5.6.7"),
            ("MAIL FROM:<postmaster>", "501"),
            ("MAIL FROM:<a b@c>", "501"),
            ("MAIL FROM:<佐藤@b.example> SMTPUTF8", "250"),
            ("RSET", "250"),
            ("RCPT TO:<sato@yamabiko.example>", "503"),
            ("QUIT", "221"),
        ],
    );
}

#[test]
fn without_room_nothing_is_begun() {
    let (house, _folder) = house(false);
    let mut session = Session::new(house);
    say(&mut session, "EHLO c");
    let (reply, _) = session.command(b"MAIL FROM:<a@b.example>\r\n", false);
    let mut words = Vec::new();
    reply.unwrap().write(&mut words);
    assert!(words.starts_with(b"452 4.3.1"));
    assert!(
        say(&mut session, "MAIL FROM:<a@b.example>")
            .0
            .starts_with("250"),
        "it passes by itself"
    );
}

#[test]
fn tls_makes_the_session_forget() {
    let (house, _folder) = house(true);
    let mut session = Session::new(house);
    assert!(say(&mut session, "EHLO c").0.contains("250-STARTTLS\r\n"));
    say(&mut session, "MAIL FROM:<a@b.example>");
    assert!(say(&mut session, "STARTTLS now").0.starts_with("501"));
    assert_eq!(say(&mut session, "STARTTLS").1, Next::Tls);
    session.secured();
    converse(
        &mut session,
        &[("MAIL FROM:<a@b.example>", "503"), ("STARTTLS", "503")],
    );
    assert!(!say(&mut session, "EHLO c").0.contains("STARTTLS"));
}

#[test]
fn chunks_and_data_do_not_mix() {
    let (house, _folder) = house(false);
    let mut session = Session::new(house);
    assert_eq!(say(&mut session, "BDAT 10 LAST").1, Next::Skip { size: 10 });
    converse(
        &mut session,
        &[("EHLO c", "250"), ("MAIL FROM:<a@b.example>", "250")],
    );
    let (answer, next) = say(&mut session, "BDAT 10");
    assert!(answer.starts_with("554"), "{answer}");
    assert_eq!(next, Next::Skip { size: 10 });
    converse(
        &mut session,
        &[
            ("MAIL FROM:<a@b.example>", "250"),
            ("RCPT TO:<sato@yamabiko.example>", "250"),
        ],
    );
    assert_eq!(
        say(&mut session, "BDAT 10").1,
        Next::Chunk {
            size: 10,
            last: false
        }
    );
    converse(
        &mut session,
        &[
            ("DATA", "503"),
            ("RCPT TO:<takahashi@yamabiko.example>", "503"),
        ],
    );
    assert_eq!(
        say(&mut session, "BDAT 0 LAST").1,
        Next::Chunk {
            size: 0,
            last: true
        }
    );
    say(&mut session, "RSET");
    assert!(!session.in_chunks());
}
