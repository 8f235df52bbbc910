//! The files a page loads: one style sheet, one script of ours, htmx, the icons. All are in the binary, and all are named
//! by the page itself, so that a browser asks for them at once: a page is complete after two round trips.
//!
//! Every file is served under a path that holds a digest of the whole set, so a browser may keep it for ever and an
//! update is seen at once. Each is packed once, when the program starts, never per request. Nothing here comes from another host.

use super::bundle::{Modules as Scripts, bundle};
use super::packing::takes_gzip;
use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "src/web"]
#[include = "*.css"]
#[include = "*.js"]
#[include = "*.svg"]
struct Web;

#[derive(RustEmbed)]
#[folder = "src/modules"]
#[include = "*.css"]
struct Modules;

#[derive(RustEmbed)]
#[folder = "vendor"]
#[include = "*.js"]
struct Vendor;

/// The style sheet of every page: each `.css` of the frame, the parts and the modules.
const STYLE: &str = "app.css";
/// Names the order of the layers, so it stands first.
const LAYERS: &str = "style/layers.css";
/// For rebuilt HTML in its own frame; it must not see the rules of our pages.
const MAIL_BODY: &str = "style/mail-body.css";
const SCRIPT: &str = "script/main.js";
/// For the pages before log-in, which need no other.
const PASSKEY: &str = "script/passkey-plain.js";
const ICONS: &str = "icons/sprite.svg";
const MARK: &str = "icons/mark.svg";
const HTMX: &str = "htmx.js";
/// What the style sheet draws behind the pages before log-in: far and near.
const HILLS: [&str; 2] = ["icons/hills.svg", "icons/hills-near.svg"];

struct Asset {
    kind: &'static str,
    bytes: Bytes,
    /// The same by gzip, where that is smaller.
    packed: Option<Bytes>,
}

struct Set {
    assets: BTreeMap<String, Asset>,
    digest: String,
    links: Links,
}

struct Links {
    style: String,
    mail_body: String,
    script: String,
    passkey: String,
    icons: String,
    mark: String,
    htmx: String,
    hills: [String; 2],
}

static SET: LazyLock<Set> = LazyLock::new(Set::gather);

/// The routes of the files; needs nobody to be logged in.
pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{digest}/{*name}", get(asset))
}

/// Where the style sheet is.
pub(crate) fn style() -> &'static str {
    &SET.links.style
}

/// Where the style sheet for rebuilt mail HTML is.
pub(crate) fn mail_body() -> &'static str {
    &SET.links.mail_body
}

/// Where our script starts.
pub(crate) fn script() -> &'static str {
    &SET.links.script
}

/// Where the script of passkeys is, for pages that have no other.
pub(crate) fn passkey() -> &'static str {
    &SET.links.passkey
}

/// Where htmx is.
pub(crate) fn htmx() -> &'static str {
    &SET.links.htmx
}

/// Where the icons are; a symbol is named after `#`.
pub(crate) fn icons() -> &'static str {
    &SET.links.icons
}

/// Where the mark of the product is, for the browser's tab.
pub(crate) fn mark() -> &'static str {
    &SET.links.mark
}

/// Where the hills behind the pages before log-in are: named by the page as well as by the style sheet, so that they come
/// beside it and not after it.
pub(crate) fn hills() -> &'static [String] {
    &SET.links.hills
}

async fn asset(Path((digest, name)): Path<(String, String)>, asked: HeaderMap) -> Response {
    let Some(asset) = SET.assets.get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // A page of the version before may still ask with its own digest: answer, but let nobody keep it.
    let keep = if digest == SET.digest {
        "public, max-age=31536000, immutable"
    } else {
        "no-store"
    };
    let packed = asset.packed.as_ref().filter(|_| takes_gzip(&asked));
    let mut response = Response::new(Body::from(packed.unwrap_or(&asset.bytes).clone()));
    let headers = response.headers_mut();
    if packed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    // The sandboxed view of a mail has an origin of nobody, so for its one sheet we are another site.
    if name == MAIL_BODY {
        headers.insert(
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        );
    }
    response
}

impl Set {
    fn gather() -> Self {
        let mut assets = BTreeMap::new();
        let mut style = read::<Web>(LAYERS);
        let mut scripts = Scripts::new();
        for name in Web::iter().filter(|name| name != LAYERS) {
            let bytes = read::<Web>(&name);
            match name.rsplit_once('.').map(|(_, extension)| extension) {
                Some("css") if name == MAIL_BODY => {
                    put(&mut assets, &name, "text/css; charset=utf-8", bytes);
                }
                Some("css") => style.extend_from_slice(&bytes),
                Some("js") => {
                    let name = name.strip_prefix("script/").unwrap_or(&name).to_owned();
                    scripts.insert(name, String::from_utf8_lossy(&bytes).into_owned());
                }
                _ => put(&mut assets, &name, "image/svg+xml", bytes),
            }
        }
        for name in Modules::iter() {
            style.extend_from_slice(&read::<Modules>(&name));
        }
        put(&mut assets, STYLE, "text/css; charset=utf-8", style);
        for name in [SCRIPT, PASSKEY] {
            let start = name.strip_prefix("script/").unwrap_or(name);
            let whole = bundle(&scripts, start).unwrap_or_default().into_bytes();
            put(&mut assets, name, "text/javascript; charset=utf-8", whole);
        }
        for name in Vendor::iter().filter(|name| name.ends_with("/htmx.min.js")) {
            put(
                &mut assets,
                HTMX,
                "text/javascript; charset=utf-8",
                read::<Vendor>(&name),
            );
        }

        let mut hasher = blake3::Hasher::new();
        for (name, asset) in &assets {
            hasher.update(name.as_bytes());
            hasher.update(&[0]);
            hasher.update(&asset.bytes);
        }
        let digest: String = hasher.finalize().to_hex().chars().take(16).collect();
        let link = |name: &str| format!("/assets/{digest}/{name}");
        let links = Links {
            style: link(STYLE),
            mail_body: link(MAIL_BODY),
            script: link(SCRIPT),
            passkey: link(PASSKEY),
            icons: link(ICONS),
            mark: link(MARK),
            htmx: link(HTMX),
            hills: HILLS.map(link),
        };
        Self {
            assets,
            digest,
            links,
        }
    }
}

