//! TLS between our own machines and to our own users, under a CA made here and known to nobody else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::client::WebPkiServerVerifier;
use rustls::crypto::CryptoProvider;
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use super::keys::{self, KeyError};
use crate::clock::Clock;

/// How long a CA of ours is good for.
const AUTHORITY_YEARS: i16 = 20;
/// How long a certificate it issues is good for.
const ISSUED_YEARS: i16 = 5;

/// How TLS fails to be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// A certificate could not be made.
    #[error("making a certificate")]
    Make(#[from] rcgen::Error),
    /// A key or certificate file.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A certificate or key does not read.
    #[error("reading a certificate or its key")]
    Pem(#[from] rustls_pki_types::pem::Error),
    /// The pieces do not fit together.
    #[error("setting up TLS")]
    Setup(#[from] rustls::Error),
    /// The CA cannot be used to check the other side.
    #[error("setting up TLS: the authority cannot check anyone")]
    Authority,
}

/// A certificate and its key, both as PEM.
#[derive(Clone)]
pub struct Identity {
    /// The certificate, for anyone.
    pub certificate: String,
    key: String,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}

impl Identity {
    /// Writes `<folder>/<name>.crt` and, for its owner only, `<folder>/<name>.key`.
    pub fn save(&self, folder: &Path, name: &str) -> Result<(), TlsError> {
        let (certificate, key) = files(folder, name);
        keys::write_private(&key, self.key.as_bytes())?;
        keys::write_private(&certificate, self.certificate.as_bytes())?;
        Ok(())
    }

    /// Reads what [`Identity::save`] wrote.
    pub fn load(folder: &Path, name: &str) -> Result<Self, TlsError> {
        let (certificate, key) = files(folder, name);
        Ok(Self {
            certificate: load_certificate(&certificate)?,
            key: text(keys::read_private(&key)?),
        })
    }

    fn chain(&self) -> Result<Vec<CertificateDer<'static>>, TlsError> {
        Ok(
            CertificateDer::pem_slice_iter(self.certificate.as_bytes())
                .collect::<Result<_, _>>()?,
        )
    }

    fn key(&self) -> Result<PrivateKeyDer<'static>, TlsError> {
        Ok(PrivateKeyDer::from_pem_slice(self.key.as_bytes())?)
    }
}

/// Reads a certificate alone, such as the CA's on a machine that only checks.
pub fn load_certificate(path: &Path) -> Result<String, TlsError> {
    let read = std::fs::read(path).map_err(|source| KeyError::Read {
        path: path.to_owned(),
        source,
    })?;
    Ok(text(read))
}

/// A CA of our own.
#[derive(Debug, Clone)]
pub struct Authority {
    identity: Identity,
}

impl Authority {
    /// Makes a new one. `name` is what people see in the certificate.
    pub fn create(name: &str, clock: &dyn Clock) -> Result<Self, TlsError> {
        let mut params = params(name, &[], AUTHORITY_YEARS, clock)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?.pem();
        Ok(Self {
            identity: Identity {
                certificate,
                key: key.serialize_pem(),
            },
        })
    }

    /// The one saved in `folder` under `name`, made when there is none.
    pub fn load_or_create(folder: &Path, name: &str, clock: &dyn Clock) -> Result<Self, TlsError> {
        if files(folder, name).1.exists() {
            return Ok(Self {
                identity: Identity::load(folder, name)?,
            });
        }
        let made = Self::create(name, clock)?;
        made.identity.save(folder, name)?;
        Ok(made)
    }

    /// The CA's certificate, for whoever has to check what it issued.
    pub fn certificate(&self) -> &str {
        &self.identity.certificate
    }

    /// A certificate for a machine that is called by any of `names` (host names or addresses).
    pub fn issue_server(&self, names: &[&str], clock: &dyn Clock) -> Result<Identity, TlsError> {
        let name = names.first().copied().unwrap_or("server");
        self.issue(name, names, ExtendedKeyUsagePurpose::ServerAuth, clock)
    }

    /// A certificate for a machine that calls.
    pub fn issue_client(&self, name: &str, clock: &dyn Clock) -> Result<Identity, TlsError> {
        self.issue(name, &[], ExtendedKeyUsagePurpose::ClientAuth, clock)
    }

    fn issue(
        &self,
        name: &str,
        alternatives: &[&str],
        purpose: ExtendedKeyUsagePurpose,
        clock: &dyn Clock,
    ) -> Result<Identity, TlsError> {
        let signer = KeyPair::from_pem(&self.identity.key)?;
        let issuer = Issuer::from_ca_cert_pem(&self.identity.certificate, signer)?;
        let mut params = params(name, alternatives, ISSUED_YEARS, clock)?;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![purpose];
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &issuer)?.pem();
        Ok(Identity {
            certificate,
            key: key.serialize_pem(),
        })
    }
}

/// For a listener that takes only callers whose certificate `authority` issued. TLS 1.3 only.
pub fn mutual_server(identity: &Identity, authority: &str) -> Result<Arc<ServerConfig>, TlsError> {
    let verifier = WebPkiClientVerifier::builder_with_provider(roots(authority)?, provider())
        .build()
        .map_err(|_| TlsError::Authority)?;
    let config = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_client_cert_verifier(verifier)
        .with_single_cert(identity.chain()?, identity.key()?)?;
    Ok(Arc::new(config))
}

