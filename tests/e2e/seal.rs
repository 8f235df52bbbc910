//! A seal that the inner node cannot verify: refused, kept, alarmed; nothing reaches a mailbox.

use serde_json::json;
use tests::post::send;
use tests::wait::until;
use tests::web::Clerk;
use tests::world::{Role, World};

#[test]
fn a_bundle_sealed_with_another_key_is_refused_kept_and_alarmed() {
    let mut world = World::start();
    world.kill(Role::Outer);
    // Someone on the outer node swaps the signing key for one of his own.
    let config = std::fs::read_to_string(world.var().join("outer/outer.toml")).unwrap();
    let section = config.split("[seal]").nth(1).expect("a [seal] section");
    let key = section.split('"').nth(1).expect("the key's path");
    let path = world.var().join("outer").join(key);
    std::fs::remove_file(&path).unwrap();
    let _ = std::fs::remove_file(path.with_extension("pub"));
    world.start_one(Role::Outer);
    world.ready();
    send(
        &world,
        &[
            "--to",
            "sato@yamabiko.example",
            "--header",
            "Subject: forged",
        ],
    );
    until("the inner node to refuse it", || {
        let status = world.ask(Role::Inner, &json!({"do": "status"}))?;
        let refused = status["refused"].as_u64().unwrap_or_default();
        let alarmed = status["alarms"].as_array().is_some_and(|a| !a.is_empty());
        if refused >= 1 && alarmed {
            return Ok(());
        }
        let ledger = world.ask(Role::Outer, &json!({"do": "ledger", "limit": 5}))?;
        Err(format!(
            "{status}; outer: {ledger}; inner says: {}",
            world.said(Role::Inner)
        ))
    });
    let kept = std::fs::read_dir(world.var().join("inner/data/refused"))
        .unwrap()
        .count();
    assert!(kept >= 1, "the refused bundle is kept");
    let clerk = Clerk::log_in(&world, "sato");
    assert!(!clerk.get("/mail/inbox").text().contains("forged"));
    let report = world.settled(1);
    assert_eq!(report["delivered"], 0, "{report}");
    assert_eq!(report["difference"], 0, "it is accounted for: {report}");
}
