//! Bad input: what no parser likes still arrives; what breaks a jail is held and delays nobody.

use tests::post::send_raw;
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
    let mad = binary("sekisho-misbehave").display().to_string();
    assert!(
        config.contains(&real),
        "the reader stands in the configuration: {config}"
    );
    std::fs::write(&file, config.replace(&real, &mad)).unwrap();
    for role in Role::ALL {
        world.start_one(role);
    }
    world.ready();
    // The mad reader takes "mail" as a mail whose further lines are parts, each a deed.
    let to = ["sato@yamabiko.example"];
    let deeds = [
        "open", "connect", "exec", "fork", "allocate", "spin", "flood", "thread",
    ];
    for deed in deeds {
        let mail = format!("mail\r\n{deed}\r\n");
        send_raw(&world.smtp, "x@example.jp", &to, mail.as_bytes()).unwrap();
    }
    // Each deed holds its own part; the mail around it is there, and so is the one after it.
    send_raw(
        &world.smtp,
        "x@example.jp",
        &to,
        b"mail\r\nan honest part\r\n",
    )
    .unwrap();
    let sent = u64::try_from(deeds.len()).unwrap() + 1;
    let report = world.settled(sent);
    assert_eq!(
        (&report["delivered"], &report["difference"]),
        (&sent.into(), &0.into()),
        "{report}"
    );
    let clerk = Clerk::log_in(&world, "sato");
    let held = clerk.get("/mail/held").text();
    // Rows of the list and nothing else; the honest mail is not among them.
    let rows = held.matches("<li class=\"row\"").count();
    assert_eq!(rows, deeds.len(), "one held mail for each deed: {held}");
}
