//! Search over everybody's mail over HTTPS: each finds all of their own and nothing of others.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use sekisho_appliance::search_index::fold;
use tests::mutate::Random;
use tests::prefecture::{Letter, letters_of};
use tests::served::{Served, form};
use tests::wait::until_within;

use super::{Ground, processor};
use crate::goal::{Goal, percentile, print as told, sorted};

const SEED: u64 = 0x5ea5_0c00_0000_0002;

/// How many hits of one module a page shows, and up to how many it counts.
const PAGE: usize = 50;
const MOST: usize = 1_000;

/// Waits until everything is in the index.
pub(super) fn until_ready(ground: &Ground) {
    let begun = Instant::now();
    let mut line = ground.place.door().open().unwrap();
    let (hall, at, cookie) = &ground.staff[0];
    let path = format!(
        "/search?{}",
        form(&[("q", &ground.halls[*hall].clerks[*at].login)])
    );
    until_within(Duration::from_hours(1), "the index of search", || {
        let page = line
            .get(&path, cookie, "")
            .map_err(|error| error.to_string())?;
        // While it is made the page says so, with the hourglass of what waits.
        if page.text().contains("role=\"status\"") {
            Ok(())
        } else {
            Err("still being made".to_owned())
        }
    });
    println!(
        "  {:44} {:9.1} s",
        "the index of search ready after",
        begun.elapsed().as_secs_f64()
    );
}

/// Random pieces of random people's mail, each asked by its owner; every answer is compared with reading all of it.
pub(super) fn over_http(ground: &Ground, served: &Served) {
    let many = crate::setting("SEKISHO_BENCH_SEARCHES", 2_000);
    let texts: u64 = ground.mails.iter().sum();
    let mut starts = vec![0_u64];
    for many in &ground.mails {
        starts.push(starts.last().unwrap() + many);
    }
    let (mut times, mut wrong, mut hits) = (Vec::new(), 0_u32, 0);
    let mut line = ground.place.door().open().unwrap();
    let before = served.processor();
    let mut used = 0.0;
    for number in 0..many {
        let mut random = Random::of(SEED, number);
        let who = random.below(ground.staff.len());
        let (hall, at, cookie) = &ground.staff[who];
        let row = &ground.halls[*hall];
        let to = format!("{}@{}", row.clerks[*at].login, row.domain);
        let letters: Vec<(String, String)> =
            letters_of(&to, (starts[who], ground.mails[who]), ground.now)
                .map(|letter| (letter.item.to_string(), folded(&letter)))
                .collect();
        if letters.is_empty() {
            continue;
        }
        let piece = piece(&mut random, &letters);
        let words: Vec<String> = piece
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let fits = |text: &str| words.iter().all(|word| text.contains(word.as_str()));
        let wanted: BTreeSet<&str> = letters
            .iter()
            .filter(|(_, text)| fits(text))
            .map(|(item, _)| item.as_str())
            .collect();
        let path = format!("/search?{}", form(&[("q", &piece), ("in", "mail")]));
        let ((page, took), processor) = processor(served, || {
            let begun = Instant::now();
            let page = line.get(&path, cookie, "").unwrap();
            (page, begun.elapsed().as_secs_f64() * 1e3)
        });
        used += processor;
        times.push(took);
        assert_eq!(page.status, 200);
        let page = page.text();
        let found: BTreeSet<&str> = items(&page).collect();
        hits += wanted.len();
        let whole = if wanted.len() <= PAGE {
            found == wanted
        } else {
            found.len() == PAGE && found.is_subset(&wanted)
        };
        if !whole || counted(&page) != Some(wanted.len().min(MOST)) {
            wrong += 1;
            if wrong <= 3 {
                eprintln!(
                    "{piece}: {} and {:?} found, {} wanted",
                    found.len(),
                    counted(&page),
                    wanted.len()
                );
            }
        }
    }
    let times = sorted(times);
    println!(
        "  search: {} pieces of one to ten letters over {texts} texts, {hits} hits",
        times.len()
    );
    told(
        "search over HTTPS, 95 of 100",
        percentile(&times, 95),
        "ms",
        &Goal::Most(50.0),
    );
    println!(
        "    median {:.2}, 99 of 100 {:.2}, worst {:.2} ms; {:.2} ms of processor each in the server ({:.0} s beside)",
        percentile(&times, 50),
        percentile(&times, 99),
        times.last().copied().unwrap_or_default(),
        used * 1e3 / times.len().max(1) as f64,
        served.processor() - before - used
    );
    told(
        "answers that differ from reading all of it",
        f64::from(wrong),
        "",
        &Goal::Most(0.0),
    );
}

/// A mail as it is searched.
fn folded(letter: &Letter) -> String {
    let from = format!("{} {}", letter.from.0, letter.from.1);
    let to = format!(" {}", letter.to);
    // Of a held part there is no file that could be found.
    let parts = [letter.subject.as_str(), &from, &to, &letter.text];
    fold(&parts.join("\n"))
}

fn piece(random: &mut Random, letters: &[(String, String)]) -> String {
    loop {
        let (_, text) = random.one(letters);
        let all: Vec<char> = text.chars().collect();
        let length = random.below(10) + 1;
        let from = random.below(all.len().saturating_sub(length) + 1);
        let piece: String = all.iter().skip(from).take(length).collect();
        if !piece.trim().is_empty() {
            return piece;
        }
    }
}

/// The mails a page of results leads to.
fn items(page: &str) -> impl Iterator<Item = &str> {
    let hits = page.split("<a class=\"search-title\" href=\"").skip(1);
    hits.filter_map(|rest| rest.split('"').next()?.rsplit('/').next())
}

/// How many it says there are of mail.
fn counted(page: &str) -> Option<usize> {
    if page.contains("search-hits") {
        let section = page.split("id=\"found-mail\"").nth(1)?;
        let hint = section
            .split("<span class=\"hint\">")
            .nth(1)?
            .split('<')
            .next()?;
        let digits: String = hint.chars().filter(char::is_ascii_digit).collect();
        return digits.parse().ok();
    }
    Some(0)
}
