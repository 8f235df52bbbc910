//! `sekisho status`: whether every process is ready, and what it warns of.

use serde_json::{Value, json};

use crate::Ended;
use crate::ask::{Role, Town, count, list, text};
use crate::output::{Column, Output, table};

pub(crate) async fn run(town: &Town, output: &Output) -> miette::Result<Ended> {
    let mut answers = Vec::new();
    for role in Role::ALL {
        let answer = town.verb(role, "status").await;
        answers.push((role, answer.unwrap_or_else(|error| gone(&error))));
    }
    let well = answers
        .iter()
        .all(|(_, answer)| is_ready(answer) && alarms(answer).is_empty());
    let processes: serde_json::Map<String, Value> = answers
        .iter()
        .map(|(role, answer)| (role.name().to_owned(), answer.clone()))
        .collect();
    output.answer(&json!({ "ok": well, "processes": processes }), || {
        show(&answers, output)
    });
    Ok(if well { Ended::Well } else { Ended::Badly })
}

fn gone(error: &(dyn std::error::Error + 'static)) -> Value {
    json!({ "ok": false, "ready": false, "error": error.to_string() })
}

/// Whether a status says the process is ready.
pub(crate) fn is_ready(answer: &Value) -> bool {
    answer.get("ready") == Some(&Value::Bool(true))
}

fn alarms(answer: &Value) -> String {
    let codes = list(answer, "alarms").iter().map(|alarm| match alarm {
        Value::String(code) => code.clone(),
        other => format!("{} ×{}", text(other, "code"), count(other, "count")),
    });
    codes.collect::<Vec<_>>().join(", ")
}

fn show(answers: &[(Role, Value)], output: &Output) -> String {
    let words = output.words;
    let rows: Vec<Vec<String>> = answers
        .iter()
        .map(|(role, answer)| {
            let state = match (is_ready(answer), answer.get("ok")) {
                (true, _) => words.ready,
                (false, Some(Value::Bool(true))) => words.starting,
                (false, _) => words.not_running,
            };
            let addresses = list(answer, "addresses").iter().filter_map(Value::as_str);
            vec![
                words.role(*role).to_owned(),
                state.to_owned(),
                addresses.collect::<Vec<_>>().join(" "),
                text(answer, "since").to_owned(),
                alarms(answer),
            ]
        })
        .collect();
    let heading = [
        words.process,
        words.state,
        words.addresses,
        words.since,
        words.alarms,
    ];
    table(&heading, &[Column::Left; 5], &rows)
}
