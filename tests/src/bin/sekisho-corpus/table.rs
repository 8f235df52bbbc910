//! The table of one run: a line an extension, one for all Office files, one for everything.

use std::collections::BTreeMap;

use crate::carry::Carried;

/// A line of figures for each extension.
pub(crate) fn print(carried: &[Carried]) {
    let mut groups: BTreeMap<&str, Vec<&Carried>> = BTreeMap::new();
    for one in carried {
        groups.entry(&one.sample.extension).or_default().push(one);
    }
    println!(
        "{:8} {:>5} {:>7} {:>5} {:>8} {:>8} {:>8} {:>7}  held",
        "", "files", "rebuilt", "held", "p50 ms", "p95 ms", "max ms", "MB/s"
    );
    for (extension, group) in &groups {
        line(
            if extension.is_empty() {
                "(none)"
            } else {
                extension
            },
            group,
        );
    }
    let office: Vec<&Carried> = carried.iter().filter(|c| c.sample.is_office()).collect();
    line("OOXML", &office);
    line("all", &carried.iter().collect::<Vec<_>>());
}

/// Every Office file that is held, and every picture in one.
pub(crate) fn print_held(carried: &[Carried]) {
    for one in carried.iter().filter(|one| one.sample.is_office()) {
        if let Err(reason) = one.outcome {
            println!("held {reason}: {}", one.sample.name);
        }
    }
}

fn line(name: &str, group: &[&Carried]) {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for one in group {
        if let Err(reason) = one.outcome {
            *reasons.entry(reason.code()).or_default() += 1;
        }
    }
    let held: usize = reasons.values().sum();
    let reasons: Vec<String> = reasons.iter().map(|(r, n)| format!("{r} {n}")).collect();
    let mut millis: Vec<f64> = group.iter().map(|one| one.millis).collect();
    millis.sort_by(f64::total_cmp);
    let seconds = millis.iter().sum::<f64>() / 1000.0;
    let megabytes = group.iter().map(|one| one.size as f64).sum::<f64>() / 1e6;
    println!(
        "{name:8} {:5} {:7} {held:5} {:8.1} {:8.1} {:8.1} {:7.2}  {}",
        group.len(),
        group.len() - held,
        quantile(&millis, 50),
        quantile(&millis, 95),
        quantile(&millis, 100),
        megabytes / seconds.max(1e-9),
        reasons.join(", ")
    );
}

/// The value that `percent` of the sorted values do not exceed.
fn quantile(sorted: &[f64], percent: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted
        .get((last * percent).div_ceil(100))
        .copied()
        .unwrap_or(0.0)
}
