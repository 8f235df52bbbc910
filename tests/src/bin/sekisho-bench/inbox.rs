//! How long the server takes for a page of an inbox of tens of thousands.

use std::time::Instant;

use serde_json::json;
use tests::post::send_raw;
use tests::wait::until_within;
use tests::web::Clerk;
use tests::world::{Role, World};

/// Fills 佐藤's inbox up to `wanted` and times its pages.
pub(crate) fn print(world: &World, wanted: u64) {
    let landed = || {
        let answer = world
            .ask(Role::Appliance, &json!({"do": "reconcile"}))
            .unwrap_or_default();
        answer["landed"].as_u64().unwrap_or_default()
    };
    let missing = wanted.saturating_sub(landed());
    let start = Instant::now();
    std::thread::scope(|scope| {
        for worker in 0..8_u64 {
            scope.spawn(move || {
                for n in (worker..missing).step_by(8) {
                    let mail = format!("Subject: 通知 {n}\r\n\r\n本文 {n}\r\n");
                    send_raw(
                        &world.smtp,
                        "a@pref.example",
                        &["sato@yamabiko.example"],
                        mail.as_bytes(),
                    )
                    .expect("accepted");
                }
            });
        }
    });
    until_within(
        std::time::Duration::from_mins(15),
        "the inbox to fill",
        || {
            let now = landed();
            if now >= wanted {
                Ok(())
            } else {
                Err(format!("{now} of {wanted}"))
            }
        },
    );
    println!(
        "inbox filled to {} in {:.0} s",
        landed(),
        start.elapsed().as_secs_f64()
    );
    let clerk = Clerk::log_in(world, "sato");
    for path in [
        "/mail/inbox",
        "/mail/inbox?unread=1",
        "/mail/inbox?q=%E9%80%9A%E7%9F%A5%2012",
    ] {
        let mut times: Vec<f64> = (0..25).map(|_| clerk.seconds(path)).collect();
        times.sort_by(f64::total_cmp);
        println!(
            "{path}: median {:.1} ms, worst {:.1} ms until the first byte",
            times[times.len() / 2] * 1000.0,
            times[times.len() - 1] * 1000.0
        );
    }
}
