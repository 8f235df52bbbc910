//! Filling the store, and then the portal's words, which their writers write over the pages themselves.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use sekisho_appliance::fill::{Filling, Hall};
use tests::prefecture::letters_of;
use tests::served::{Line, Place, form};

use super::{Ground, PASSWORD};

/// How much of the file is kept in memory while it is filled.
const CACHE: usize = 2 << 30;

/// Mails in one transaction.
const STRIDE: usize = 2_000;

/// How many different hashes go round: each costs the same to check.
const HASHES: usize = 64;

/// A second's microseconds.
const SECOND: u64 = 1_000_000;

/// The store with everybody in it; a folder that was filled before is taken as it is.
pub(super) fn ground(place: Place, halls: Vec<Hall>, texts: u64) -> Ground {
    let count: usize = halls.iter().map(|hall| hall.clerks.len()).sum();
    let list = place.data().join("../cookies");
    let known = std::fs::read_to_string(&list).unwrap_or_default();
    let mut known = known.lines();
    let now = match known.next().and_then(|line| line.parse().ok()) {
        Some(now) => now,
        None => clock(),
    };
    let mut cookies: Vec<String> = known.map(str::to_owned).collect();
    let mails = sizes(count, texts);
    if cookies.len() != count {
        std::fs::create_dir_all(place.data()).unwrap();
        cookies = fill(&place, &halls, &mails, now);
        std::fs::write(&list, format!("{now}\n{}", cookies.join("\n"))).unwrap();
    }
    let places = halls
        .iter()
        .enumerate()
        .flat_map(|(hall, row)| (0..row.clerks.len()).map(move |at| (hall, at)));
    let staff = places
        .zip(cookies)
        .map(|((hall, at), cookie)| (hall, at, format!("__Host-sekisho={cookie}")))
        .collect();
    Ground {
        place,
        halls,
        staff,
        mails,
        now,
    }
}

fn clock() -> u64 {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    since.as_secs() * SECOND
}

/// How many mails each has: most have some, a few have many.
fn sizes(people: usize, texts: u64) -> Vec<u64> {
    let weight = |at: usize| match at % 100 {
        0..5 => 60,
        5..30 => 15,
        _ => 5_u64,
    };
    let whole: u64 = (0..people).map(weight).sum();
    (0..people).map(|at| texts * weight(at) / whole).collect()
}

fn fill(place: &Place, halls: &[Hall], mails: &[u64], now: u64) -> Vec<String> {
    let begun = Instant::now();
    let filling = Filling::open(&place.data(), CACHE).unwrap();
    let hashes: Vec<String> = (0..HASHES)
        .map(|_| filling.hash(PASSWORD).unwrap())
        .collect();
    let mut seats = Vec::new();
    for hall in halls {
        seats.extend(filling.hall(hall, &hashes).unwrap());
    }
    let cookies = filling.sessions(&seats).unwrap();
    println!(
        "  {:44} {:9.1} s",
        "people, passwords, sessions written",
        begun.elapsed().as_secs_f64()
    );

    let begun = Instant::now();
    let addresses: Vec<String> = halls
        .iter()
        .flat_map(|hall| {
            hall.clerks
                .iter()
                .map(|clerk| format!("{}@{}", clerk.login, hall.domain))
        })
        .collect();
    let mut starts = vec![0_u64];
    starts.extend(mails.iter().scan(0, |sum, many| {
        *sum += many;
        Some(*sum)
    }));
    let (next, key) = (AtomicUsize::new(0), place.seal.verifying_key());
    // Sealing and opening by two at once; the landing itself stands in line.
    let last = Mutex::new(Instant::now());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut some = Vec::with_capacity(STRIDE);
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let letters = addresses
                        .get(at)
                        .map(|to| letters_of(to, (starts[at], mails[at]), now));
                    let done = letters.is_none();
                    for letter in letters.into_iter().flatten() {
                        some.push(letter.seal(&place.seal));
                        if some.len() >= STRIDE {
                            filling.land(std::mem::take(&mut some), &key).unwrap();
                        }
                    }
                    if done {
                        filling.land(some, &key).unwrap();
                        return;
                    }
                    let mut last = last.lock().unwrap();
                    if last.elapsed().as_secs() >= 30 {
                        *last = Instant::now();
                        eprintln!("mail of {at} people landed");
                    }
                }
            });
        }
    });
    println!(
        "  {:44} {:9.1} s",
        "mail landed",
        begun.elapsed().as_secs_f64()
    );
    cookies
}

/// What stands on portals: eight announcements and eight links of each organisation, and where four of ten people are.
pub(super) fn morning(ground: &Ground, folder: &Path) {
    let mark = folder.join("morning");
    if mark.is_file() {
        return;
    }
    let begun = Instant::now();
    let mut line = ground.place.door().open().unwrap();
    let today = jiff::Zoned::now().date();
    let until = today.saturating_add(jiff::Span::new().days(20)).to_string();
    for (_, _, cookie) in ground.staff.iter().filter(|(_, at, _)| *at == 0) {
        for n in 0..8 {
            let must = if n < 2 { "1" } else { "" };
            let text = "停電の間は文書管理と財務会計が止まります。前日の17時までに保存してください。\n問い合わせは情報政策課まで。";
            let fields = [
                ("for", "all"),
                ("title", &format!("庁舎の電気設備点検について（{}）", n + 1)),
                ("text", text),
                ("from", &today.to_string()),
                ("until", &until),
                ("must", must),
            ];
            sent(&mut line, "/portal/announcements", cookie, &form(&fields));
            let group = if n < 4 {
                "庁内の仕組み"
            } else {
                "国・県"
            };
            let address = format!("https://system{n}.example/");
            let fields = [
                ("for", "all"),
                ("title", &format!("財務会計 {n}")),
                ("address", &address),
                ("group", group),
            ];
            sent(&mut line, "/portal/links", cookie, &form(&fields));
        }
    }
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let mut line = ground.place.door().open().unwrap();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some((_, _, cookie)) = ground.staff.get(at) else {
                        return;
                    };
                    if at % 5 < 2 {
                        let state = ["in", "meeting", "trip", "leave"][at / 5 % 4];
                        let fields = [("state", state), ("note", "第2会議室"), ("until", "")];
                        sent(&mut line, "/presence", cookie, &form(&fields));
                    }
                }
            });
        }
    });
    std::fs::write(mark, "").unwrap();
    println!(
        "  {:44} {:9.1} s",
        "announcements, links, presence over HTTPS",
        begun.elapsed().as_secs_f64()
    );
}

fn sent(line: &mut Line, path: &str, cookie: &str, form: &str) {
    let answer = line.post(path, cookie, form).unwrap();
    assert_eq!(answer.status, 303, "{path}: {}", answer.text());
}
