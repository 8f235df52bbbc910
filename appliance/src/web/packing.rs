//! Pages leave packed by gzip: one of 60 KB in one or two of a new connection's first sendings instead of five, which on
//! a line of 150 ms is the greater part of the wait.
//!
//! What is packed can tell by its length what stands in it, where somebody else can have their own words put into the
//! same page, again and again, and watch (CVE-2013-3587). Nobody can here: our cookies are `SameSite=Strict`, so what
//! another site asks for is answered with the log-in page, which holds no secret. The files of `assets` are packed once
//! and come by already; streams, and files that are saved, go as they are.

use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// How an answer is judged.
type Judge = fn(StatusCode, Version, &HeaderMap, &Extensions) -> bool;

/// The layer that packs pages for who can unpack them.
pub(crate) fn layer() -> CompressionLayer<Judge> {
    let judge: Judge = is_page;
    CompressionLayer::new()
        .gzip(true)
        .br(false)
        // Most of what packing brings, at a fifth of what the best would cost at half past eight.
        .quality(CompressionLevel::Precise(4))
        .compress_when(judge)
}

fn is_page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
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
        assert_eq!(unpacked.len(), plain.bytes.len());
        let file = ask("/directory/file?as=csv").await;
        assert!(!file.headers.contains_key(header::CONTENT_ENCODING));
    }
}
