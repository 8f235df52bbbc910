//! What the outer process takes from the machine at its start: folders, keys, certificates, listeners, signals.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use ed25519_dalek::{SigningKey, VerifyingKey};
use miette::{Context, IntoDiagnostic, miette};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use sekisho_platform::id::SystemIds;
use sekisho_platform::net::keys;
use sekisho_platform::run::Listeners;
use sekisho_sanitizer::Policy;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::config::{OuterConfig, SmtpTls};

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

/// The key that seals; made if there is none. Its public half always lies beside it.
pub(super) fn seal_key(file: &Path) -> miette::Result<SigningKey> {
    let key = keys::load_or_create_signing(file, &SystemIds).into_diagnostic()?;
    let public = file.with_added_extension("pub");
    keys::write_verifying(&public, &key.verifying_key()).into_diagnostic()?;
    Ok(key)
}

/// A public key.
pub(super) fn public_key(file: &Path) -> miette::Result<VerifyingKey> {
    keys::load_verifying(file).into_diagnostic()
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

/// The listeners for mail: those the service manager opened, or our own.
pub(super) fn mail_listeners(listen: &[SocketAddr]) -> miette::Result<Vec<TcpListener>> {
    let mut inherited = Listeners::inherited();
    let mut listeners = Vec::new();
    for (number, address) in listen.iter().enumerate() {
        let name = if number == 0 {
            "smtp".to_owned()
        } else {
            format!("smtp-{number}")
        };
        let listener = inherited
            .tcp(&name, *address)
            .into_diagnostic()
            .wrap_err_with(|| format!("listening for mail on {address}"))?;
        listeners.push(listener);
    }
    if listeners.is_empty() {
        return Err(miette!("there is no address to listen for mail on"));
    }
    Ok(listeners)
}
