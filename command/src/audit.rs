//! `sekisho audit verify`: asks every node that keeps an audit trail to check its chain.

use serde_json::{Value, json};

use crate::Ended;
use crate::ask::{Role, Town, count};
use crate::output::{Column, Output, table};

/// The processes that keep an audit trail; the link keeps nothing.
const KEEPERS: [Role; 3] = [Role::Outer, Role::Inner, Role::Appliance];

pub(crate) async fn verify(town: &Town, output: &Output) -> miette::Result<Ended> {
    let mut answers = Vec::new();
    for role in KEEPERS {
        answers.push((role, town.verb(role, "audit-verify").await?));
    }
    let whole = answers
        .iter()
        .all(|(_, answer)| answer.get("broken") == Some(&Value::Null));
    let nodes: serde_json::Map<String, Value> = answers
        .iter()
        .map(|(role, answer)| (role.name().to_owned(), answer.clone()))
        .collect();
    output.answer(
        &json!({ "ok": true, "whole": whole, "nodes": nodes }),
        || {
            let words = output.words;
            let rows: Vec<Vec<String>> = answers
                .iter()
                .map(|(role, answer)| {
                    let verdict = match answer.pointer("/broken/at") {
                        Some(at) => format!("{} {at}", words.broken_at),
                        None => words.whole.to_owned(),
                    };
                    vec![
                        words.role(*role).to_owned(),
                        count(answer, "rows").to_string(),
                        count(answer, "checkpoints").to_string(),
                        verdict,
                    ]
                })
                .collect();
            let heading = [words.process, words.rows, words.checkpoints, words.verdict];
            table(
                &heading,
                &[Column::Left, Column::Right, Column::Right, Column::Left],
                &rows,
            )
        },
    );
    Ok(if whole { Ended::Well } else { Ended::Badly })
}
