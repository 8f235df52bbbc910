//! The table of ratios, and what machine it is from.

use std::collections::BTreeMap;

use crate::flood::Seen;

/// One measured flood.
#[derive(Debug)]
pub(crate) struct Result {
    who: &'static str,
    size: &'static str,
    connections: u64,
    seen: Seen,
}

impl Result {
    pub(crate) fn new(who: &'static str, size: &'static str, connections: u64, seen: Seen) -> Self {
        Self {
            who,
            size,
            connections,
            seen,
        }
    }
}

/// One line about the machine.
pub(crate) fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model = cpu
        .lines()
        .find(|l| l.starts_with("model name"))
        .and_then(|l| l.split(": ").nth(1));
    let cores = cpu.lines().filter(|l| l.starts_with("processor")).count();
    let memory = read("/proc/meminfo");
    let total = memory
        .lines()
        .next()
        .and_then(|l| l.split_whitespace().nth(1))
        .unwrap_or("0");
    let gib = total.parse::<u64>().unwrap_or_default() / 1024 / 1024;
    let load = read("/proc/loadavg");
    format!(
        "machine: {} × {cores}, {gib} GiB, load {}",
        model.unwrap_or("unknown processor"),
        load.trim()
    )
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Medians of all rounds, and our figure over each peer's.
pub(crate) fn print(results: &[Result]) {
    let mut groups: BTreeMap<(&str, u64, &str), Vec<Seen>> = BTreeMap::new();
    for r in results {
        groups
            .entry((r.size, r.connections, r.who))
            .or_default()
            .push(r.seen);
    }
    println!(
        "{:5} {:>5} {:11} {:>14} {:>14} {:>16} {:>16}",
        "size", "conns", "who", "accepted/s", "arrived/s", "ours/its accept", "ours/its arrive"
    );
    for ((size, connections, who), seen) in &groups {
        let ours = groups
            .get(&(*size, *connections, "sekisho"))
            .cloned()
            .unwrap_or_default();
        let of = |list: &[Seen], pick: fn(&Seen) -> f64| median(list.iter().map(pick).collect());
        let (accepted, arrived) = (of(seen, |s| s.accepted), of(seen, |s| s.arrived));
        println!(
            "{size:5} {connections:5} {who:11} {accepted:14.1} {arrived:14.1} {:16.2} {:16.2}",
            of(&ours, |s| s.accepted) / accepted,
            of(&ours, |s| s.arrived) / arrived
        );
    }
}