fn read<E: RustEmbed>(name: &str) -> Vec<u8> {
    E::get(name)
        .map(|file| file.data.into_owned())
        .unwrap_or_default()
}

fn put(assets: &mut BTreeMap<String, Asset>, name: &str, kind: &'static str, bytes: Vec<u8>) {
    let packed = pack(&bytes).filter(|packed| packed.len() < bytes.len());
    let asset = Asset {
        kind,
        bytes: Bytes::from(bytes),
        packed,
    };
    assets.insert(name.to_owned(), asset);
}

fn pack(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_a_page_names_is_there_and_not_empty() {
        for link in [
            style(),
            mail_body(),
            script(),
            passkey(),
            icons(),
            mark(),
            htmx(),
            &hills()[0],
            &hills()[1],
        ] {
            let name = link.splitn(4, '/').nth(3).expect("a name after the digest");
            let asset = SET
                .assets
                .get(name)
                .unwrap_or_else(|| panic!("{name} is embedded"));
            assert!(!asset.bytes.is_empty(), "{name} has content");
        }
    }

    #[tokio::test]
    async fn a_file_is_packed_only_for_who_can_unpack_it() {
        let path = || Path((SET.digest.clone(), STYLE.to_owned()));
        let plain = asset(path(), HeaderMap::new()).await;
        assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
        let mut asked = HeaderMap::new();
        asked.insert(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static("br, gzip"),
        );
        assert_eq!(
            asset(path(), asked).await.headers()[header::CONTENT_ENCODING],
            "gzip"
        );
    }

    #[tokio::test]
    async fn only_the_files_of_this_set_may_be_kept() {
        let now = asset(
            Path((SET.digest.clone(), STYLE.to_owned())),
            HeaderMap::new(),
        )
        .await;
        assert!(
            now.headers()[header::CACHE_CONTROL]
                .to_str()
                .expect("ascii")
                .contains("immutable")
        );
        let before = asset(
            Path(("0123456789abcdef".to_owned(), STYLE.to_owned())),
            HeaderMap::new(),
        )
        .await;
        assert_eq!(before.headers()[header::CACHE_CONTROL], "no-store");
        let none = asset(
            Path((SET.digest.clone(), "../Cargo.toml".to_owned())),
            HeaderMap::new(),
        )
        .await;
        assert_eq!(none.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn the_order_of_layers_comes_before_any_rule() {
        let style = SET.assets.get(STYLE).expect("the style sheet");
        let text = std::str::from_utf8(&style.bytes).expect("utf-8");
        let first = text.find('@').expect("a rule");
        assert!(
            text[first..].starts_with("@layer reset,"),
            "the list of layers is first"
        );
    }

    #[test]
    fn no_style_or_script_of_ours_names_another_host() {
        for (name, asset) in &SET.assets {
            if name == HTMX {
                continue;
            }
            let text = std::str::from_utf8(&asset.bytes)
                .expect("utf-8")
                .replace("http://www.w3.org/", "");
            assert!(
                !text.contains("http://") && !text.contains("https://"),
                "{name} names a host"
            );
            assert!(!text.contains("@import"), "{name} imports");
        }
    }

    fn templates(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).expect("a folder of templates") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                templates(&path, found);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "html")
            {
                let text = std::fs::read_to_string(&path).expect("a template");
                found.push((path.display().to_string(), text));
            }
        }
    }

    #[test]
    fn no_template_needs_more_than_our_content_security_policy_gives() {
        let mut found = Vec::new();
        templates(
            &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut found,
        );
        assert!(found.len() > 5, "the templates are beside their pages");
        for (path, text) in found {
            for never in [
                " style=",
                "<style",
                "hx-on",
                "js:",
                "javascript:",
                " onclick",
                " onload",
                " onsubmit",
            ] {
                assert!(!text.contains(never), "{path} holds `{never}`");
            }
            for (at, _) in text.match_indices("<script") {
                let tag = text[at..].split('>').next().unwrap_or_default();
                assert!(
                    tag.contains(" src="),
                    "{path} holds a script inside the page"
                );
            }
        }
    }

    #[test]
    fn every_icon_a_template_names_is_drawn() {
        let sprite = SET.assets.get(ICONS).expect("the icons");
        let sprite = std::str::from_utf8(&sprite.bytes).expect("utf-8");
        let mut found = Vec::new();
        templates(
            &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut found,
        );
        for (path, text) in found {
            for part in text.split("assets::icons() }}#").skip(1) {
                let name = part.split('"').next().unwrap_or_default();
                let drawn = name.contains('{') || sprite.contains(&format!("id=\"{name}\""));
                assert!(drawn, "{path} names the icon `{name}`");
            }
        }
    }
}
