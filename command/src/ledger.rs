//! `sekisho ledger` (受渡台帳): the latest items, or every step of one.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::Ended;
use crate::ask::{Role, Town, count, list, text};
use crate::output::{Column, Output, table};

pub(crate) async fn run(
    town: &Town,
    output: &Output,
    item: Option<Uuid>,
    limit: u32,
) -> miette::Result<Ended> {
    let question = match item {
        Some(item) => json!({ "do": "ledger", "item": item }),
        None => json!({ "do": "ledger", "limit": limit }),
    };
    let answer = town.ask(Role::Outer, &question).await?;
    let items = list(&answer, "items");
    output.answer(&answer, || match (item, items.first()) {
        (Some(_), Some(found)) => one(found, output),
        (Some(_), None) => output.words.no_such_item.to_owned(),
        (None, _) => many(items, output),
    });
    let missing = item.is_some() && items.is_empty();
    Ok(if missing { Ended::Badly } else { Ended::Well })
}

fn many(items: &[Value], output: &Output) -> String {
    let words = output.words;
    if items.is_empty() {
        return words.no_items.to_owned();
    }
    let rows: Vec<Vec<String>> = items
        .iter()
        .map(|item| {
            vec![
                text(item, "item").to_owned(),
                text(item, "received").to_owned(),
                count(item, "size").to_string(),
                words.stage(text(item, "stage")).to_owned(),
                text(item, "from").to_owned(),
                recipients(item),
            ]
        })
        .collect();
    let heading = [
        words.item,
        words.received,
        words.size,
        words.stage_word,
        words.from,
        words.to,
    ];
    let left = Column::Left;
    table(
        &heading,
        &[left, left, Column::Right, left, left, left],
        &rows,
    )
}

fn recipients(item: &Value) -> String {
    let to = list(item, "recipients");
    let first = to
        .first()
        .map(|recipient| text(recipient, "to"))
        .unwrap_or_default();
    match to.len() {
        0 | 1 => first.to_owned(),
        more => format!("{first} +{}", more - 1),
    }
}

fn one(item: &Value, output: &Output) -> String {
    let words = output.words;
    let facts = [
        (words.item, text(item, "item").to_owned()),
        (words.received, text(item, "received").to_owned()),
        (words.from, text(item, "from").to_owned()),
        (words.size, count(item, "size").to_string()),
        (
            words.stage_word,
            words.stage(text(item, "stage")).to_owned(),
        ),
    ];
    let facts: Vec<Vec<String>> = facts
        .into_iter()
        .map(|(name, value)| vec![name.to_owned(), value])
        .collect();
    let to: Vec<Vec<String>> = list(item, "recipients")
        .iter()
        .map(|recipient| {
            let state = words.stage(text(recipient, "state")).to_owned();
            vec![
                text(recipient, "to").to_owned(),
                state,
                text(recipient, "reason").to_owned(),
            ]
        })
        .collect();
    let steps: Vec<Vec<String>> = list(item, "steps")
        .iter()
        .map(|step| {
            let stage = words.stage(text(step, "stage")).to_owned();
            vec![
                text(step, "at").to_owned(),
                stage,
                text(step, "detail").to_owned(),
            ]
        })
        .collect();
    let left = Column::Left;
    [
        table(&[words.what, ""], &[left, left], &facts),
        table(
            &[words.to, words.stage_word, words.reason],
            &[left, left, left],
            &to,
        ),
        table(
            &[words.at, words.stage_word, words.reason],
            &[left, left, left],
            &steps,
        ),
    ]
    .join("\n")
}
