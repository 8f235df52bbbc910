//! The index of short texts alone: built, opened again, asked ten thousand pieces of texts, and every answer counted
//! against reading all of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use memchr::memmem::Finder;
use sekisho_appliance::search_index::{Ask, Index, Scope, Text, Write, fold};
use sekisho_platform::disk::Folder;

use crate::goal::{Goal, percentile, print as told, sorted};
use tests::chat;

const ROOMS: usize = 4000;

/// Up to how many hits a page counts, and how many it shows.
const MOST: u64 = 1000;
const SHOWN: usize = 20;

/// Measures and prints.
pub(crate) fn print(texts: u64, asked: u64) {
    let folder = tempfile::tempdir_in(std::env::current_dir().unwrap()).unwrap();
    let open = || Index::open(Arc::new(Folder::open(folder.path()).unwrap())).unwrap();
    println!("search: {texts} texts, {asked} pieces of one to ten characters");

    let begun = Instant::now();
    let index = open();
    let mut bytes = 0;
    for from in (0..texts).step_by(1000) {
        let batch = (from..texts.min(from + 1000)).map(|n| {
            let folded = fold(&chat::text(n));
            bytes += folded.len();
            Write::Put(Text {
                key: n.to_be_bytes().to_vec(),
                scopes: vec![all(), room(chat::room(n, ROOMS))],
                when: n,
                folded,
            })
        });
        index.apply(batch.collect(), None).unwrap();
    }
    index.apply(Vec::new(), Some(texts)).unwrap();
    let fed = begun.elapsed().as_secs_f64();
    index.compact().unwrap();
    println!(
        "  {:44} {:9.1} s, then {:.1} s into one part",
        "built",
        fed,
        begun.elapsed().as_secs_f64() - fed
    );
    println!(
        "  {:44} {:9.1} MB of {:.1} MB text",
        "size on the disk",
        megabytes(index.size().0),
        megabytes(bytes as u64)
    );
    println!(
        "  {:44} {:9.1} MB at most",
        "resident while building",
        status("VmHWM:")
    );
    drop(index);

    let begun = Instant::now();
    let index = open();
    assert_eq!(index.position(), Some(texts));
    told(
        "opened and checked",
        begun.elapsed().as_secs_f64(),
        "s",
        &Goal::Most(3.0),
    );

    let pieces: Vec<Vec<String>> = (0..asked)
        .map(|n| words(&chat::piece(n, texts, fold)))
        .collect();
    let person: Vec<Scope> = (0..30).map(|n| room(n * 131 % ROOMS)).collect();
    for (who, scopes) in [
        ("who may see everything", vec![all()]),
        ("who is in 30 of 4,000 rooms", person),
    ] {
        for round in ["first", "again"] {
            let times = sorted(
                pieces
                    .iter()
                    .map(|words| {
                        let begun = Instant::now();
                        index.search(&ask(&scopes, words, MOST)).unwrap();
                        begun.elapsed().as_secs_f64() * 1e3
                    })
                    .collect(),
            );
            println!("  somebody {who}, {round}:");
            println!("  {:44} {:9.2} ms", "median", percentile(&times, 50));
            told("95 of 100", percentile(&times, 95), "ms", &Goal::Most(50.0));
            println!(
                "  {:44} {:9.2} ms, longest {:.2} ms",
                "99 of 100",
                percentile(&times, 99),
                times.last().unwrap()
            );
        }
    }
    told(
        "resident with all that",
        status("VmRSS:"),
        "MB",
        &Goal::Most(300.0),
    );
    recall(&index, texts, &pieces);
}

/// Counts in all texts what holds each piece, and compares.
fn recall(index: &Index, texts: u64, pieces: &[Vec<String>]) {
    let mut whole = Vec::new();
    for n in 0..texts {
        whole.extend_from_slice(fold(&chat::text(n)).as_bytes());
        whole.push(b'\n');
    }
    let (next, wrong, hits) = (AtomicUsize::new(0), AtomicU64::new(0), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(words) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let wanted = brute(&whole, words);
                    let found = index.search(&ask(&[all()], words, u64::MAX)).unwrap().count;
                    hits.fetch_add(wanted, Ordering::Relaxed);
                    if found != wanted {
                        wrong.fetch_add(1, Ordering::Relaxed);
                        eprintln!("{words:?}: {found} instead of {wanted}");
                    }
                }
            });
        }
    });
    let (wrong, hits) = (wrong.into_inner(), hits.into_inner());
    println!(
        "  {} pieces, {hits} hits by reading everything",
        pieces.len()
    );
    told(
        "answers that differ from it",
        wrong as f64,
        "",
        &Goal::Most(0.0),
    );
}

/// Texts end with a line, and no folded text holds one.
fn brute(whole: &[u8], words: &[String]) -> u64 {
    let longest = words.iter().max_by_key(|word| word.len()).unwrap();
    let finder = Finder::new(longest);
    let others: Vec<Finder<'_>> = words
        .iter()
        .filter(|word| *word != longest)
        .map(Finder::new)
        .collect();
    let (mut count, mut from) = (0, 0);
    while let Some(at) = finder.find(&whole[from..]) {
        let at = from + at;
        let end = memchr::memchr(b'\n', &whole[at..]).map_or(whole.len(), |end| at + end);
        let start = memchr::memrchr(b'\n', &whole[..at]).map_or(0, |start| start + 1);
        if others
            .iter()
            .all(|word| word.find(&whole[start..end]).is_some())
        {
            count += 1;
        }
        from = end;
    }
    count
}

fn words(piece: &str) -> Vec<String> {
    fold(piece)
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn ask<'a>(scopes: &'a [Scope], words: &'a [String], most: u64) -> Ask<'a> {
    Ask {
        scopes,
        words,
        shown: SHOWN,
        most,
    }
}

fn all() -> Scope {
    Scope::new("bench", b"all")
}

fn room(number: usize) -> Scope {
    Scope::new("bench room", &number.to_be_bytes())
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// MB of this process as the kernel tells.
fn status(name: &str) -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap();
    let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib * 1024.0 / 1e6
}
