//! `sekisho role`: who may do what beside their daily work. The first administrator of a town is named here.

use serde_json::{Value, json};

use crate::Ended;
use crate::arguments::Given;
use crate::ask::{Role, Town, text};
use crate::output::{Column, Output, table};

pub(crate) async fn grant(town: &Town, output: &Output, given: &Given) -> miette::Result<Ended> {
    let answer = town
        .ask(Role::Appliance, &question("role-grant", given))
        .await?;
    output.answer(&answer, || {
        let words = output.words;
        let told = match answer.get("changed").and_then(Value::as_bool) {
            Some(false) => words.role_stood,
            _ => words.role_granted,
        };
        said(told, &answer, output)
    });
    Ok(Ended::Well)
}

pub(crate) async fn revoke(town: &Town, output: &Output, given: &Given) -> miette::Result<Ended> {
    let answer = town
        .ask(Role::Appliance, &question("role-revoke", given))
        .await?;
    output.answer(&answer, || said(output.words.role_revoked, &answer, output));
    Ok(Ended::Well)
}

pub(crate) async fn list(town: &Town, output: &Output) -> miette::Result<Ended> {
    let answer = town
        .ask(Role::Appliance, &json!({ "do": "role-list" }))
        .await?;
    output.answer(&answer, || {
        let words = output.words;
        let roles = answer.get("roles").and_then(Value::as_array);
        let rows: Vec<Vec<String>> = roles
            .into_iter()
            .flatten()
            .map(|role| row(role, output))
            .collect();
        if rows.is_empty() {
            return words.no_roles.to_owned();
        }
        let heading = [
            words.organisation,
            words.role,
            words.borne_by,
            words.logins,
            words.since,
        ];
        table(&heading, &[Column::Left; 5], &rows)
    });
    Ok(Ended::Well)
}

fn question(verb: &str, given: &Given) -> Value {
    json!({
        "do": verb, "login": given.login, "role": given.role.code(), "unit": given.unit,
        "post": given.by_post,
    })
}

fn said(told: &str, answer: &Value, output: &Output) -> String {
    let role = output.words.office(text(answer, "role"));
    format!("{told}: {} ({role})", text(answer, "login"))
}

fn row(role: &Value, output: &Output) -> Vec<String> {
    let office = output.words.office(text(role, "role"));
    let office = match text(role, "unit") {
        "" => office.to_owned(),
        unit => format!("{office} ({unit})"),
    };
    let logins = role.get("logins").and_then(Value::as_array);
    let logins: Vec<&str> = logins
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let bearer = match text(role, "post") {
        "" => output.words.themselves,
        post => post,
    };
    let last = text(role, "last");
    vec![
        text(role, "organisation").to_owned(),
        office,
        bearer.to_owned(),
        logins.join(" "),
        format!("{} – {last}", text(role, "from"))
            .trim_end()
            .to_owned(),
    ]
}
