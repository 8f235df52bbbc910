//! Finding people by a part of a name, a reading or a number, while one types, beside OpenLDAP with the same people.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use sekisho_appliance::search_index::fold;
use tests::mutate::Random;
use tests::served::{Served, form};

use super::Ground;
use crate::goal::{Goal, percentile, print as told, sorted};
use crate::ldap::{ENTRY, OFFER, Slapd, found_by};

const SEED: u64 = 0xd1ec_7041_0000_0001;

/// The most that a page shows at once: beyond it two answers cannot be compared whole.
const PAGE: usize = 100;

/// How many people the picker is offered at once.
const OFFERED: u8 = 20;

/// One question and who must be found.
pub(super) struct Asked {
    pub(super) hall: usize,
    pub(super) cookie: String,
    pub(super) typed: String,
    pub(super) words: Vec<String>,
    pub(super) wanted: BTreeSet<String>,
}

/// The answers of one server to all the questions.
#[derive(Default)]
pub(super) struct Run {
    /// Milliseconds until each was read to its end, sorted.
    pub(super) times: Vec<f64>,
    /// Milliseconds of processor time for each.
    pub(super) used: f64,
    /// How many are not what reading everybody finds.
    pub(super) differ: u32,
}

/// Asks both the same, one after the other, and compares every answer with reading everybody.
pub(super) fn beside_openldap(ground: &Ground, served: &Served, scratch: &Path) {
    let lines: Vec<Vec<(String, [String; 5])>> = ground
        .halls
        .iter()
        .map(|hall| found_by(hall).collect())
        .collect();
    let slapd = Slapd::start(&ground.halls, &ground.place, scratch);
    if slapd.is_none() {
        println!("SKIPPED: OpenLDAP's slapd is not installed");
    }
    let mut line = ground.place.door().open().unwrap();
    let mut peer = slapd.as_ref().map(Slapd::open);
    let htmx = "HX-Request: true\r\nHX-Request-Type: partial\r\n";

    let asked = questions(ground, &lines, PAGE);
    let ours = run(
        &asked,
        || served.processor(),
        |one| {
            let path = format!("/directory?{}", form(&[("q", &one.typed)]));
            let answer = line.get(&path, &one.cookie, htmx).unwrap();
            assert_eq!(answer.status, 200);
            answer.text()
        },
        |one, page| logins(page) == one.wanted,
    );
    show("people found, 95 of 100", &ours);
    if let (Some(slapd), Some(peer)) = (&slapd, &mut peer) {
        let theirs = run(
            &asked,
            || slapd.processor(),
            |one| peer.find(one.hall, &one.words, (0, ENTRY)),
            |one, found| found.iter().cloned().collect::<BTreeSet<_>>() == one.wanted,
        );
        beside("a page beside entries", &ours, &theirs);
    }

    // What the person picker asks while one types: some, of however many there are.
    let asked = questions(ground, &lines, usize::MAX);
    let ours = run(
        &asked,
        || served.processor(),
        |one| {
            let path = format!("/directory/suggest?{}", form(&[("q", &one.typed)]));
            let answer = line.get(&path, &one.cookie, htmx).unwrap();
            assert_eq!(answer.status, 200);
            answer.text()
        },
        |one, part| some_of(&offered(part), &one.wanted),
    );
    show("twenty people offered, 95 of 100", &ours);
    if let (Some(slapd), Some(peer)) = (&slapd, &mut peer) {
        let theirs = run(
            &asked,
            || slapd.processor(),
            |one| peer.find(one.hall, &one.words, (OFFERED, OFFER)),
            |one, found| some_of(found, &one.wanted),
        );
        beside("twenty beside twenty", &ours, &theirs);
    }
    drop((line, peer));
    super::whole::beside(ground, &lines, served, slapd.as_ref());
}

/// Asks everything once, after some to warm up. The clock stops when an answer is read and unpacked; whether it is
/// right is looked at afterwards.
fn run<A>(
    asked: &[Asked],
    used: impl Fn() -> f64,
    mut ask: impl FnMut(&Asked) -> A,
    right: impl Fn(&Asked, &A) -> bool,
) -> Run {
    for one in &asked[..asked.len().min(200)] {
        ask(one);
    }
    let before = used();
    let mut run = Run::default();
    for one in asked {
        run.take(one, &mut ask, &right);
    }
    run.used = (used() - before) * 1e3 / asked.len() as f64;
    run.times = sorted(run.times);
    run
}

impl Run {
    /// Asks one question.
    pub(super) fn take<A>(
        &mut self,
        one: &Asked,
        ask: &mut impl FnMut(&Asked) -> A,
        right: &impl Fn(&Asked, &A) -> bool,
    ) {
        let begun = Instant::now();
        let answer = ask(one);
        self.times.push(begun.elapsed().as_secs_f64() * 1e3);
        if !right(one, &answer) {
            self.differ += 1;
            if self.differ <= 3 {
                eprintln!("{}: another answer, {} wanted", one.typed, one.wanted.len());
            }
        }
    }
}

