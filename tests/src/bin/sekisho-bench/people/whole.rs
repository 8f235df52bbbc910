//! Everything that is found, where a tenth of a large office is: 700 of 7,000, and with `SEKISHO_BENCH_PEOPLE=20571`
//! 1,200 of 12,000. One connection with one session, as slapd's is bound once, and then eight at once.

use std::collections::{BTreeMap, BTreeSet};

use sekisho_appliance::search_index::fold;
use tests::served::{Answer, Line, Served, form};

use super::Ground;
use super::find::{Asked, Run, beside as told, figures, logins};
use crate::goal::sorted;
use crate::ldap::{ENTRY, Slapd};

/// How many needles go round.
const NEEDLES: usize = 16;

/// Connections at once.
const AT_ONCE: usize = 8;

/// The organisation with the most people.
const OFFICE: usize = 0;

/// How our side shows what it finds.
struct Way {
    what: &'static str,
    ask: fn(&mut Line, &Asked) -> std::io::Result<Answer>,
    right: fn(&Asked, &str) -> bool,
}

const WAYS: [Way; 4] = [
    Way {
        what: "the first hundred, and how many",
        ask: |line, one| {
            let htmx = "HX-Request: true\r\nHX-Request-Type: partial\r\n";
            line.get(&path("/directory", one), &one.cookie, htmx)
        },
        right: |one, page| {
            let shown = logins(page);
            let many = format!(" {}", one.wanted.len());
            shown.len() == one.wanted.len().min(100)
                && shown.is_subset(&one.wanted)
                && (page.contains(&many) || page.contains(&one.wanted.len().to_string()))
        },
    },
    Way {
        what: "all of them on one page, packed",
        ask: |line, one| line.get(&path("/directory/print", one), &one.cookie, ""),
        right: |one, page| addressed(page) == one.wanted,
    },
    Way {
        what: "all of them on one page, not packed",
        ask: |line, one| line.get_plain(&path("/directory/print", one), &one.cookie, ""),
        right: |one, page| addressed(page) == one.wanted,
    },
    Way {
        what: "all of them as CSV",
        ask: |line, one| {
            let path = path("/directory/file", one) + "&as=csv";
            line.get(&path, &one.cookie, "")
        },
        right: |one, file| {
            // A line for each post that somebody holds; the log-in name stands last.
            let lines = file.lines().skip(1);
            let last = lines.filter_map(|line| line.trim_end().rsplit(',').next());
            last.map(|login| login.trim_matches('"').to_owned())
                .collect::<BTreeSet<_>>()
                == one.wanted
        },
    },
];

/// What everybody of an organisation is found by, folded.
type Lines = [Vec<(String, [String; 5])>];

/// Asks both for everything that a tenth is found by.
pub(super) fn beside(ground: &Ground, lines: &Lines, served: &Served, slapd: Option<&Slapd>) {
    let asked = questions(ground, lines);
    let hits: usize = asked[..NEEDLES.min(asked.len())]
        .iter()
        .map(|one| one.wanted.len())
        .sum();
    println!(
        "  a tenth: {} questions, {} of {} found by each in the mean",
        asked.len(),
        hits / NEEDLES.min(asked.len()).max(1),
        lines[OFFICE].len()
    );
    for at_once in [1, AT_ONCE] {
        let theirs = slapd.map(|slapd| {
            run(
                &asked,
                at_once,
                || slapd.processor(),
                || slapd.open(),
                |peer, one| peer.find(one.hall, &one.words, (0, ENTRY)),
                |one, found| found.iter().cloned().collect::<BTreeSet<_>>() == one.wanted,
            )
        });
        if let Some(theirs) = &theirs {
            figures("slapd", theirs);
        }
        for way in &WAYS {
            let ours = run(
                &asked,
                at_once,
                || served.processor(),
                || ground.place.door().open().unwrap(),
                |line, one| {
                    let answer = (way.ask)(line, one).unwrap();
                    assert_eq!(answer.status, 200);
                    answer.text()
                },
                |one, text| (way.right)(one, text),
            );
            println!("    {}, {at_once} at once:", way.what);
            figures("ours", &ours);
            println!("    {} of ours differ", ours.differ);
            if let Some(theirs) = &theirs {
                told(way.what, &ours, theirs);
            }
        }
    }
}

