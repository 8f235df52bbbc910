//! Every route × every role × two towns, by a table that a person can read: `table.txt`. Each request is real and comes to
//! the real router; what is written is seen in the store itself, byte by byte.

mod forged;
mod routes;
mod table;
mod towns;

use super::engine::{Map, TestEngine};
use super::{Answer, World};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use routes::{leads, routes};
use std::collections::BTreeSet;
use std::sync::Arc;
use table::{Line, lines};
use towns::{ROLES, Side, Towns, upload};

/// An appliance as it stood when the towns were built, as long as nothing is written to it.
struct Stage<'a> {
    towns: &'a Towns,
    fresh: Option<(World, Arc<TestEngine>)>,
}

/// What came of a request: how it was answered, and which tables it wrote to.
struct Came {
    answer: Answer,
    wrote: BTreeSet<String>,
}

impl<'a> Stage<'a> {
    fn new(towns: &'a Towns) -> Self {
        Self { towns, fresh: None }
    }

    /// Asks, as a page of ours does.
    async fn ask(&mut self, line: &Line, side: Side, role: &str) -> Came {
        let (address, form) = line.filled(self.towns, side, role);
        let cookie = self.towns.cookie(role).to_owned();
        let (world, engine) = self.fresh.take().unwrap_or_else(|| self.towns.world());
        let before = engine.all();
        let answer = send(&world, line, &address, &form, &cookie).await;
        let wrote = written(&before, &engine.all());
        if wrote.is_empty() {
            self.fresh = Some((world, engine));
        }
        Came { answer, wrote }
    }
}

async fn send(world: &World, line: &Line, address: &str, form: &str, cookie: &str) -> Answer {
    if line.address.starts_with("/stream") {
        // What never ends is judged by how it begins.
        let request = Request::get(address).header(header::COOKIE, cookie);
        let begun = world
            .open(request.body(Body::empty()).expect("request"))
            .await;
        return Answer {
            status: begun.status(),
            headers: begun.headers().clone(),
            bytes: Vec::new(),
        };
    }
    match line.method.as_str() {
        "GET" => world.get(address, cookie).await,
        "PUT" => {
            let request = Request::put(address).header(header::COOKIE, cookie);
            let request = request.header(header::CONTENT_TYPE, "application/json");
            let body = Body::from(form.to_owned());
            world.send(request.body(body).expect("request")).await
        }
        _ if line.upload => {
            let fields: Vec<_> = form
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .collect();
            upload(world, address, cookie, &fields).await
        }
        _ => world.post(address, cookie, form).await,
    }
}

/// The tables in which something differs.
fn written(before: &Arc<Map>, after: &Arc<Map>) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    if Arc::ptr_eq(before, after) {
        return out;
    }
    let table = |key: &[u8]| {
        let name = key.iter().skip(1).take_while(|byte| **byte != 0);
        String::from_utf8_lossy(&name.copied().collect::<Vec<u8>>()).into_owned()
    };
    let changed = |one: &Map, other: &Map, out: &mut BTreeSet<String>| {
        for (key, value) in one {
            if (key.first() == Some(&b'r') || key.first() == Some(&b'i'))
                && other.get(key) != Some(value)
            {
                out.insert(table(key));
            }
        }
    };
    changed(before, after, &mut out);
    changed(after, before, &mut out);
    out
}

/// What came of it, in a word of the table.
fn word(came: &Came, role: &str) -> String {
    let location = came.answer.location();
    let base = match came.answer.status {
        StatusCode::OK => "ok".to_owned(),
        StatusCode::SEE_OTHER if location.starts_with("/login") => "in".to_owned(),
        StatusCode::SEE_OTHER => "to".to_owned(),
        other => other.as_u16().to_string(),
    };
    // Who was shut out is expelled by whatever they ask first.
    let expelled = role == "shut"
        && came
            .wrote
            .iter()
            .all(|table| ["auth_session", "auth_ending", "audit"].contains(&table.as_str()));
    let wrote = if came.wrote.is_empty() || expelled {
        ""
    } else {
        "!"
    };
    base + wrote
}

/// Whatever of the other town stands in an answer and did not stand in what was asked.
fn leaked<'a>(towns: &'a Towns, came: &Came, asked: &str) -> Option<&'a str> {
    let text = String::from_utf8_lossy(&came.answer.bytes);
    let told = |headers: &HeaderMap| format!("{headers:?}");
    let all = told(&came.answer.headers) + &text;
    let mut words = towns.foreign();
    words.push(Side::Other.word());
    words
        .into_iter()
        .find(|word| all.contains(*word) && !asked.contains(*word))
}

#[tokio::test]
async fn every_route_stands_in_the_table() {
    let (world, _) = Towns::build().await.world();
    let routes = routes(&world.router);
    assert!(routes.len() >= 110, "{}", routes.len());
    let lines = lines();
    let mut missing: BTreeSet<_> = routes.iter().collect();
    for line in &lines {
        let route = leads(&routes, &line.method, &line.address);
        let route = route.unwrap_or_else(|| panic!("line {}: leads nowhere", line.number));
        missing.remove(route);
    }
    assert!(missing.is_empty(), "not in the table: {missing:#?}");
}

#[tokio::test]
async fn what_comes_of_every_request_is_what_the_table_says() {
    let towns = Towns::build().await;
    let mut stage = Stage::new(&towns);
    let mut wrong = Vec::new();
    for line in lines() {
        for (role, wanted) in ROLES.iter().zip(&line.own) {
            let came = stage.ask(&line, Side::Own, role).await;
            let found = word(&came, role);
            if found != *wanted {
                wrong.push(format!(
                    "{line} {role}: {found}, not {wanted} ({:?} {})",
                    came.wrote,
                    came.answer.location()
                ));
            }
            if let Some(leak) = leaked(&towns, &came, &format!("{line:?}")) {
                wrong.push(format!("{line} {role}: tells {leak} of the other town"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} differ",
        wrong.join("\n"),
        wrong.len()
    );
}

#[tokio::test]
async fn the_other_towns_things_are_not_there_and_nothing_of_them_is_changed() {
    let towns = Towns::build().await;
    let mut stage = Stage::new(&towns);
    let mut wrong = Vec::new();
    for line in lines() {
        let Some(wanted) = &line.other else { continue };
        for (role, own) in ROLES.iter().zip(&line.own) {
            // Whoever is refused in their own town is refused alike.
            let refused = ["in", "404"].contains(&own.as_str());
            let wanted = if refused { own } else { wanted };
            let came = stage.ask(&line, Side::Other, role).await;
            let found = word(&came, role);
            if found != *wanted {
                wrong.push(format!(
                    "{line} {role}: {found}, not {wanted} ({:?} {})",
                    came.wrote,
                    came.answer.location()
                ));
            }
            let (address, form) = line.filled(&towns, Side::Other, role);
            if let Some(leak) = leaked(&towns, &came, &format!("{address} {form}")) {
                wrong.push(format!("{line} {role}: tells {leak} of the other town"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} differ",
        wrong.join("\n"),
        wrong.len()
    );
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}: {} {} {}",
            self.number, self.method, self.address, self.form
        )
    }
}