fn mean(times: &[f64]) -> f64 {
    times.iter().sum::<f64>() / times.len() as f64
}

fn show(what: &str, ours: &Run) {
    told(what, percentile(&ours.times, 95), "ms", &Goal::Most(10.0));
    figures("ours", ours);
    told(
        "answers that differ from reading everybody",
        f64::from(ours.differ),
        "",
        &Goal::Most(0.0),
    );
}

pub(super) fn figures(whose: &str, run: &Run) {
    println!(
        "    {whose}: median {:.2}, mean {:.2}, 95 of 100 {:.2}, worst {:.2} ms; {:.3} ms of processor each",
        percentile(&run.times, 50),
        mean(&run.times),
        percentile(&run.times, 95),
        run.times.last().copied().unwrap_or_default(),
        run.used
    );
}

pub(super) fn beside(what: &str, ours: &Run, theirs: &Run) {
    figures("slapd", theirs);
    println!("    {} of its answers differ", theirs.differ);
    for (how, ratio) in [
        (
            "by the median",
            percentile(&theirs.times, 50) / percentile(&ours.times, 50),
        ),
        ("by the mean", mean(&theirs.times) / mean(&ours.times)),
        (
            "95 of 100",
            percentile(&theirs.times, 95) / percentile(&ours.times, 95),
        ),
        ("by processor time", theirs.used / ours.used),
    ] {
        told(
            &format!("{what}: times as fast, {how}"),
            ratio,
            "",
            &Goal::Least(5.0),
        );
    }
}

fn questions(ground: &Ground, lines: &[Vec<(String, [String; 5])>], most: usize) -> Vec<Asked> {
    let many = crate::setting("SEKISHO_BENCH_FINDS", 2_000);
    let all = (0..).filter_map(|number| question(ground, lines, number, most));
    let asked: Vec<Asked> = all.take(usize::try_from(many).unwrap()).collect();
    let hits: usize = asked.iter().map(|one| one.wanted.len()).sum();
    println!(
        "  people: {} questions of one to four letters, {hits} hits",
        asked.len()
    );
    asked
}

/// Whether these are as many of those wanted as are offered at once, each once.
fn some_of(found: &[String], wanted: &BTreeSet<String>) -> bool {
    let each: BTreeSet<&String> = found.iter().collect();
    each.len() == found.len()
        && found.len() == wanted.len().min(usize::from(OFFERED))
        && found.iter().all(|login| wanted.contains(login))
}

/// The log-in names that the picker is offered.
fn offered(part: &str) -> Vec<String> {
    let options = part.split("data-value=\"").skip(1);
    options
        .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
        .collect()
}

/// A part of what somebody is found by, typed as people type it; none where a page would not hold all it finds.
fn question(
    ground: &Ground,
    lines: &[Vec<(String, [String; 5])>],
    number: u64,
    most: usize,
) -> Option<Asked> {
    let mut random = Random::of(SEED, number);
    let (hall, _, cookie) = random.one(&ground.staff).clone();
    let row = &ground.halls[hall];
    let clerk = random.one(&row.clerks);
    let whole = [&clerk.name, &clerk.yomi, &clerk.yomi, &clerk.phone][random.below(4)];
    let letters: Vec<char> = whole.chars().filter(|letter| *letter != ' ').collect();
    let length = random.below(4) + 1;
    let from = random.below(letters.len().saturating_sub(length) + 1);
    let piece: String = letters.iter().skip(from).take(length).collect();
    let typed = match random.below(3) {
        0 => piece.chars().map(katakana).collect(),
        1 => half_width(&piece),
        _ => piece,
    };
    let words: Vec<String> = fold(&typed)
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let fits = |fields: &[String; 5]| {
        words
            .iter()
            .all(|word| fields.iter().any(|field| field.contains(word.as_str())))
    };
    let fitting = lines[hall].iter().filter(|(_, fields)| fits(fields));
    let wanted: BTreeSet<String> = fitting.map(|(login, _)| login.clone()).collect();
    let whole = (1..=most).contains(&wanted.len()) && !words.is_empty();
    whole.then_some(Asked {
        hall,
        cookie,
        typed,
        words,
        wanted,
    })
}

/// The log-in names on a page of the directory, by the addresses it shows.
pub(super) fn logins(page: &str) -> BTreeSet<String> {
    let cells = page.split("<td class=\"people-address\">").skip(1);
    cells
        .filter_map(|rest| Some(rest.split_once('@')?.0.to_owned()))
        .collect()
}

fn katakana(letter: char) -> char {
    match letter {
        'ぁ'..='ゖ' => char::from_u32(u32::from(letter) + 0x60).unwrap(),
        other => other,
    }
}

/// Half-width katakana for hiragana, as old machines send it.
fn half_width(text: &str) -> String {
    const HALF: &str = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ";
    const FULL: &str = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん";
    let one = |letter: char| {
        let place = FULL.chars().position(|full| full == letter);
        place
            .and_then(|place| HALF.chars().nth(place))
            .unwrap_or(letter)
    };
    text.chars().map(one).collect()
}
