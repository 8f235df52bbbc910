//! What the outer process takes from the machine at its start: folders, keys, certificates, listeners, signals.

use std::io::Write as _;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use data_encoding::BASE64;
use ed25519_dalek::{SigningKey, VerifyingKey};
use miette::{Context, IntoDiagnostic, miette};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use sekisho_platform::id::{Ids, SystemIds};
use sekisho_sanitizer::Policy;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use super::config::{OuterConfig, SmtpTls};

/// Cancels `stop` when the process is asked to end.
pub(super) fn stop_on_signal(stop: CancellationToken) -> miette::Result<()> {
    let mut terminate = signal(SignalKind::terminate()).into_diagnostic()?;
    let mut interrupt = signal(SignalKind::interrupt()).into_diagnostic()?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        stop.cancel();
    });
    Ok(())
}

/// Makes the folders that files of the configuration lie in.
pub(super) fn make_room_for(settings: &OuterConfig) -> miette::Result<()> {
    let files = [
        &settings.ledger.file,
        &settings.seal.key,
        &settings.link.socket,
        &settings.link.directory,
        &settings.control.socket,
    ];
    for folder in files.into_iter().filter_map(|file| file.parent()) {
        std::fs::create_dir_all(folder)
            .into_diagnostic()
            .wrap_err_with(|| format!("making the folder {}", folder.display()))?;
    }
    Ok(())
}

/// The policy in the file; the house's own where a site has written none.
pub(super) fn policy(file: Option<&Path>) -> miette::Result<Policy> {
    let Some(file) = file else {
        return Ok(Policy::default());
    };
    let text = std::fs::read_to_string(file)
        .into_diagnostic()
        .wrap_err_with(|| format!("reading the policy in {}", file.display()))?;
    Policy::from_toml(&text)
        .into_diagnostic()
        .wrap_err_with(|| format!("understanding the policy in {}", file.display()))
}

/// The key that seals; made, with its public half beside it, if there is none.
pub(super) fn seal_key(file: &Path) -> miette::Result<SigningKey> {
    let reading = || format!("the sealing key in {}", file.display());
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(SigningKey::from_bytes(
            &thirty_two(&text).wrap_err_with(reading)?,
        )),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let key = SigningKey::from_bytes(&SystemIds.secret());
            let public = key.verifying_key();
            write_new(&file.with_added_extension("pub"), public.as_bytes(), 0o644)
                .and_then(|()| write_new(file, key.as_bytes(), 0o600))
                .into_diagnostic()
                .wrap_err_with(reading)?;
            Ok(key)
        }
        Err(error) => Err(error).into_diagnostic().wrap_err_with(reading),
    }
}

/// A public key.
pub(super) fn public_key(file: &Path) -> miette::Result<VerifyingKey> {
    let reading = || format!("the public key in {}", file.display());
    let text = std::fs::read_to_string(file)
        .into_diagnostic()
        .wrap_err_with(reading)?;
    let bytes = thirty_two(&text).wrap_err_with(reading)?;
    VerifyingKey::from_bytes(&bytes)
        .into_diagnostic()
        .wrap_err_with(reading)
}

fn thirty_two(text: &str) -> miette::Result<[u8; 32]> {
    let bytes = BASE64.decode(text.trim().as_bytes()).into_diagnostic()?;
    bytes
        .try_into()
        .map_err(|_| miette!("a key is 32 bytes in base64 on one line"))
}

fn write_new(file: &Path, bytes: &[u8; 32], mode: u32) -> std::io::Result<()> {
    let beside = file.with_added_extension("new");
    let mut options = std::fs::OpenOptions::new();
    let mut new = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(mode)
        .open(&beside)?;
    writeln!(new, "{}", BASE64.encode(bytes))?;
    new.sync_all()?;
    std::fs::rename(beside, file)
}

/// Makes TLS of plain connections.
pub(super) fn tls(files: &SmtpTls) -> miette::Result<TlsAcceptor> {
    let reading = || format!("the certificate in {}", files.certificate.display());
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(&files.certificate)
        .into_diagnostic()
        .wrap_err_with(reading)?
        .collect();
    let chain = chain.into_diagnostic().wrap_err_with(reading)?;
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .into_diagnostic()
        .wrap_err_with(|| format!("the private key in {}", files.key.display()))?;
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(
        rustls::crypto::aws_lc_rs::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
    .into_diagnostic()
    .wrap_err_with(reading)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// The listeners for mail.
pub(super) async fn mail_listeners(listen: &[SocketAddr]) -> miette::Result<Vec<TcpListener>> {
    let mut listeners = Vec::new();
    for address in listen {
        let listener = TcpListener::bind(address)
            .await
            .into_diagnostic()
            .wrap_err_with(|| format!("listening for mail on {address}"))?;
        listeners.push(listener);
    }
    if listeners.is_empty() {
        return Err(miette!("there is no address to listen for mail on"));
    }
    Ok(listeners)
}
