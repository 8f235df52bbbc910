//! `make bench`: the whole road, and files alone, beside their peers, from the same run on the same machine. Absolute
//! figures of a busy machine mean little; the ratios are the result.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    // Lists for peers are put together in plain words; nothing here is hot.
    clippy::format_push_string,
    clippy::format_collect,
)]

mod files;
mod flood;
mod goal;
mod inbox;
mod latency;
mod ldap;
mod mails;
mod memory;
mod office;
mod papers;
mod peers;
mod people;
mod search;
mod table;

use tests::world::World;

fn main() {
    let rounds = setting("SEKISHO_BENCH_ROUNDS", 3);
    let scale = setting("SEKISHO_BENCH_SCALE", 100);
    println!("{}", table::machine());
    if std::env::args().nth(1).as_deref() == Some("search") {
        search::print(
            setting("SEKISHO_BENCH_TEXTS", 3_240_000),
            setting("SEKISHO_BENCH_PIECES", 10_000),
        );
        return;
    }
    if std::env::args().nth(1).as_deref() == Some("people") {
        people::print(std::env::args().nth(2).as_deref());
        return;
    }
    // Before anything else has ended below us: the largest process that ever did is a figure.
    files::print(setting("SEKISHO_BENCH_FILES", 1_000_000));
    if std::env::args().nth(1).as_deref() == Some("files") {
        return;
    }

    let mails = mails::Mails::make();
    let peers = peers::Peers::start();
    let world = World::start();
    let idle = memory::of_town(&world);
    let mut results = Vec::new();
    let mut peak = idle;
    for round in 1..=rounds {
        for (size, mail) in mails.all() {
            for connections in [10_u64, 50] {
                for peer in peers.all() {
                    let count = peer.count(size) * scale / 100;
                    let seen = flood::through_peer(peer, mail, connections, count.max(connections));
                    results.push(table::Result::new(peer.name, size, connections, seen));
                }
                let count = if size == "4k" { 2000 } else { 300 } * scale / 100;
                let (seen, used) = flood::through_us(&world, mail, connections, count);
                peak = peak.max(used);
                results.push(table::Result::new("sekisho", size, connections, seen));
                eprintln!("round {round}: {size} at {connections} done");
            }
        }
    }
    table::print(&results);
    println!("memory of all our processes: {idle} MiB idle, {peak} MiB at most under the flood");
    drop(peers);
    latency::print(&world);
    inbox::print(&world, setting("SEKISHO_BENCH_INBOX", 50_000));
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(otherwise)
}