/// For a caller that shows its certificate and takes only a listener `authority` issued one for. TLS 1.3 only.
pub fn mutual_client(identity: &Identity, authority: &str) -> Result<Arc<ClientConfig>, TlsError> {
    let verifier = WebPkiServerVerifier::builder_with_provider(roots(authority)?, provider())
        .build()
        .map_err(|_| TlsError::Authority)?;
    let config = ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_webpki_verifier(verifier)
        .with_client_auth_cert(identity.chain()?, identity.key()?)?;
    Ok(Arc::new(config))
}

/// For a listener anyone may call, such as a web server; `protocols` are offered in this order.
pub fn open_server(identity: &Identity, protocols: &[&str]) -> Result<Arc<ServerConfig>, TlsError> {
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(identity.chain()?, identity.key()?)?;
    config.alpn_protocols = protocols
        .iter()
        .map(|name| name.as_bytes().to_vec())
        .collect();
    Ok(Arc::new(config))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

fn roots(authority: &str) -> Result<Arc<RootCertStore>, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(authority.as_bytes()) {
        roots.add(certificate?)?;
    }
    Ok(Arc::new(roots))
}

fn params(
    name: &str,
    alternatives: &[&str],
    years: i16,
    clock: &dyn Clock,
) -> Result<CertificateParams, TlsError> {
    let names: Vec<String> = alternatives.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, name);
    let today = clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    // A day of grace for clocks that lag; every month has a 28th.
    let yesterday = today.yesterday().unwrap_or(today);
    let date = |years: i16, day: i8| {
        let month = u8::try_from(yesterday.month()).unwrap_or(1);
        date_time_ymd(
            i32::from(yesterday.year()) + i32::from(years),
            month,
            u8::try_from(day).unwrap_or(1),
        )
    };
    params.not_before = date(0, yesterday.day());
    params.not_after = date(years, yesterday.day().min(28));
    Ok(params)
}

fn files(folder: &Path, name: &str) -> (PathBuf, PathBuf) {
    (
        folder.join(format!("{name}.crt")),
        folder.join(format!("{name}.key")),
    )
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use rustls_pki_types::ServerName;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio_rustls::{TlsAcceptor, TlsConnector};

    use super::*;
    use crate::clock::SystemClock;

    async fn talk(
        server: Arc<ServerConfig>,
        client: Arc<ClientConfig>,
        name: &str,
    ) -> std::io::Result<String> {
        let (near, far) = tokio::io::duplex(64 * 1024);
        let serving = tokio::spawn(async move {
            let mut stream = TlsAcceptor::from(server).accept(far).await?;
            stream.write_all(b"hello").await?;
            stream.shutdown().await
        });
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let mut stream = TlsConnector::from(client).connect(name, near).await?;
        let mut said = String::new();
        stream.read_to_string(&mut said).await?;
        serving.await.unwrap()?;
        Ok(said)
    }

    #[tokio::test]
    async fn two_machines_of_one_authority_talk_and_strangers_do_not() {
        let clock = SystemClock::new();
        let ours = Authority::create("ours", &clock).unwrap();
        let theirs = Authority::create("theirs", &clock).unwrap();
        let server = ours
            .issue_server(&["node.test", "127.0.0.1"], &clock)
            .unwrap();
        let client = ours.issue_client("caller", &clock).unwrap();
        let stranger = theirs.issue_client("stranger", &clock).unwrap();

        let serve = || mutual_server(&server, ours.certificate()).unwrap();
        let call =
            |who: &Identity, trust: &Authority| mutual_client(who, trust.certificate()).unwrap();
        assert_eq!(
            talk(serve(), call(&client, &ours), "node.test")
                .await
                .unwrap(),
            "hello"
        );
        assert_eq!(
            talk(serve(), call(&client, &ours), "127.0.0.1")
                .await
                .unwrap(),
            "hello"
        );
        assert!(
            talk(serve(), call(&client, &ours), "other.test")
                .await
                .is_err()
        );
        assert!(
            talk(serve(), call(&stranger, &ours), "node.test")
                .await
                .is_err()
        );
        assert!(
            talk(serve(), call(&client, &theirs), "node.test")
                .await
                .is_err()
        );
        let backwards = mutual_client(&server, ours.certificate()).unwrap();
        assert!(
            talk(serve(), backwards, "node.test").await.is_err(),
            "a server's certificate does not call"
        );
    }

    #[tokio::test]
    async fn an_authority_is_found_again_and_what_it_issues_later_is_trusted() {
        let folder = tempfile::tempdir().unwrap();
        let clock = SystemClock::new();
        let first = Authority::load_or_create(folder.path(), "ca", &clock).unwrap();
        let again = Authority::load_or_create(folder.path(), "ca", &clock).unwrap();
        again
            .issue_server(&["a.test"], &clock)
            .unwrap()
            .save(folder.path(), "a")
            .unwrap();
        let server = Identity::load(folder.path(), "a").unwrap();
        let client = again.issue_client("b", &clock).unwrap();
        let served = mutual_server(&server, first.certificate()).unwrap();
        let called = mutual_client(&client, first.certificate()).unwrap();
        assert_eq!(talk(served, called, "a.test").await.unwrap(), "hello");
        assert!(!format!("{server:?}{first:?}").contains("PRIVATE"));
    }
}
