//! From 250 to visible in an open browser, at twenty mails a second.

use std::process::Command;

use tests::world::World;

/// Prints median and 99th percentile as the browser saw them.
pub(crate) fn print(world: &World) {
    let script = tests::tree::root().join("tests/bench/latency.mjs");
    let output = Command::new("node")
        .arg(script)
        .env("SEKISHO_HTTP", &world.http)
        .env("SEKISHO_SMTP", &world.smtp)
        .env("SEKISHO_PASSWORD", world.password("sato"))
        .output()
        .expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for line in said
        .lines()
        .filter(|line| line.starts_with("250 to visible"))
    {
        println!("{line}");
    }
    if !output.status.success() {
        println!(
            "latency could not be measured: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
