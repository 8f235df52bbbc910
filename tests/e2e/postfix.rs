//! A town's existing Postfix relays to us: the commonest neighbour of all, run for real.

use tests::postfix::Postfix;
use tests::wait::until;
use tests::web::Clerk;
use tests::world::World;

use crate::arrival::find;

#[test]
fn a_mail_queued_in_postfix_reaches_the_clerk() {
    if !nix::unistd::Uid::effective().is_root() {
        eprintln!("SKIPPED: Postfix starts as root only");
        return;
    }
    let world = World::start();
    let postfix = Postfix::start(&world.smtp, None);
    postfix.mail(
        "sato@yamabiko.example",
        "To: sato@yamabiko.example\nFrom: =?UTF-8?B?6Kqy6ZW3?= <kacho@example.jp>\n\
         Subject: =?ISO-2022-JP?B?GyRCPkgycSRLJEQkJCRGGyhC?=\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n\
         照会の回答をお送りください。\n.\n..点で始まる行\n",
    );
    until("Postfix to hand the mail over", || {
        let log = postfix.log();
        if log.contains("status=sent") {
            Ok(())
        } else {
            Err(log)
        }
    });
    let clerk = Clerk::log_in(&world, "sato");
    let mail = find(&clerk, "inbox", "照会について");
    let text = clerk.get(&mail).text();
    assert!(text.contains("照会の回答をお送りください。"), "{text}");
    assert!(
        text.contains("..点で始まる行"),
        "dots are not eaten: {text}"
    );
}
