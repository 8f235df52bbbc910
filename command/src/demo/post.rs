//! Sends the sample mails the way the world sends mail: over SMTP, from outside.

use lettre::address::Envelope;
use lettre::{Address, SmtpTransport, Transport as _};
use sekisho_platform::clock::{Clock as _, SystemClock};

use super::samples::{self, Sample};
use crate::output::Output;

/// A sample could not be sent.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub(super) enum PostError {
    /// An address in the list is not one.
    #[error("reading the addresses of the sample {name}")]
    Address {
        name: &'static str,
        source: lettre::address::AddressError,
    },
    /// The envelope is not one.
    #[error("addressing the sample {name}")]
    Envelope {
        name: &'static str,
        source: lettre::error::Error,
    },
    /// The outer node did not take it.
    #[error("sending the sample {name}")]
    Send {
        name: &'static str,
        source: lettre::transport::smtp::Error,
    },
    /// The sender stopped half way.
    #[error("sending the samples")]
    Stopped,
}

/// Sends them all over one connection, oldest first.
pub(super) async fn samples(port: u16, output: &Output) -> Result<(), PostError> {
    let samples = samples::all(SystemClock::new().now());
    let bar = indicatif::ProgressBar::new(u64::try_from(samples.len()).unwrap_or(0));
    if output.is_json() {
        bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
    }
    tokio::task::spawn_blocking(move || {
        let outside = SmtpTransport::builder_dangerous("127.0.0.1")
            .port(port)
            .build();
        for sample in samples {
            send(&outside, sample)?;
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(())
    })
    .await
    .map_err(|_| PostError::Stopped)?
}

fn send(outside: &SmtpTransport, sample: Sample) -> Result<(), PostError> {
    let name = sample.name;
    let address = |text: &str| {
        text.parse::<Address>()
            .map_err(|source| PostError::Address { name, source })
    };
    let from = match sample.from {
        "" => None,
        from => Some(address(from)?),
    };
    let to = sample
        .to
        .iter()
        .map(|to| address(to))
        .collect::<Result<Vec<_>, _>>()?;
    let envelope =
        Envelope::new(from, to).map_err(|source| PostError::Envelope { name, source })?;
    outside
        .send_raw(&envelope, &sample.message)
        .map_err(|source| PostError::Send { name, source })?;
    Ok(())
}
