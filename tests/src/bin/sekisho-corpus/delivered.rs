//! Of the Office files that LibreOffice itself opens, how many are delivered.

use std::collections::BTreeSet;

use crate::carry::Carried;

/// At least this many of a hundred.
const LEAST: usize = 98;

/// Says the figure; fails below [`LEAST`]. Skips loudly where the list is not there.
pub(crate) fn judge(carried: &[Carried]) -> Option<String> {
    let list = tests::tree::root().join("target/checkers/opens.txt");
    let Ok(text) = std::fs::read_to_string(&list) else {
        println!(
            "SKIPPED: which files LibreOffice opens is not known yet; `make checkers` finds out"
        );
        return None;
    };
    let opens: BTreeSet<&str> = text.lines().collect();
    let mut all = 0;
    let mut held = Vec::new();
    for one in carried {
        if one.sample.is_office() && opens.contains(one.sample.name.as_str()) {
            all += 1;
            if one.outcome.is_err() {
                held.push(one.sample.name.as_str());
            }
        }
    }
    let delivered = all - held.len();
    println!(
        "delivered of the Office files that LibreOffice opens: {delivered} of {all} ({:.2} %); held: {}",
        delivered as f64 * 100.0 / f64::from(u32::try_from(all.max(1)).unwrap()),
        if held.is_empty() {
            "none".to_owned()
        } else {
            held.join(", ")
        }
    );
    (delivered * 100 < all * LEAST).then(|| {
        format!("only {delivered} of {all} Office files that LibreOffice opens are delivered")
    })
}
