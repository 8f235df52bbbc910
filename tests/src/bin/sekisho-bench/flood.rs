//! One flood: smtp-source at one end, a count of what arrived at the other.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use tests::wait::until_within;
use tests::world::{Role, World};

use crate::memory;
use crate::peers::{Peer, SINK};

/// Messages a second until the last 250, and until the last arrival.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) accepted: f64,
    pub(crate) arrived: f64,
}

const PATIENCE: Duration = Duration::from_mins(5);

fn source(port: &str, to: &str, mail: &Path, connections: u64, count: u64) -> Child {
    Command::new("smtp-source")
        .args(["-d", "-F"])
        .arg(mail)
        .args(["-s", &connections.to_string(), "-m", &count.to_string()])
        .args(["-f", "kikaku@pref.example", "-t", to, port])
        .stdout(Stdio::null())
        .spawn()
        .expect("smtp-source comes with Postfix")
}

/// Through a peer into smtp-sink, which counts.
pub(crate) fn through_peer(peer: &Peer, mail: &Path, connections: u64, count: u64) -> Seen {
    let log = tempfile::NamedTempFile::new().expect("a file for the count");
    let mut sink = Command::new("smtp-sink")
        .args(["-c", "-u", "nobody", "-m", "200", SINK, "200"])
        .stdout(log.reopen().expect("a second handle"))
        .spawn()
        .expect("smtp-sink comes with Postfix");
    until_within(PATIENCE, "the sink to listen", || {
        std::net::TcpStream::connect(SINK)
            .map(|_| ())
            .map_err(|e| e.to_string())
    });
    let counted = || {
        let text = std::fs::read(log.path()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        text.rsplit("mesg=")
            .next()
            .and_then(|t| t.split(|c: char| !c.is_ascii_digit()).next())
            .and_then(|n| n.parse::<u64>().ok())
            .unwrap_or_default()
    };
    let start = Instant::now();
    let mut client = source(&peer.door, "u@mgw.test", mail, connections, count);
    let done = client.wait().expect("smtp-source ends");
    assert!(done.success(), "smtp-source through {}", peer.name);
    let accepted = start.elapsed();
    until_within(PATIENCE, "the sink to count all", || {
        let now = counted();
        if now >= count {
            Ok(())
        } else {
            Err(format!("{now} of {count}"))
        }
    });
    let arrived = start.elapsed();
    let _ = sink.kill();
    let _ = sink.wait();
    rates(count, accepted, arrived)
}

/// Through the whole road into the inner mailbox, as the appliance counts it.
pub(crate) fn through_us(world: &World, mail: &Path, connections: u64, count: u64) -> (Seen, u64) {
    let landed = || {
        let answer = world
            .ask(Role::Appliance, &json!({"do": "reconcile"}))
            .unwrap_or_default();
        answer["landed"].as_u64().unwrap_or_default()
    };
    let before = landed();
    let start = Instant::now();
    let mut client = source(
        &world.smtp,
        "sato@yamabiko.example",
        mail,
        connections,
        count,
    );
    let done = client.wait().expect("smtp-source ends");
    assert!(
        done.success(),
        "smtp-source through sekisho: {}",
        world.said(Role::Outer)
    );
    let accepted = start.elapsed();
    let mut peak = memory::of_town(world);
    until_within(PATIENCE, "all mails to land", || {
        peak = peak.max(memory::of_town(world));
        let now = landed() - before;
        if now >= count {
            Ok(())
        } else {
            Err(format!("{now} of {count}"))
        }
    });
    let arrived = start.elapsed();
    (rates(count, accepted, arrived), peak)
}

fn rates(count: u64, accepted: Duration, arrived: Duration) -> Seen {
    let each = |time: Duration| count as f64 / time.as_secs_f64();
    Seen {
        accepted: each(accepted),
        arrived: each(arrived),
    }
}
