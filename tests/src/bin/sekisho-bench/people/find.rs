//! Finding people by a part of a name, a reading or a number, while one types, beside OpenLDAP with the same people.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use sekisho_appliance::search_index::fold;
use tests::mutate::Random;
use tests::served::{Served, form};

use super::{Ground, processor};
use crate::goal::{Goal, percentile, print as told, sorted};
use crate::ldap::{Slapd, found_by};

const SEED: u64 = 0xd1ec_7041_0000_0001;

/// The most that a page shows at once: beyond it two answers cannot be compared whole.
const PAGE: usize = 100;

/// One question and who must be found.
struct Asked {
    hall: usize,
    cookie: String,
    typed: String,
    words: Vec<String>,
    wanted: BTreeSet<String>,
}

/// Asks both the same, one after the other, and compares every answer with reading everybody.
pub(super) fn beside_openldap(ground: &Ground, served: &Served, scratch: &Path) {
    let many = crate::setting("SEKISHO_BENCH_FINDS", 2_000);
    let lines: Vec<Vec<(String, [String; 5])>> = ground
        .halls
        .iter()
        .map(|hall| found_by(hall).collect())
        .collect();
    let asked: Vec<Asked> = (0..)
        .filter_map(|number| question(ground, &lines, number))
        .take(usize::try_from(many).unwrap())
        .collect();
    let hits: usize = asked.iter().map(|one| one.wanted.len()).sum();
    println!(
        "  people: {} questions of one to four letters, {hits} hits",
        asked.len()
    );

    let mut line = ground.place.door().open().unwrap();
    let mut wrong = 0;
    let htmx = "HX-Request: true\r\nHX-Request-Type: partial\r\n";
    let mut ask = |one: &Asked| {
        let path = format!("/directory?{}", form(&[("q", &one.typed)]));
        let begun = Instant::now();
        let answer = line.get(&path, &one.cookie, htmx).unwrap();
        let took = begun.elapsed().as_secs_f64() * 1e3;
        assert_eq!(answer.status, 200);
        let found = logins(&answer.text());
        if found != one.wanted {
            wrong += 1;
            if wrong <= 3 {
                eprintln!(
                    "{}: {} found, {} wanted",
                    one.typed,
                    found.len(),
                    one.wanted.len()
                );
            }
        }
        took
    };
    for one in &asked[..asked.len().min(200)] {
        ask(one);
    }
    let (ours, used) = processor(served, || sorted(asked.iter().map(&mut ask).collect()));
    told(
        "people found, 95 of 100",
        percentile(&ours, 95),
        "ms",
        &Goal::Most(10.0),
    );
    println!(
        "    median {:.2} ms, worst {:.2} ms; {:.2} ms of processor each in the server",
        percentile(&ours, 50),
        ours.last().copied().unwrap_or_default(),
        used * 1e3 / asked.len() as f64
    );
    told(
        "answers that differ from reading everybody",
        f64::from(wrong),
        "",
        &Goal::Most(0.0),
    );

    let Some(slapd) = Slapd::start(&ground.halls, scratch) else {
        println!("SKIPPED: OpenLDAP's slapd is not installed");
        return;
    };
    let mut peer = slapd.open();
    let mut differ = 0;
    let mut theirs = |one: &Asked| {
        let begun = Instant::now();
        let found = peer.find(one.hall, &one.words);
        let took = begun.elapsed().as_secs_f64() * 1e3;
        differ += u32::from(found.into_iter().collect::<BTreeSet<_>>() != one.wanted);
        took
    };
    for one in &asked[..asked.len().min(200)] {
        theirs(one);
    }
    let before = slapd.processor();
    let theirs = sorted(asked.iter().map(&mut theirs).collect());
    let worked = slapd.processor() - before;
    println!(
        "    slapd: median {:.2} ms, 95 of 100 {:.2} ms, worst {:.2} ms; {:.2} ms of processor each; {differ} of its answers differ",
        percentile(&theirs, 50),
        percentile(&theirs, 95),
        theirs.last().copied().unwrap_or_default(),
        worked * 1e3 / asked.len() as f64
    );
    let mean = |times: &[f64]| times.iter().sum::<f64>() / times.len() as f64;
    told(
        "times as fast as slapd, by the mean",
        mean(&theirs) / mean(&ours),
        "",
        &Goal::Least(5.0),
    );
    told(
        "times as fast as slapd, 95 of 100",
        percentile(&theirs, 95) / percentile(&ours, 95),
        "",
        &Goal::Least(5.0),
    );
}

/// A part of what somebody is found by, typed as people type it; none where a page would not hold all it finds.
fn question(ground: &Ground, lines: &[Vec<(String, [String; 5])>], number: u64) -> Option<Asked> {
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
    let whole = (1..=PAGE).contains(&wanted.len()) && !words.is_empty();
    whole.then_some(Asked {
        hall,
        cookie,
        typed,
        words,
        wanted,
    })
}

/// The log-in names on a page of the directory, by the addresses it shows.
fn logins(page: &str) -> BTreeSet<String> {
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
