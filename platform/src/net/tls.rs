//! Mutual TLS with an internal authority: both sides show a certificate it signed, nothing else is trusted.
//!
//! Promises: TLS 1.3 only; no system or public authority is ever asked; a side without a certificate is refused in
//! the handshake.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose,
};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, RootCertStore, ServerConfig};

/// An internal authority. Its key lives in memory only, for as long as the value.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// A certificate and its key, as PEM texts.
pub struct Issued {
    /// The certificate.
    pub certificate_pem: String,
    /// Its private key.
    pub key_pem: String,
}

/// The files one side of a connection needs.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The side's own certificate chain.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// The authority whose certificates the other side must show.
    pub ca: PathBuf,
}

/// TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A PEM file cannot be read.
    #[error("reading {}: {why}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// Certificate, key and authority do not go together.
    #[error("setting up TLS")]
    Config(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A certificate cannot be made.
    #[error("issuing a certificate")]
    Issue(#[from] rcgen::Error),
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Issued {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Issued").finish_non_exhaustive()
    }
}

impl Authority {
    /// Makes an authority of that name.
    pub fn create(name: &str) -> Result<Self, TlsError> {
        let mut params = named(name, Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
        Ok(Self { issuer })
    }

    /// The authority's own certificate, for the other side to trust.
    pub fn certificate_pem(&self) -> String {
        self.issuer.pem()
    }

    /// A certificate for the side that is called by these names.
    pub fn issue_server(&self, names: &[&str]) -> Result<Issued, TlsError> {
        self.issue(names, ExtendedKeyUsagePurpose::ServerAuth)
    }

    /// A certificate for the side that calls.
    pub fn issue_client(&self, name: &str) -> Result<Issued, TlsError> {
        self.issue(&[name], ExtendedKeyUsagePurpose::ClientAuth)
    }

    fn issue(&self, names: &[&str], usage: ExtendedKeyUsagePurpose) -> Result<Issued, TlsError> {
        let all = names.iter().map(|&name| name.to_owned()).collect();
        let mut params = named(names.first().copied().unwrap_or_default(), all)?;
        params.extended_key_usages = vec![usage];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(Issued {
            certificate_pem: certificate.pem(),
            key_pem: key.serialize_pem(),
        })
    }
}

fn named(name: &str, alternatives: Vec<String>) -> Result<CertificateParams, TlsError> {
    let mut params = CertificateParams::new(alternatives)?;
    params.distinguished_name.push(DnType::CommonName, name);
    Ok(params)
}

/// How the called side speaks: it asks for a certificate of the authority.
pub fn server_config(files: &TlsFiles) -> Result<Arc<ServerConfig>, TlsError> {
    let provider = Arc::new(default_provider());
    let roots = Arc::new(roots(&files.ca)?);
    let verifier = WebPkiClientVerifier::builder_with_provider(roots, Arc::clone(&provider))
        .build()
        .map_err(|error| TlsError::Config(error.into()))?;
    let config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(config_failed)?
        .with_client_cert_verifier(verifier)
        .with_single_cert(chain(&files.certificate)?, key(&files.key)?)
        .map_err(config_failed)?;
    Ok(Arc::new(config))
}

/// How the calling side speaks: it shows its certificate and trusts the authority only.
pub fn client_config(files: &TlsFiles) -> Result<Arc<ClientConfig>, TlsError> {
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(config_failed)?
        .with_root_certificates(roots(&files.ca)?)
        .with_client_auth_cert(chain(&files.certificate)?, key(&files.key)?)
        .map_err(config_failed)?;
    Ok(Arc::new(config))
}

fn config_failed(error: rustls::Error) -> TlsError {
    TlsError::Config(error.into())
}

fn roots(path: &Path) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in chain(path)? {
        roots.add(certificate).map_err(config_failed)?;
    }
    Ok(roots)
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let certificates = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| unreadable(path, &error))?;
    if certificates.is_empty() {
        return Err(unreadable(path, &io::Error::other("no certificate in it")));
    }
    Ok(certificates)
}

fn key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    PrivateKeyDer::from_pem_file(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, why: &dyn std::fmt::Display) -> TlsError {
    TlsError::Read {
        path: path.to_owned(),
        why: why.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use rustls::pki_types::ServerName;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio_rustls::{TlsAcceptor, TlsConnector};

    use super::*;

    fn files(folder: &Path, name: &str, issued: &Issued, authority: &Authority) -> TlsFiles {
        let file = |kind: &str| folder.join(format!("{name}.{kind}"));
        let files = TlsFiles {
            certificate: file("pem"),
            key: file("key"),
            ca: file("ca"),
        };
        std::fs::write(&files.certificate, &issued.certificate_pem).unwrap();
        std::fs::write(&files.key, &issued.key_pem).unwrap();
        std::fs::write(&files.ca, authority.certificate_pem()).unwrap();
        files
    }

    async fn greet(server: Arc<ServerConfig>, client: Arc<ClientConfig>) -> io::Result<Vec<u8>> {
        let (here, there) = tokio::io::duplex(64 * 1024);
        let name = ServerName::try_from("inner.example").unwrap();
        let serving = async move {
            let mut stream = TlsAcceptor::from(server).accept(there).await?;
            stream.write_all(b"welcome").await?;
            stream.shutdown().await
        };
        let calling = async move {
            let mut stream = TlsConnector::from(client).connect(name, here).await?;
            let mut text = Vec::new();
            stream.read_to_end(&mut text).await?;
            Ok(text)
        };
        tokio::join!(serving, calling).1
    }

    #[tokio::test]
    async fn two_sides_of_one_authority_greet_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::create("test").unwrap();
        let server = authority.issue_server(&["inner.example"]).unwrap();
        let client = authority.issue_client("link.example").unwrap();
        let server = server_config(&files(folder.path(), "s", &server, &authority)).unwrap();
        let client = client_config(&files(folder.path(), "c", &client, &authority)).unwrap();
        assert_eq!(greet(server, client).await.unwrap(), b"welcome");
    }

    #[tokio::test]
    async fn a_stranger_is_refused_on_either_side() {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::create("test").unwrap();
        let other = Authority::create("test").unwrap();
        let server = authority.issue_server(&["inner.example"]).unwrap();
        let client = other.issue_client("link.example").unwrap();
        let true_server = server_config(&files(folder.path(), "s", &server, &authority)).unwrap();
        let trusting = client_config(&files(folder.path(), "c", &client, &authority)).unwrap();
        assert!(
            greet(true_server, trusting).await.is_err(),
            "a client of another authority"
        );

        let false_server = other.issue_server(&["inner.example"]).unwrap();
        let client = authority.issue_client("link.example").unwrap();
        let lenient = server_config(&files(folder.path(), "f", &false_server, &authority)).unwrap();
        let client = client_config(&files(folder.path(), "d", &client, &authority)).unwrap();
        assert!(
            greet(lenient, client).await.is_err(),
            "a server of another authority"
        );
    }
}
