//! `sekisho demo`: the whole road on one machine — outer node, link, inner node, appliance — and a town to try it.
//!
//! ```text
//!  prepare (folders, keys, certificates, configurations) ──▶ children (start, watch, restart, stop)
//!                                                                │ ready?
//!                                                                ▼
//!                                            seed the town ──▶ post the sample mails (first time) ──▶ Ctrl-C
//! ```
//!
//! Promises: everything lies below one folder; a second start goes on with what is there; when the demo ends, however
//! it ends, its processes end too.

pub(crate) mod child;
mod children;
mod configs;
mod post;
mod prepare;
mod samples;

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::Ended;
use crate::arguments::Demo;
use crate::ask::{Role, Town, count, list, text};
use crate::output::{Column, Output, aside, table};
use crate::status::is_ready;
use children::Children;
use prepare::Laid;

/// How long the processes may take to become ready.
const READY_WITHIN: Duration = Duration::from_mins(1);
/// How long the sample mails may take to arrive.
const SETTLED_WITHIN: Duration = Duration::from_mins(2);
/// Most sample mails go to her.
const PROTAGONIST: &str = "sato";
const LOOK_AGAIN: Duration = Duration::from_millis(50);

pub(crate) async fn run(var: &Path, demo: Demo, output: &Output) -> miette::Result<Ended> {
    let laid = prepare::lay_out(var, &demo)?;
    if demo.prepare_only {
        let folder = laid.var.display().to_string();
        output.answer(&summary(&laid, &[]), || {
            format!("{} {folder}", output.words.demo_laid_out)
        });
        return Ok(Ended::Well);
    }
    prepare::ports_are_free(&demo)?;
    let mut stop = children::Stop::listen()?;
    let mut children = Children::start(&laid, output.words)?;
    let ended = tokio::select! {
        ended = live(&laid, &demo, output, &mut children) => ended,
        () = stop.asked() => Ok(Ended::Well),
    };
    aside(output.words.demo_stopping);
    children.stop().await;
    aside(output.words.demo_stopped);
    ended
}

async fn live(
    laid: &Laid,
    demo: &Demo,
    output: &Output,
    children: &mut Children,
) -> miette::Result<Ended> {
    let words = output.words;
    aside(words.demo_starting);
    let town = Town::new(laid.var.clone(), None)?;
    let seeded = tokio::select! {
        seeded = become_ready(&town, laid, demo, output) => seeded?,
        failed = children.watch_start() => return Err(failed.into()),
    };
    let logins = protagonist_first(list(&seeded, "logins"));
    let logins = logins.as_slice();
    output.answer(&summary(laid, logins), || welcome(laid, logins, output));
    Err(children.watch().await.into())
}

/// Waits for the processes, seeds the town, waits until mail for it is taken, and posts the samples once.
async fn become_ready(
    town: &Town,
    laid: &Laid,
    demo: &Demo,
    output: &Output,
) -> miette::Result<Value> {
    for role in [Role::Appliance, Role::Inner, Role::Link, Role::Outer] {
        until(READY_WITHIN, town, role, is_ready).await?;
    }
    let first = !demo.no_samples && !laid.posted();
    let ask = json!({ "do": "demo-seed", "morning": first });
    let seeded = town.ask(Role::Appliance, &ask).await?;
    until(READY_WITHIN, town, Role::Outer, |status| {
        count(status, "directory") > 0
    })
    .await?;
    until(READY_WITHIN, town, Role::Outer, |status| {
        status.get("link") == Some(&Value::Bool(true))
    })
    .await?;
    if demo.no_samples {
        return Ok(seeded);
    }
    if laid.posted() {
        aside(&format!(
            "{} {}",
            output.words.demo_again,
            laid.var.display()
        ));
    } else {
        aside(output.words.demo_posting);
        post::samples(demo.smtp, output).await?;
        laid.mark_posted()?;
        settle(town).await?;
    }
    Ok(seeded)
}

/// Waits until nothing is on its way any more.
async fn settle(town: &Town) -> miette::Result<()> {
    let settled = async {
        loop {
            let books = town.verb(Role::Outer, "reconcile").await?;
            if count(&books, "waiting") == 0 && count(&books, "accepted") > 0 {
                return Ok(());
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    tokio::time::timeout(SETTLED_WITHIN, settled)
        .await
        .unwrap_or_else(|_| {
            let seconds = SETTLED_WITHIN.as_secs();
            Err(miette::miette!(
                "the sample mails were not through after {seconds} s"
            ))
        })
}

/// Asks a process's status until it is as wanted.
async fn until(
    within: Duration,
    town: &Town,
    role: Role,
    wanted: impl Fn(&Value) -> bool,
) -> miette::Result<()> {
    let mut last = String::from("it did not answer");
    let waiting = async {
        loop {
            match town.verb(role, "status").await {
                Ok(status) if wanted(&status) => return,
                Ok(status) => last = status.to_string(),
                Err(error) => last = error.to_string(),
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    tokio::time::timeout(within, waiting).await.map_err(|_| {
        let seconds = within.as_secs();
        miette::miette!(
            "the {} process was not ready after {seconds} s: {last}",
            role.name()
        )
    })
}

/// The log-ins with the person first to whom the sample mails went.
fn protagonist_first(logins: &[Value]) -> Vec<Value> {
    let mut logins = logins.to_vec();
    logins.sort_by_key(|login| text(login, "login") != PROTAGONIST);
    logins
}

fn summary(laid: &Laid, logins: &[Value]) -> Value {
    json!({
        "ok": true,
        "var": laid.var,
        "smtp": laid.smtp(),
        "web": laid.web(),
        "logins": logins,
    })
}

fn welcome(laid: &Laid, logins: &[Value], output: &Output) -> String {
    let words = output.words;
    let rows: Vec<Vec<String>> = logins
        .iter()
        .take(8)
        .map(|login| {
            ["login", "password", "name", "address"]
                .map(|key| text(login, key).to_owned())
                .into()
        })
        .collect();
    let heading = [
        words.demo_login,
        words.demo_password,
        words.name,
        words.demo_address,
    ];
    let more = match logins.len().saturating_sub(rows.len()) {
        0 => String::new(),
        more => format!("  … +{more}\n"),
    };
    let people = table(&heading, &[Column::Left; 4], &rows);
    let address = logins
        .first()
        .map(|login| text(login, "address"))
        .unwrap_or_default();
    format!(
        "\n{ready}\n\n  {web}: {url}\n  {mail}: {smtp}\n\n{people}{more}\n{hint}:\n  \
         swaks --server {smtp} --from kikaku@pref.example --to {address} --header 'Subject: 照会について' \
         --body '本文です。'\n",
        ready = words.demo_ready,
        web = words.demo_web,
        url = laid.web(),
        mail = words.demo_mail,
        smtp = laid.smtp(),
        hint = words.demo_hint,
    )
}
