//! Resident memory of a town's processes, their jails' parents and children included.

use tests::world::{Role, World};

/// MiB resident of all our processes together. Shared pages count once per process that maps them
/// privately (PSS), as a fair sum must.
pub(crate) fn of_town(world: &World) -> u64 {
    let ours: Vec<u32> = Role::ALL.iter().filter_map(|r| world.pid(*r)).collect();
    let kib: u64 = processes()
        .into_iter()
        .filter(|p| descends(*p, &ours))
        .map(pss)
        .sum();
    kib / 1024
}

fn processes() -> Vec<u32> {
    let Ok(entries) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|e| e.file_name().to_string_lossy().parse().ok())
        .collect()
}

fn descends(mut pid: u32, from: &[u32]) -> bool {
    for _ in 0..6 {
        if from.contains(&pid) {
            return true;
        }
        let Some(parent) = field(pid, "status", "PPid:") else {
            return false;
        };
        match u32::try_from(parent) {
            Ok(parent) if parent > 1 => pid = parent,
            _ => return false,
        }
    }
    false
}

fn pss(pid: u32) -> u64 {
    field(pid, "smaps_rollup", "Pss:").unwrap_or_default()
}

fn field(pid: u32, file: &str, name: &str) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/{file}")).ok()?;
    let line = text.lines().find(|l| l.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
