//! What no page of ours sends: changes in a person's name from elsewhere, and identities that cannot be.

use super::table::{Line, lines};
use super::towns::{Side, Towns};
use super::{leaked, written};
use crate::app::tests::{Answer, World};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use std::collections::BTreeSet;

/// Whatever a browser says of where a change was asked for, when it was not asked for by our own page.
const ELSEWHERE: &[&[(&str, &str)]] = &[
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[
        ("sec-fetch-site", "x"),
        ("origin", "http://sekisho.example"),
    ],
    &[("sec-fetch-site", ""), ("origin", "http://evil.example")],
    &[("origin", "http://evil.example")],
    &[("origin", "http://sekisho.example.evil.example")],
    &[
        ("origin", "http://evil.example"),
        ("referer", "http://sekisho.example/"),
    ],
    &[("origin", "null")],
    &[("origin", "")],
    // Nothing at all: a program, or a browser older than any that is still kept.
    &[],
];

async fn post(world: &World, line: &Line, asked: (&str, &str), more: &[(&str, &str)]) -> Answer {
    let ((address, form), mut request) = (asked, Request::post(asked.0));
    request = request
        .header(header::HOST, "sekisho.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    assert_eq!(line.method, "POST", "{address}");
    let request = request.body(Body::from(form.to_owned()));
    world.send(request.expect("request")).await
}

#[tokio::test]
async fn no_change_is_made_that_our_own_page_did_not_ask_for() {
    let towns = Towns::build().await;
    let (world, engine) = towns.world();
    let before = engine.all();
    let mut asked = BTreeSet::new();
    for line in lines() {
        // A browser reports by itself, of every site that it is told to.
        if line.method != "POST" || line.address == "/csp-report" {
            continue;
        }
        // Whoever may most; and the way in, which a stranger's page would have somebody take as itself.
        for role in ["organisation", "auditor", "acting", "nobody"] {
            let (address, form) = line.filled(
                &towns,
                Side::Own,
                if role == "nobody" { "clerk" } else { role },
            );
            for claimed in ELSEWHERE {
                let mut headers = claimed.to_vec();
                headers.push(("cookie", towns.cookie(role)));
                let answer = post(&world, &line, (&address, &form), &headers).await;
                assert_eq!(
                    answer.status,
                    StatusCode::FORBIDDEN,
                    "{line} {role} {claimed:?}"
                );
                assert_eq!(answer.header("set-cookie"), "", "{line} {role} {claimed:?}");
            }
            asked.insert(address);
        }
    }
    assert!(asked.len() > 60, "{}", asked.len());
    let wrote = written(&before, &engine.all());
    assert!(wrote.is_empty(), "{wrote:?}");
}

#[tokio::test]
async fn a_form_of_ours_is_taken_from_every_browser_with_tls_and_without() {
    let towns = Towns::build().await;
    let (world, _) = towns.world();
    let said: [&[(&str, &str)]; 3] = [
        &[("sec-fetch-site", "same-origin"), ("origin", "null")],
        // Without TLS a browser says nothing but this, and this only because the page's policy lets it.
        &[("origin", "http://sekisho.example")],
        &[("sec-fetch-site", "same-origin")],
    ];
    for claimed in said {
        let mut request = Request::post("/presence")
            .header(header::HOST, "sekisho.example")
            .header(header::COOKIE, towns.cookie("clerk"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in claimed {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from("state=away&next=/"));
        let answer = world.send(request.expect("request")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{claimed:?}");
    }
    let page = world.get("/", towns.cookie("clerk")).await;
    assert_eq!(page.header("referrer-policy"), "same-origin");
}

/// What else a name of the table could be taken for.
fn kind(name: &str) -> &str {
    match name {
        "far" | "away" | "fresh" | "clerk" => "person",
        "kari" | "room" => "ka",
        "held" | "letter" => "mail",
        "private" => "group",
        other => other,
    }
}

/// What stands in an address where an identity should.
fn crafted(towns: &Towns, name: &str, right: &str, role: &str) -> Vec<String> {
    let kinds = [
        "person",
        "ka",
        "post",
        "group",
        "mail",
        "announcement",
        "link",
        "external",
        "draft",
        "pending",
        "grant",
        "account",
        "town",
    ];
    let mut out: Vec<String> = [
        "",
        "0",
        "-1",
        "%20",
        "%00",
        "..",
        "%2e%2e%2f",
        "'%20or%201=1--",
        "%F0%A0%AE%B7",
        "%FF",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "18446744073709551616",
    ]
    .map(str::to_owned)
    .to_vec();
    // Of the wrong kind, of either town.
    for other in kinds.into_iter().filter(|other| *other != kind(name)) {
        for side in [Side::Own, Side::Other] {
            out.push(towns.name(side, role, other).to_owned());
        }
    }
    let half = right.get(..right.len() / 2).unwrap_or_default();
    out.push(half.to_owned());
    out.push(format!("{right}0"));
    out.push(format!("{right}%00"));
    out.push(format!("{right};{right}"));
    out.push(right.repeat(100));
    out
}

#[tokio::test]
async fn an_identity_that_cannot_be_finds_nothing_and_changes_nothing() {
    let towns = Towns::build().await;
    let (world, engine) = towns.world();
    let before = engine.all();
    let mut asked = 0;
    for line in lines() {
        let Some(at) = line.address.find('{') else {
            continue;
        };
        let name = line
            .address
            .get(at + 1..)
            .and_then(|rest| rest.split('}').next());
        let name = name.expect("a name");
        // What a query says is a wish; a page without it stands all the same.
        if line.address.contains('?') {
            continue;
        }
        // In an address alone, with no other outcome than that it is not there.
        if line.other.as_deref() != Some("404") || line.own.iter().all(|own| own == "404") {
            continue;
        }
        for role in ["organisation", "auditor", "system", "acting"] {
            let right = towns.name(Side::Own, role, name).to_owned();
            let (address, form) = line.filled(&towns, Side::Own, role);
            for wrong in crafted(&towns, name, &right, role) {
                let address = address.replacen(&right, &wrong, 1);
                let cookie = towns.cookie(role);
                let headers = [("cookie", cookie), ("sec-fetch-site", "same-origin")];
                let answer = match line.method.as_str() {
                    "GET" => world.get(&address, cookie).await,
                    _ => post(&world, &line, (&address, &form), &headers).await,
                };
                let what = format!("{line} {role} {address}");
                let refused = [400, 404, 405, 414].contains(&answer.status.as_u16());
                // Of a change it may be said that there is nothing to change any more; it is seen below that none was.
                let refused =
                    refused || line.method == "POST" && answer.status == StatusCode::SEE_OTHER;
                // Nothing at all is the list itself, or a page of its own.
                let page = wrong.is_empty() || wrong == "..";
                assert!(
                    refused || page && answer.status.as_u16() < 400,
                    "{what}: {}",
                    answer.status
                );
                asked += 1;
                let came = super::Came {
                    answer,
                    wrote: BTreeSet::new(),
                };
                assert_eq!(leaked(&towns, &came, &address), None, "{what}");
            }
            let wrote = written(&before, &engine.all());
            assert!(wrote.is_empty(), "{line} {role}: {wrote:?}");
        }
    }
    assert!(asked > 5_000, "{asked}");
}
