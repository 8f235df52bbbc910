//! Pages leave packed by gzip: one of 60 KB in one or two of a new connection's first sendings instead of five, which on
//! a line of 150 ms is the greater part of the wait.
//!
//! What is packed can tell by its length what stands in it, where somebody else can have their own words put into the
//! same page, again and again, and watch (CVE-2013-3587). Nobody can here: our cookies are `SameSite=Strict`, so what
//! another site asks for is answered with the log-in page, which holds no secret. The files of `assets` are packed once
//! and come by already; streams, and files that are saved, go as they are.

//!
//! A page is there as a whole when it leaves, so it is packed as a whole: in one piece of memory, by a packer that the
//! thread keeps, and sent with its length. A stream would take it apart and make everything anew for each page.

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use std::cell::RefCell;

/// A page that fits into the first packet of an answer gains nothing.
const LEAST: u64 = 1_000;

/// A larger page is no page; it goes as it is.
const MOST: u64 = 64 * 1024 * 1024;

/// From here on the second level pays: a tenth smaller, for half as much work again. Each further level costs more
/// than it brings at half past eight.
const LONG: usize = 16 * 1024;

/// Head of a gzip without a name or a time, of no particular system (RFC 1952, 2.3).
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

thread_local! {
    static PACKERS: RefCell<[Compress; 2]> = RefCell::new([
        Compress::new(Compression::new(1), false),
        Compress::new(Compression::new(2), false),
    ]);
}

/// Packs pages for who can unpack them.
pub(crate) async fn pack(request: Request, next: Next) -> Response {
    let takes = takes_gzip(request.headers());
    let mut response = next.run(request).await;
    if !is_page(response.headers()) {
        return response;
    }
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    let length = response.body().size_hint().exact();
    let packs = length.is_some_and(|length| (LEAST..=MOST).contains(&length));
    if !takes || !packs || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(plain) = to_bytes(body, usize::MAX).await else {
        // A body that is whole does not fail; should it, half a page is none.
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let body = match packed(&plain) {
        Some(bytes) => {
            let gzip = HeaderValue::from_static("gzip");
            parts.headers.insert(header::CONTENT_ENCODING, gzip);
            parts.headers.remove(header::CONTENT_LENGTH);
            Bytes::from(bytes)
        }
        None => plain,
    };
    Response::from_parts(parts, Body::from(body))
}

/// The bytes as gzip; none where that fails.
fn packed(plain: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(plain.len() / 4 + 512);
    out.extend_from_slice(&HEAD);
    PACKERS.with_borrow_mut(|packers| {
        let packer = packers.get_mut(usize::from(plain.len() >= LONG))?;
        packer.reset();
        loop {
            let done = usize::try_from(packer.total_in()).ok()?;
            let rest = plain.get(done..)?;
            let status = packer.compress_vec(rest, &mut out, FlushCompress::Finish);
            match status.ok()? {
                Status::StreamEnd => return Some(()),
                Status::Ok | Status::BufError => out.reserve(out.len()),
            }
        }
    })?;
    let mut sum = Crc::new();
    sum.update(plain);
    out.extend_from_slice(&sum.sum().to_le_bytes());
    out.extend_from_slice(&sum.amount().to_le_bytes());
    Some(out)
}

/// Whether a browser says that it unpacks gzip.
pub(super) fn takes_gzip(asked: &HeaderMap) -> bool {
    asked
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|offer| {
            offer.trim().split(';').next() == Some("gzip") && !offer.trim_end().ends_with("q=0")
        })
}

fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

#[cfg(test)]
mod tests {
    use crate::app::tests::World;
    use axum::body::Body;
    use axum::http::{Request, header};
    use std::io::Read;

    #[tokio::test]
    async fn a_page_is_packed_for_who_can_unpack_it_and_a_file_never() {
        let world = World::new();
        let sato = world.log_in("sato").await;
        let ask = async |path: &str| {
            let request = Request::get(path)
                .header(header::COOKIE, &sato)
                .header(header::ACCEPT_ENCODING, "gzip, deflate, br");
            let request = request.body(Body::empty()).expect("request");
            world.send(request).await
        };
        let plain = world.get("/directory", &sato).await;
        let packed = ask("/directory").await;
        assert_eq!(packed.header("content-encoding"), "gzip");
        assert!(packed.bytes.len() * 3 < plain.bytes.len());
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(packed.bytes.as_slice())
            .read_to_end(&mut unpacked)
            .expect("gzip");
        assert_eq!(unpacked, plain.bytes);
        for both in [&plain, &packed] {
            assert_eq!(both.header("vary"), "accept-encoding");
            assert_eq!(both.header("content-length"), both.bytes.len().to_string());
        }
        let file = ask("/directory/file?as=csv").await;
        assert!(!file.headers.contains_key(header::CONTENT_ENCODING));
    }

    #[test]
    fn whatever_is_packed_one_after_the_other_unpacks_to_itself() {
        let noise = |count: usize| -> Vec<u8> {
            let bytes = (0..count).map(|at| blake3::hash(&at.to_le_bytes()).as_bytes()[0]);
            bytes.collect()
        };
        let texts = [
            Vec::new(),
            b"a".to_vec(),
            noise(100_000),
            "関所".repeat(60_000).into_bytes(),
            noise(3_000),
            vec![0; 1_000_000],
        ];
        for plain in texts.iter().chain(&texts) {
            let packed = super::packed(plain).expect("packed");
            let mut unpacked = Vec::new();
            flate2::read::GzDecoder::new(packed.as_slice())
                .read_to_end(&mut unpacked)
                .expect("gzip");
            assert_eq!(&unpacked, plain);
        }
    }
}
