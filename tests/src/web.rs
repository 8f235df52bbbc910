//! A clerk's browser without the browser: real HTTP by curl, which every Debian has, with a cookie
//! jar of its own.

use std::process::Command;

use crate::world::World;

/// Someone logged in.
#[derive(Debug)]
pub struct Clerk<'w> {
    world: &'w World,
    jar: tempfile::NamedTempFile,
}

/// An answer.
#[derive(Debug)]
pub struct Page {
    /// HTTP status.
    pub status: u16,
    /// Header lines as they came.
    pub headers: String,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl Page {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl<'w> Clerk<'w> {
    /// Logs in over the page's own form.
    ///
    /// # Panics
    /// When the log-in is refused.
    pub fn log_in(world: &'w World, login: &str) -> Self {
        let jar = tempfile::NamedTempFile::new().expect("a cookie jar");
        let clerk = Self { world, jar };
        let password = world.password(login);
        let page = clerk.post("/login", &[("name", login), ("password", &password)]);
        assert_eq!(page.status, 303, "log-in of {login}: {}", page.text());
        clerk
    }

    /// Gets a page.
    pub fn get(&self, path: &str) -> Page {
        self.request(path, &[])
    }

    /// Sends a form as a page of the same origin does.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut arguments = vec![
            "--header".to_owned(),
            "Sec-Fetch-Site: same-origin".to_owned(),
            "--request".to_owned(),
            "POST".to_owned(),
        ];
        for (name, value) in fields {
            arguments.push("--data-urlencode".to_owned());
            arguments.push(format!("{name}={value}"));
        }
        self.request(path, &arguments)
    }

    /// Seconds from the request to the first byte of the answer.
    ///
    /// # Panics
    /// When there is no answer.
    pub fn seconds(&self, path: &str) -> f64 {
        let output = Command::new("curl")
            .args(["--silent", "--output", "/dev/null", "--write-out"])
            .arg("%{time_starttransfer} %{time_connect} %{http_code}")
            .arg("--cookie")
            .arg(self.jar.path())
            .arg(format!("{}{path}", self.world.http))
            .output()
            .expect("curl runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut words = said.split(' ');
        let mut next = || {
            words
                .next()
                .and_then(|w| w.parse::<f64>().ok())
                .unwrap_or_default()
        };
        let (first_byte, connected, status) = (next(), next(), next());
        assert!((status - 200.0).abs() < 0.5, "{path}: {said}");
        first_byte - connected
    }

    fn request(&self, path: &str, arguments: &[String]) -> Page {
        let url = format!("{}{path}", self.world.http);
        let headers = tempfile::NamedTempFile::new().expect("a header file");
        let output = Command::new("curl")
            .args(["--silent", "--show-error", "--max-time", "60"])
            .arg("--cookie")
            .arg(self.jar.path())
            .arg("--cookie-jar")
            .arg(self.jar.path())
            .arg("--dump-header")
            .arg(headers.path())
            .args(arguments)
            .arg(&url)
            .output()
            .expect("curl runs");
        assert!(
            output.status.success(),
            "curl {url}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let headers = std::fs::read_to_string(headers.path()).unwrap_or_default();
        let status = headers
            .split(' ')
            .nth(1)
            .and_then(|s| s.parse().ok())
            .unwrap_or_default();
        Page {
            status,
            headers,
            body: output.stdout,
        }
    }
}
