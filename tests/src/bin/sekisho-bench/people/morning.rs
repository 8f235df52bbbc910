//! 08:30: everybody opens the portal; on the first morning after a long week-end everybody signs in too.

use std::sync::atomic::{AtomicBool, Ordering};

use tests::mutate::Random;
use tests::served::{Line, Served, form, paced as run};

use super::{Ground, PASSWORD, paced, processor};
use crate::goal::{Goal, percentile, print as told, sorted};

const SEED: u64 = 0x0830_0830_0830_0001;

/// Connections that are kept open.
const ASKERS: usize = 64;

/// Portals in a second at 08:30 (DOMAIN: a prefecture's burst).
const PORTALS: f64 = 100.0;

/// 7,000 sign-ins in ten minutes.
const SIGN_INS: f64 = 7_000.0 / 600.0;

/// The portal of anybody, asked for when it is due.
fn portals(ground: &Ground, seconds: f64, seed: u64, stop: &AtomicBool) -> tests::served::Paced {
    let door = ground.place.door();
    run(
        (PORTALS, seconds, ASKERS),
        stop,
        |_| door.open().unwrap(),
        |line: &mut Line, number| {
            let who = Random::of(seed, number).below(ground.staff.len());
            let (hall, at, cookie) = &ground.staff[who];
            let answer = line.get("/", cookie, "").map_err(|error| {
                *line = door.open().expect("the door opens");
                error.to_string()
            })?;
            let family = ground.halls[*hall].clerks[*at].name.split(' ').next();
            let theirs = family.is_some_and(|name| answer.text().contains(name));
            match (answer.status, theirs) {
                (200, true) => Ok(()),
                (status, _) => Err(format!("{status}, {} bytes", answer.body.len())),
            }
        },
    )
}

/// The portal for any of all people, a hundred times a second.
pub(super) fn portal(ground: &Ground, served: &Served) {
    let seconds = crate::setting("SEKISHO_BENCH_SECONDS", 30) as f64;
    // What stands in memory of a house that has been running since yesterday.
    portals(ground, 5.0, SEED ^ 1, &AtomicBool::new(false));
    let mut line = ground.place.door().open().unwrap();
    let bytes = line.get("/", &ground.staff[1].2, "").unwrap().body.len();
    println!(
        "  the portal: {bytes} bytes of HTML, {PORTALS} a second for {seconds} s over {ASKERS} connections"
    );
    let never = AtomicBool::new(false);
    let (seen, used) = processor(served, || portals(ground, seconds, SEED, &never));
    paced("portal", &seen, 20.0, used);
}

/// Sign-ins at the rate of the storm, and portals meanwhile.
pub(super) fn storm(ground: &Ground, served: &Served) {
    let seconds = crate::setting("SEKISHO_BENCH_STORM", 90) as f64;
    let door = ground.place.door();
    let stop = AtomicBool::new(false);
    println!(
        "  the storm: {SIGN_INS:.1} sign-ins a second for {seconds} s, and {PORTALS} portals a second"
    );
    let ((signed, seen), used) = processor(served, || {
        std::thread::scope(|scope| {
            let portal = scope.spawn(|| portals(ground, seconds + 60.0, SEED ^ 2, &stop));
            let signed = run(
                (SIGN_INS, seconds, ASKERS),
                &AtomicBool::new(false),
                |_| (),
                |(), number| {
                    sign_in(
                        ground,
                        &mut door.open().map_err(|error| error.to_string())?,
                        number,
                    )
                },
            );
            stop.store(true, Ordering::Relaxed);
            (signed, portal.join().unwrap())
        })
    });
    paced("portal during the storm", &seen, 100.0, used);
    let times = sorted(signed.times);
    println!(
        "    {} sign-ins, each on a connection of its own, to the first page: median {:.0}, 95 of 100 {:.0}, worst {:.0} ms",
        times.len(),
        percentile(&times, 50),
        percentile(&times, 95),
        times.last().copied().unwrap_or_default()
    );
    told(
        "sign-ins that failed",
        f64::from(u32::try_from(signed.failed).unwrap_or(u32::MAX)),
        "",
        &Goal::Most(0.0),
    );
    if signed.failed > 0 {
        println!("    the first of them: {}", signed.why);
    }
}

fn sign_in(ground: &Ground, line: &mut Line, number: u64) -> Result<(), String> {
    let who = usize::try_from(number).unwrap() * 7 % ground.staff.len();
    let (hall, at, _) = &ground.staff[who];
    let login = &ground.halls[*hall].clerks[*at].login;
    let fields = form(&[("name", login), ("password", PASSWORD), ("next", "/")]);
    let entered = line
        .post("/login", "", &fields)
        .map_err(|error| error.to_string())?;
    if entered.status != 303 || entered.cookie.is_empty() {
        return Err(format!("the log-in of {login} answers {}", entered.status));
    }
    let page = line
        .get("/", &entered.cookie, "")
        .map_err(|error| error.to_string())?;
    if page.status == 200 {
        Ok(())
    } else {
        Err(format!("the first page answers {}", page.status))
    }
}
