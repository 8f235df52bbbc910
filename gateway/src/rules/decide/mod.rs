//! Deciding: a pure function from what is known of an item to what happens to it.

use sekisho_ir::Reason;
use sekisho_sanitizer::MailReport;

use super::table::{Action, Rule, Table};

/// What is decided on.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// From which tier to which.
    pub crossing: &'a str,
    /// The sender; empty for a notice.
    pub from: &'a str,
    /// The recipients.
    pub to: &'a [String],
    /// Bytes of the original.
    pub size: u64,
    /// What the sanitizer found and did.
    pub report: &'a MailReport,
}

/// What was decided, and by which row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    action: Action,
    rule: String,
}

/// The name of the decision no row made.
const NO_RULE: &str = "no-rule";

/// One row of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// The row.
    pub rule: &'a str,
    /// The first condition that does not hold; none for the row that decides.
    pub fails: Option<&'static str>,
}

impl Decision {
    /// What happens.
    pub fn action(&self) -> &Action {
        &self.action
    }

    /// The row that decided.
    pub fn rule(&self) -> &str {
        &self.rule
    }
}

impl Table {
    /// Decides on one item: the first row that matches; held when none does.
    pub fn decide(&self, subject: &Subject<'_>) -> Decision {
        let row = self
            .rules
            .iter()
            .find(|rule| rule.failing(subject).is_none());
        row.map_or_else(
            || Decision {
                action: Action::Hold {
                    approvers: Vec::new(),
                },
                rule: NO_RULE.to_owned(),
            },
            |rule| Decision {
                action: rule.action(),
                rule: rule.id.clone(),
            },
        )
    }

    /// The rows down to the one that decides, and why each before it did not.
    pub fn explain<'a>(&'a self, subject: &Subject<'_>) -> Vec<Line<'a>> {
        let mut lines = Vec::new();
        for rule in &self.rules {
            let fails = rule.failing(subject);
            lines.push(Line {
                rule: &rule.id,
                fails,
            });
            if fails.is_none() {
                return lines;
            }
        }
        lines.push(Line {
            rule: NO_RULE,
            fails: None,
        });
        lines
    }
}

impl Rule {
    /// The first condition that does not hold.
    fn failing(&self, subject: &Subject<'_>) -> Option<&'static str> {
        let report = subject.report;
        let held = |reasons: &[Reason], found: Option<Reason>| {
            found.is_some_and(|reason| reasons.contains(&reason))
        };
        let parts = || report.parts.iter().flat_map(|part| part.walk());
        let conditions: [(&'static str, bool); 7] = [
            (
                "crossing",
                unless_empty(&self.crossing, |name| name == subject.crossing),
            ),
            (
                "from",
                unless_empty(&self.from, |pattern| pattern.fits(subject.from)),
            ),
            (
                "to",
                unless_empty(&self.to, |pattern| {
                    subject.to.iter().any(|to| pattern.fits(to))
                }),
            ),
            (
                "larger_than",
                self.larger_than.is_none_or(|size| subject.size > size),
            ),
            (
                "unreadable",
                self.unreadable.is_empty() || held(&self.unreadable, report.held),
            ),
            (
                "part_held",
                self.part_held.is_empty()
                    || parts().any(|part| held(&self.part_held, part.result.reason())),
            ),
            (
                "part_kind",
                unless_empty(&self.part_kind, |kind| {
                    parts().any(|part| part.detected == *kind)
                }),
            ),
        ];
        conditions
            .into_iter()
            .find(|(_, holds)| !holds)
            .map(|(name, _)| name)
    }
}

fn unless_empty<T>(list: &[T], any: impl FnMut(&T) -> bool) -> bool {
    list.is_empty() || list.iter().any(any)
}

#[cfg(test)]
mod tests;
