//! The four configuration files of the demo. Paths in them are read from the file's own folder.

use crate::arguments::Demo;
use crate::ask::Role;

/// The town's mail domain.
const DOMAIN: &str = "yamabiko.example";
/// The name in the inner node's certificate.
pub(super) const INNER_NAME: &str = "inner.yamabiko.example";
/// The name in the link's certificate.
pub(super) const LINK_NAME: &str = "link.yamabiko.example";

/// The file of one process.
pub(super) fn text(role: Role, demo: &Demo, programs: &str) -> String {
    let head = "# Written by `sekisho demo` at every start.\n";
    let body = match role {
        Role::Outer => outer(demo, programs),
        Role::Link => link(demo),
        Role::Inner => inner(demo),
        Role::Appliance => appliance(demo),
    };
    format!("{head}{body}")
}

fn outer(demo: &Demo, programs: &str) -> String {
    let smtp = demo.smtp;
    format!(
        r#"
[node]
name = "outer.{DOMAIN}"
crossing = "internet-lgwan"

[smtp]
listen = ["127.0.0.1:{smtp}"]
hostname = "mail.{DOMAIN}"
domains = ["{DOMAIN}"]
postmaster = "sato@{DOMAIN}"
tls = {{ certificate = "keys/smtp.pem", key = "keys/smtp.key" }}

[spool]
folder = "data/spool"

[ledger]
file = "data/ledger.redb"

[sanitizer]
reader = "{programs}/sanitize-read"
writer = "{programs}/sanitize-write"

# Not there: the rules a site starts with.
[rules]
file = "rules.toml"

[seal]
key = "keys/seal.key"

[link]
socket = "run/link.sock"
inner_key = "keys/directory.pub"
directory = "data/directory.json"

[control]
socket = "run/control.sock"
"#
    )
}

fn link(demo: &Demo) -> String {
    let inner = if demo.link_unix {
        "mode = \"unix\"\nsocket = \"../inner/run/link.sock\"".to_owned()
    } else {
        format!(
            r#"mode = "tls"
address = "127.0.0.1:{}"
name = "{INNER_NAME}"
certificate = "keys/link.pem"
key = "keys/link.key"
ca = "keys/ca.pem""#,
            demo.link
        )
    };
    format!(
        r#"
[outer]
socket = "../outer/run/link.sock"

[inner]
{inner}

[control]
socket = "run/control.sock"
"#
    )
}

fn inner(demo: &Demo) -> String {
    let link = if demo.link_unix {
        "mode = \"unix\"\nsocket = \"run/link.sock\"".to_owned()
    } else {
        format!(
            r#"mode = "tls"
listen = "127.0.0.1:{}"
certificate = "keys/inner.pem"
key = "keys/inner.key"
ca = "keys/ca.pem""#,
            demo.link
        )
    };
    format!(
        r#"
[link]
{link}

[seal]
key = "keys/seal.pub"

[directory]
key = "keys/directory.key"

[appliance]
socket = "../appliance/run/handover.sock"

[ledger]
file = "data/ledger.redb"

[refused]
folder = "data/refused"

[control]
socket = "run/control.sock"
"#
    )
}

fn appliance(demo: &Demo) -> String {
    let http = demo.http;
    format!(
        r#"
listen = "127.0.0.1:{http}"
origin = "http://127.0.0.1:{http}"
data = "data"
handover = "run/handover.sock"
seed = "demo"
demo_password = "yamabiko-demo"
seal_key = "keys/seal.pub"
machine_key = "keys/machine.key"
control = "run/control.sock"
"#
    )
}
