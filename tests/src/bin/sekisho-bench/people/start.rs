//! Ending and beginning again, politely and by force; and what it all holds in memory.

use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use tests::served::Served;

use super::Ground;
use crate::goal::{Goal, print as told};

/// Restarts twice; answers the last one.
pub(super) fn again(ground: &Ground, mut served: Served) -> Served {
    for (word, signal) in [("SIGTERM", Signal::SIGTERM), ("kill -9", Signal::SIGKILL)] {
        // Something was written a moment ago, as on any morning.
        let fields = tests::served::form(&[("state", "in"), ("note", word), ("until", "")]);
        let mut line = ground.place.door().open().unwrap();
        let said = line.post("/presence", &ground.staff[3].2, &fields).unwrap();
        assert_eq!(said.status, 303);
        drop(line);
        let ended = served.end(signal);
        let begun = Instant::now();
        let (again, ready) = ground.place.start();
        let page = first_page(ground);
        let took = begun.elapsed();
        assert!(page.contains(word), "what was said before is there");
        told(
            &format!("{word}, then the first page"),
            took.as_secs_f64(),
            "s",
            &Goal::Most(3.0),
        );
        println!(
            "    ended in {:.2} s, ready after {:.2} s",
            ended.as_secs_f64(),
            ready.as_secs_f64()
        );
        memory(&again);
        served = again;
    }
    served
}

fn first_page(ground: &Ground) -> String {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_mins(1) {
        if let Ok(mut line) = ground.place.door().open()
            && let Ok(page) = line.get("/", &ground.staff[3].2, "")
            && page.status == 200
        {
            return page.text();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("no first page: {}", ground.place.said());
}

/// What is resident.
pub(super) fn memory(served: &Served) {
    told(
        "resident memory of the appliance",
        served.memory("VmRSS:"),
        "MiB",
        &Goal::Most(300.0),
    );
    println!("    {:.0} MiB at most so far", served.memory("VmHWM:"));
}
