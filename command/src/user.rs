//! `sekisho user`: asks the appliance to let one more person in, to shut one out, or to let them in again.

use std::io::BufRead as _;

use miette::{IntoDiagnostic as _, WrapErr as _};
use serde_json::json;

use crate::Ended;
use crate::arguments::Person;
use crate::ask::{Role, Town, text};
use crate::output::Output;

pub(crate) async fn add(town: &Town, output: &Output, person: Person) -> miette::Result<Ended> {
    let password = if person.password_stdin {
        Some(read_password()?)
    } else {
        None
    };
    let question = json!({
        "do": "user-add",
        "login": person.login,
        "name": person.name,
        "yomi": person.yomi,
        "address": person.address,
        "unit": person.unit,
        "post": person.post,
        "password": password,
    });
    let answer = town.ask(Role::Appliance, &question).await?;
    output.answer(&answer, || {
        let words = output.words;
        let login = text(&answer, "login");
        match text(&answer, "password") {
            "" => format!("{}: {login}", words.user_added),
            made => format!(
                "{}: {login}\n{}: {made}",
                words.user_added, words.first_password
            ),
        }
    });
    Ok(Ended::Well)
}

pub(crate) async fn suspend(town: &Town, output: &Output, login: &str) -> miette::Result<Ended> {
    let question = json!({ "do": "user-suspend", "login": login });
    let answer = town.ask(Role::Appliance, &question).await?;
    output.answer(&answer, || {
        let login = text(&answer, "login");
        format!("{}: {login}", output.words.user_suspended)
    });
    Ok(Ended::Well)
}

pub(crate) async fn restore(town: &Town, output: &Output, login: &str) -> miette::Result<Ended> {
    let question = json!({ "do": "user-restore", "login": login });
    let answer = town.ask(Role::Appliance, &question).await?;
    output.answer(&answer, || {
        let login = text(&answer, "login");
        format!("{}: {login}", output.words.user_restored)
    });
    Ok(Ended::Well)
}

fn read_password() -> miette::Result<String> {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .into_diagnostic()
        .wrap_err("reading the password from standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
