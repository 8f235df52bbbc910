//! `sekisho reconcile` (突合): lays the books of the outer node, the inner node and the appliance side by side.
//!
//! In balance means: everything accepted is delivered, held, refused with notice or still on its way; what the
//! outer node calls delivered is in the appliance; and nothing is there twice. The appliance may be ahead of the
//! outer node by what is on its way, never behind.

use serde::Serialize;
use serde_json::json;

use crate::Ended;
use crate::ask::{AskError, Role, Town, count};
use crate::output::{Column, Output, table};

/// The books side by side. Counts are items times recipients.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
struct Books {
    accepted: u64,
    delivered: u64,
    held: u64,
    refused: u64,
    waiting: u64,
    /// Accepted, and in none of the outer node's columns.
    difference: i128,
    /// In the appliance's mailboxes.
    landed: u64,
    /// The same, each (item, recipient) once.
    distinct: u64,
    duplicates: u64,
    /// Delivered by the outer node's book and not in the appliance.
    missing: u64,
    /// In the appliance and not yet confirmed to the outer node.
    unconfirmed: u64,
    balanced: bool,
}

pub(crate) async fn run(town: &Town, output: &Output) -> miette::Result<Ended> {
    let books = read(town).await?;
    output.answer(
        &json!({ "ok": true, "books": &books, "accepted": books.accepted,
        "delivered": books.delivered, "held": books.held, "refused": books.refused,
        "waiting": books.waiting, "difference": books.difference, "landed": books.landed,
        "distinct": books.distinct, "duplicates": books.duplicates, "missing": books.missing,
        "unconfirmed": books.unconfirmed, "balanced": books.balanced }),
        || show(&books, output),
    );
    Ok(if books.balanced {
        Ended::Well
    } else {
        Ended::Badly
    })
}

/// Reads all three books. The appliance is read between two readings of the outer node, so that mail in motion
/// does not look like a difference.
async fn read(town: &Town) -> Result<Books, AskError> {
    let before = town.verb(Role::Outer, "reconcile").await?;
    let appliance = town.verb(Role::Appliance, "reconcile").await?;
    let outer = town.verb(Role::Outer, "reconcile").await?;
    let mut books = Books {
        accepted: count(&outer, "accepted"),
        delivered: count(&outer, "delivered"),
        held: count(&outer, "held"),
        refused: count(&outer, "refused"),
        waiting: count(&outer, "waiting"),
        landed: count(&appliance, "landed"),
        distinct: count(&appliance, "distinct"),
        duplicates: count(&appliance, "duplicates"),
        ..Books::default()
    };
    books.judge(count(&before, "delivered"));
    Ok(books)
}

impl Books {
    fn judge(&mut self, delivered_before: u64) {
        let placed = [self.delivered, self.held, self.refused, self.waiting];
        let placed: i128 = placed.into_iter().map(i128::from).sum();
        self.difference = i128::from(self.accepted) - placed;
        self.missing = delivered_before.saturating_sub(self.distinct);
        self.unconfirmed = self.distinct.saturating_sub(self.delivered);
        self.balanced = self.difference == 0
            && self.duplicates == 0
            && self.missing == 0
            && self.unconfirmed <= self.waiting;
    }
}

fn show(books: &Books, output: &Output) -> String {
    let words = output.words;
    let row = |name: &str, value: String| vec![name.to_owned(), value];
    let rows = [
        row(words.accepted, books.accepted.to_string()),
        row(words.delivered, books.delivered.to_string()),
        row(words.held, books.held.to_string()),
        row(words.refused, books.refused.to_string()),
        row(words.waiting, books.waiting.to_string()),
        row(words.difference, books.difference.to_string()),
        row(words.in_mailboxes, books.distinct.to_string()),
        row(words.duplicates, books.duplicates.to_string()),
        row(words.missing, books.missing.to_string()),
        row(words.unconfirmed, books.unconfirmed.to_string()),
    ];
    let verdict = if books.balanced {
        words.balanced
    } else {
        words.not_balanced
    };
    let heading = [words.what, words.how_many];
    format!(
        "{}\n{verdict}",
        table(&heading, &[Column::Left, Column::Right], &rows)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn books(outer: [u64; 5], appliance: [u64; 2], before: u64) -> Books {
        let [accepted, delivered, held, refused, waiting] = outer;
        let [distinct, duplicates] = appliance;
        let landed = distinct + duplicates;
        let mut books = Books {
            accepted,
            delivered,
            held,
            refused,
            waiting,
            landed,
            distinct,
            duplicates,
            ..Books::default()
        };
        books.judge(before);
        books
    }

    #[test]
    fn mail_on_its_way_is_no_difference() {
        assert!(books([10, 7, 1, 1, 1], [8, 0], 7).balanced);
        assert!(books([10, 8, 1, 1, 0], [8, 0], 8).balanced);
    }

    #[test]
    fn a_lost_a_doubled_and_an_invented_mail_are_bad_news() {
        assert_eq!(books([10, 7, 1, 1, 0], [7, 0], 7).difference, 1);
        assert!(!books([10, 8, 1, 1, 0], [8, 1], 8).balanced);
        assert_eq!(books([10, 8, 1, 1, 0], [7, 0], 8).missing, 1);
        assert!(!books([10, 8, 1, 1, 0], [9, 0], 8).balanced);
    }
}
