//! 人事異動: 2,000 moves of an office of 7,000, looked at and made so over the pages, with somebody writing meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tests::served::form;

use super::Ground;
use crate::goal::{Goal, percentile, print as told, sorted};

/// The line of the columns' names.
const HEAD: &str = "区分,ログイン名,氏名,よみ,所属,職位,内線,メール,新しい名前\n";

/// Looks at a list, makes it so, takes it back.
pub(super) fn april(ground: &Ground) {
    let office = &ground.halls[0];
    let people = office.clerks.len();
    let moves = people * 2 / 7;
    let path = |at: usize| {
        let (mut names, mut next) = (Vec::new(), Some(at));
        while let Some(room) = next.and_then(|at| office.rooms.get(at)) {
            names.push(room.name.as_str());
            next = room.above;
        }
        names.reverse();
        names.concat()
    };
    let rows: String = (0..moves)
        .map(|number| {
            let at = 1 + number * 3 % (people - 1);
            let (clerk, other) = (&office.clerks[at], &office.clerks[(at + 1) % people]);
            format!(
                "異動,{},,,{},{}\n",
                clerk.login,
                path(other.room),
                clerk.title
            )
        })
        .collect();
    let day = jiff::Zoned::now().date().tomorrow().unwrap().to_string();
    let admin = &ground.staff[0].2;
    let mut line = ground.place.door().open().unwrap();
    let parts = [
        ("title", "四月の異動"),
        ("day", &day),
        ("text", &[HEAD, &rows].concat()),
    ];
    let kept = line
        .multipart("/admin/reassignment", admin, &parts)
        .unwrap();
    assert_eq!(kept.status, 303, "{}", kept.text());
    let draft = kept.location;

    let begun = Instant::now();
    let page = line.get(&draft, admin, "").unwrap();
    let looked = begun.elapsed().as_secs_f64();
    assert_eq!(page.status, 200);
    let page = page.text();
    assert!(!page.contains("reassign-findings"), "the list has findings");
    println!(
        "  人事異動: {moves} moves of {people}, a page of {} bytes",
        page.len()
    );
    told("looked at", looked, "s", &Goal::Most(2.0));

    let done = AtomicBool::new(false);
    let (applied, waits) = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut line = ground.place.door().open().unwrap();
            let mut waits = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let fields = form(&[("state", "in"), ("note", "席"), ("until", "")]);
                let begun = Instant::now();
                let said = line.post("/presence", &ground.staff[5].2, &fields).unwrap();
                waits.push(begun.elapsed().as_secs_f64() * 1e3);
                assert_eq!(said.status, 303);
            }
            waits
        });
        let begun = Instant::now();
        let answer = line.post(&format!("{draft}/apply"), admin, "").unwrap();
        let applied = begun.elapsed().as_secs_f64();
        done.store(true, Ordering::Relaxed);
        assert!(
            answer.location.ends_with("told=applied"),
            "{} {}",
            answer.status,
            answer.location
        );
        (applied, sorted(writer.join().unwrap()))
    });
    told("made so", applied, "s", &Goal::Most(5.0));
    told(
        "the longest that another's write took",
        waits.last().copied().unwrap_or_default(),
        "ms",
        &Goal::Most(100.0),
    );
    println!(
        "    {} writes meanwhile, median {:.1} ms",
        waits.len(),
        percentile(&waits, 50)
    );
    let undone = line.post(&format!("{draft}/undo"), admin, "").unwrap();
    assert!(
        undone.location.ends_with("told=undone"),
        "{} {}",
        undone.status,
        undone.location
    );
}
