//! Bad input: what no parser likes still arrives; what breaks a jail is held and delays nobody.

use tests::post::{send, send_raw};
use tests::web::Clerk;
use tests::world::{Role, World, binary};

use crate::arrival::find;

#[test]
fn a_mail_that_no_parser_likes_still_arrives() {
    let world = World::start();
    let mails: [&[u8]; 5] = [
        b"Subject: broken 1\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\nbody one\r\n",
        b"Subject: broken 2\r\nContent-Type: text/plain; charset=no-such\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\x01\r\n",
        b"Subject: broken 3\r\nMIME-Version: 9\r\nContent-Type: multipart/mixed; boundary=\"a\"\r\n\r\n--a\r\nContent-Type: multipart/mixed; boundary=\"a\"\r\n\r\n--a\r\n\r\nx",
        b"no colon anywhere\r\nSubject: broken 4\r\n\r\nbody\r\n",
        b"\r\n\r\n",
    ];
    for mail in mails {
        send_raw(
            &world.smtp,
            "x@example.jp",
            &["sato@yamabiko.example"],
            mail,
        )
        .unwrap();
    }
    let report = world.settled(5);
    assert_eq!(
        (&report["delivered"], &report["difference"]),
        (&5.into(), &0.into()),
        "{report}"
    );
    let clerk = Clerk::log_in(&world, "sato");
    for n in 1..=3 {
        find(&clerk, "inbox", &format!("broken {n}"));
    }
}

/// A reader that misbehaves on every file that says so, in the place of the real one.
#[test]
fn a_reader_gone_mad_is_killed_and_the_next_mail_is_not_delayed() {
    let mut world = World::prepare();
    let file = world.var().join("outer/outer.toml");
    let config = std::fs::read_to_string(&file).unwrap();
    let real = binary("sanitize-read").display().to_string();
    let mad = binary("misbehaving-reader").display().to_string();
    assert!(
        config.contains(&real),
        "the reader stands in the configuration: {config}"
    );
    std::fs::write(&file, config.replace(&real, &mad)).unwrap();
    for role in Role::ALL {
        world.start_one(role);
    }
    world.ready();
    let folder = tempfile::tempdir().unwrap();
    for deed in ["open", "connect", "exec", "fork", "allocate", "spin"] {
        let path = folder.path().join(format!("{deed}.txt"));
        std::fs::write(&path, format!("MISBEHAVE {deed}\n")).unwrap();
        send(
            &world,
            &[
                "--to",
                "sato@yamabiko.example",
                "--header",
                &format!("Subject: deed {deed}"),
                "--attach-type",
                "text/plain",
                "--attach-name",
                &format!("{deed}.txt"),
                "--attach",
                &format!("@{}", path.display()),
            ],
        );
    }
    send(
        &world,
        &[
            "--to",
            "sato@yamabiko.example",
            "--header",
            "Subject: an honest mail",
        ],
    );
    let clerk = Clerk::log_in(&world, "sato");
    find(&clerk, "inbox", "an honest mail");
    for deed in ["open", "connect", "exec", "fork", "allocate", "spin"] {
        let mail = find(&clerk, "held", &format!("deed {deed}"));
        assert!(
            !clerk.get(&mail).text().contains("MISBEHAVE"),
            "{deed} passed something"
        );
    }
    assert_eq!(world.settled(7)["difference"], 0);
}
