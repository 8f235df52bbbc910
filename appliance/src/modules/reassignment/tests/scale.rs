//! A prefecture's April on the embedded engine, with somebody writing all the while. `SEKISHO_SCALE=1` makes it 2,000
//! moves of 7,000 people and prints what it took; without it the same story is a twentieth of that.

use super::super::service::{look, undo};
use super::*;
use crate::org::{
    Address, Appointment, AppointmentId, Employment, NewStaff, Period, PersonName, Post, PostId,
    PostKind, Preference, Tenure, Title, Yomi,
};
use sekisho_platform::clock::{Clock, SystemClock};
use sekisho_platform::store::StoreSettings;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

fn people(store: &Store, town: Town, many: u128) {
    let units = ["総務課", "情報政策課", "建設課", "福祉課", "危機管理課"];
    let day = date(2026, 11, 20);
    for block in (0..many).collect::<Vec<_>>().chunks(200) {
        store
            .update(|tx| -> Result<(), OrgError> {
                for number in block {
                    let login = format!("p{number:05}");
                    let id = StaffId::new(Uuid::from_u128(0x1000_0000 + number));
                    let new = NewStaff {
                        name: PersonName::new(&format!("職員 {number}"))?,
                        yomi: Yomi::new(&format!("しょくいん {number:05}"))?,
                        login: LoginName::new(&login)?,
                        address: Address::new(&format!("{login}@yamabiko.example"))?,
                        phone: String::new(),
                        employment: Employment::Regular,
                    };
                    org::staff_add(tx, town, id, &new)?;
                    let place = usize::try_from(*number).expect("small") % units.len();
                    let unit = org::unit_named(tx, town, units[place], day)?.expect("unit");
                    let post = Post {
                        unit,
                        title: Title::new("主事")?,
                        kind: PostKind::Ordinary,
                        order: 6,
                        period: Period::since(day),
                    };
                    let fresh = PostId::new(Uuid::from_u128(0x2000_0000 + number));
                    let post = org::post_like(tx, town, fresh, &post, &post.period)?;
                    let row = Appointment {
                        staff: id,
                        post,
                        tenure: Tenure::Main,
                        period: Period::since(day),
                    };
                    let id = AppointmentId::new(Uuid::from_u128(0x3000_0000 + number));
                    org::appoint(tx, town, id, &row)?;
                }
                Ok(())
            })
            .expect("people");
    }
}

#[test]
fn a_whole_prefecture_moves_while_others_write() {
    let whole = std::env::var_os("SEKISHO_SCALE").is_some();
    let (staff, moves) = if whole { (7_000, 2_000) } else { (350, 100) };
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("store");
    let store = Store::open_redb(&path, &StoreSettings::default()).expect("opens");
    let town = town_in(&store);
    people(&store, town, staff);
    let tanaka = desk(&store, "tanaka");
    let units = ["情報政策課", "建設課", "福祉課", "危機管理課", "総務課"];
    let row = |number: usize| format!("異動,p{number:05},,,{},主事\n", units[number % 5]);
    let rows: String = (0..moves).map(row).collect();
    let id = draft(&store, &tanaka, 1, APRIL, &rows);
    let clock = SystemClock::new();
    let since = |from: jiff::Timestamp| {
        Duration::try_from(clock.now().duration_since(from)).unwrap_or_default()
    };
    let begun = clock.now();
    let looked = store.view(|tx| look(tx, &tanaka, id)).expect("looked");
    let previewed = since(begun);
    assert_eq!(looked.plan.findings, []);
    assert_eq!(looked.plan.changes.len(), moves * 2);

    let done = AtomicBool::new(false);
    let (applied, mut waits) = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut waits = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let begun = clock.now();
                let wanted = Preference::default();
                let wrote = store.update(|tx| org::staff_settings(tx, town, tanaka.staff, wanted));
                wrote.expect("another's write");
                waits.push(since(begun));
            }
            waits
        });
        let begun = clock.now();
        let count = apply(&store, &tanaka, id, 1).expect("made so");
        let applied = since(begun);
        done.store(true, Ordering::Relaxed);
        assert_eq!(count, moves * 2);
        (applied, writer.join().expect("the writer"))
    });
    waits.sort();
    let longest = waits.last().copied().unwrap_or_default();
    let begun = clock.now();
    undo(&store, &tanaka, id).expect("taken back");
    let undone = since(begun);
    if whole {
        let median = waits.get(waits.len() / 2).copied().unwrap_or_default();
        println!(
            "{moves} of {staff}: previewed {previewed:?}, applied {applied:?}, undone {undone:?}; \
             {} writes of others, median {median:?}, longest {longest:?}",
            waits.len()
        );
    }
    assert!(!waits.is_empty(), "others wrote meanwhile");
}