/// Asks everything, shared among so many connections.
fn run<C, A>(
    asked: &[Asked],
    at_once: usize,
    used: impl Fn() -> f64,
    open: impl Fn() -> C + Sync,
    ask: impl Fn(&mut C, &Asked) -> A + Sync,
    right: impl Fn(&Asked, &A) -> bool + Sync,
) -> Run {
    let begin = std::sync::Barrier::new(at_once + 1);
    let (all, before) = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once)
            .map(|number| {
                let (open, ask, right, begin) = (&open, &ask, &right, &begin);
                scope.spawn(move || {
                    let mut own = open();
                    // The first round is to warm up.
                    for one in &asked[..asked.len().min(NEEDLES)] {
                        ask(&mut own, one);
                    }
                    begin.wait();
                    let mut run = Run::default();
                    for one in asked.iter().skip(number).step_by(at_once) {
                        run.take(one, &mut |one| ask(&mut own, one), right);
                    }
                    run
                })
            })
            .collect();
        begin.wait();
        let before = used();
        let runs: Vec<Run> = workers.into_iter().map(|one| one.join().unwrap()).collect();
        (runs, before)
    });
    let differ = all.iter().map(|run| run.differ).sum();
    Run {
        used: (used() - before) * 1e3 / asked.len() as f64,
        times: sorted(all.into_iter().flat_map(|run| run.times).collect()),
        differ,
    }
}

/// Pieces of one to three letters that find nearest to a tenth of the office, asked again and again by one person.
fn questions(ground: &Ground, lines: &Lines) -> Vec<Asked> {
    let many = usize::try_from(crate::setting("SEKISHO_BENCH_WHOLES", 320)).unwrap();
    let mut pieces: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (at, clerk) in ground.halls[OFFICE].clerks.iter().enumerate() {
        for word in [&clerk.name, &clerk.yomi, &clerk.phone] {
            for part in word.split(' ') {
                let letters: Vec<char> = part.chars().collect();
                for length in 1..=3 {
                    for piece in letters.windows(length) {
                        pieces.entry(piece.iter().collect()).or_default().insert(at);
                    }
                }
            }
        }
    }
    let tenth = lines[OFFICE].len() / 10;
    let mut near: Vec<(usize, String)> = pieces
        .into_iter()
        .map(|(piece, people)| (people.len().abs_diff(tenth), piece))
        .collect();
    near.sort();
    let (_, _, cookie) = &ground.staff[1];
    let one = |typed: &String| {
        let words = vec![fold(typed)];
        let found = lines[OFFICE]
            .iter()
            .filter(|(_, fields)| fields.iter().any(|field| field.contains(&words[0])));
        Asked {
            hall: OFFICE,
            cookie: cookie.clone(),
            typed: typed.clone(),
            wanted: found.map(|(login, _)| login.clone()).collect(),
            words,
        }
    };
    let needles: Vec<&String> = near.iter().take(NEEDLES).map(|(_, piece)| piece).collect();
    (0..many)
        .map(|number| one(needles[number % needles.len()]))
        .collect()
}

fn path(of: &str, one: &Asked) -> String {
    format!("{of}?{}", form(&[("q", &one.typed)]))
}

/// The log-in names of the addresses in a printed list.
fn addressed(page: &str) -> BTreeSet<String> {
    let cells = page.split("<td>").skip(1);
    cells
        .filter_map(|rest| Some(rest.split_once('<')?.0.split_once('@')?.0.to_owned()))
        .collect()
}
