//! A browser's connection without the browser: TLS, HTTP/1.1 kept open, one question at a time.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::aws_lc_rs::default_provider;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use rustls_pki_types::{CertificateDer, ServerName};

/// The longest that one answer is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where the pages are, and by which certificate they are known.
#[derive(Clone, Debug)]
pub struct Door {
    port: u16,
    tls: Arc<ClientConfig>,
}

/// An open connection.
#[derive(Debug)]
pub struct Line {
    stream: BufReader<StreamOwned<ClientConnection, TcpStream>>,
}

/// What came back.
#[derive(Debug, Default)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Every `Set-Cookie` as far as its first `;`, as a browser sends them back.
    pub cookie: String,
    /// `Location`.
    pub location: String,
    /// The body, as it came.
    pub body: Vec<u8>,
    /// True where it came packed by gzip.
    pub packed: bool,
}

impl Answer {
    /// The body as text, unpacked.
    pub fn text(&self) -> String {
        let mut plain = Vec::new();
        if self.packed {
            let mut gzip = flate2::read::GzDecoder::new(self.body.as_slice());
            gzip.read_to_end(&mut plain).expect("a whole gzip");
        } else {
            plain.clone_from(&self.body);
        }
        String::from_utf8_lossy(&plain).into_owned()
    }
}

impl Door {
    pub(super) fn new(port: u16, certificate: &CertificateDer<'_>) -> Self {
        let mut roots = RootCertStore::empty();
        roots
            .add(certificate.clone().into_owned())
            .expect("our own certificate");
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("protocol versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self {
            port,
            tls: Arc::new(config),
        }
    }

    /// Another server's port, known by the same certificate.
    pub fn beside(&self, port: u16) -> Self {
        Self {
            port,
            tls: Arc::clone(&self.tls),
        }
    }

    /// Connects and shakes hands.
    pub fn open(&self) -> std::io::Result<Line> {
        Ok(Line {
            stream: BufReader::with_capacity(32 * 1024, self.stream()?),
        })
    }

    /// The same for whoever speaks another protocol.
    pub fn stream(&self) -> std::io::Result<StreamOwned<ClientConnection, TcpStream>> {
        let stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let name = ServerName::try_from("localhost").expect("a name");
        let tls = ClientConnection::new(Arc::clone(&self.tls), name);
        let tls = tls.map_err(std::io::Error::other)?;
        Ok(StreamOwned::new(tls, stream))
    }
}

impl Line {
    /// Gets a page; `more` are further header lines, each with its line end.
    pub fn get(&mut self, path: &str, cookie: &str, more: &str) -> std::io::Result<Answer> {
        self.get_plain(path, cookie, &format!("Accept-Encoding: gzip\r\n{more}"))
    }

    /// The same as whoever unpacks nothing.
    pub fn get_plain(&mut self, path: &str, cookie: &str, more: &str) -> std::io::Result<Answer> {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n{more}\r\n"
        ))
    }

    /// Sends a form as a page of the same origin does.
    pub fn post(&mut self, path: &str, cookie: &str, form: &str) -> std::io::Result<Answer> {
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        ))
    }

    /// Sends the parts of a form that may carry files.
    pub fn multipart(
        &mut self,
        path: &str,
        cookie: &str,
        parts: &[(&str, &str)],
    ) -> std::io::Result<Answer> {
        let parts = parts.iter().map(|(name, value)| {
            format!(
                "--=_parts\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
        });
        let body = parts.collect::<String>() + "--=_parts--\r\n";
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: multipart/form-data; boundary=\"=_parts\"\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    fn ask(&mut self, request: &str) -> std::io::Result<Answer> {
        let out = self.stream.get_mut();
        out.write_all(request.as_bytes())?;
        out.flush()?;
        let mut answer = Answer::default();
        let mut length = Some(0);
        let mut line = String::new();
        for at in 0.. {
            line.clear();
            self.stream.read_line(&mut line)?;
            let text = line.trim_end();
            if at == 0 {
                let status = text.split(' ').nth(1).and_then(|word| word.parse().ok());
                answer.status = status.ok_or_else(|| std::io::Error::other("no answer"))?;
                continue;
            }
            let Some((name, value)) = text.split_once(": ") else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().ok(),
                "transfer-encoding" => length = None,
                "set-cookie" => {
                    if !answer.cookie.is_empty() {
                        answer.cookie.push_str("; ");
                    }
                    let pair = value.split(';').next().unwrap_or("");
                    answer.cookie.push_str(pair);
                }
                "content-encoding" => answer.packed = value == "gzip",
                "location" => value.clone_into(&mut answer.location),
                _ => {}
            }
        }
        match length {
            Some(length) => {
                answer.body.resize(length, 0);
                self.stream.read_exact(&mut answer.body)?;
            }
            None => self.chunks(&mut answer.body)?,
        }
        Ok(answer)
    }

    fn chunks(&mut self, body: &mut Vec<u8>) -> std::io::Result<()> {
        let mut line = String::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim_end(), 16);
            let size = size.map_err(std::io::Error::other)?;
            let from = body.len();
            body.resize(from + size, 0);
            self.stream.read_exact(&mut body[from..])?;
            line.clear();
            self.stream.read_line(&mut line)?;
            if size == 0 {
                return Ok(());
            }
        }
    }
}

/// Fields as a form sends them.
pub fn form(fields: &[(&str, &str)]) -> String {
    let coded = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                    char::from(byte).to_string()
                }
                _ => format!("%{byte:02X}"),
            })
            .collect()
    };
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", coded(name), coded(value)));
    pairs.collect::<Vec<_>>().join("&")
}
