//! Mails in, by real clients: swaks for one at a time, lettre for many, Postfix for a town's relay.

use std::process::{Command, Output};
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::client::SmtpConnection;
use lettre::transport::smtp::extension::ClientId;

use crate::world::World;

/// Runs swaks against the town's outer gateway.
pub fn swaks(world: &World, arguments: &[&str]) -> Output {
    Command::new("swaks")
        .args([
            "--server",
            &world.smtp,
            "--timeout",
            "30",
            "--from",
            "sender@example.jp",
        ])
        .args(arguments)
        .output()
        .expect("swaks runs")
}

/// Sends with swaks and insists on 250.
///
/// # Panics
/// With the whole dialogue when the mail was not accepted.
pub fn send(world: &World, arguments: &[&str]) {
    let output = swaks(world, arguments);
    assert!(
        output.status.success(),
        "swaks {arguments:?}:\n{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

/// Sends raw bytes as one message; true only when the server said 250 to the data.
pub fn send_raw(server: &str, from: &str, to: &[&str], message: &[u8]) -> Result<(), String> {
    let hello = ClientId::Domain("client.example.jp".to_owned());
    let mut connection =
        SmtpConnection::connect(server, Some(Duration::from_secs(30)), &hello, None, None)
            .map_err(|e| e.to_string())?;
    let envelope = Envelope::new(
        Some(from.parse().map_err(|_| "sender".to_owned())?),
        to.iter()
            .map(|t| t.parse())
            .collect::<Result<_, _>>()
            .map_err(|_| "recipient".to_owned())?,
    )
    .map_err(|e| e.to_string())?;
    let sent = connection
        .send(&envelope, message)
        .map_err(|e| e.to_string());
    let _ = connection.quit();
    sent.map(|_| ())
}
