//! Stories of the organisation: the demo town stands, and what must be one of a kind is.

use super::demo;
use super::service::posts::post_create;
use super::service::roles::role_grant;
use super::*;
use jiff::civil::{Date, date};
use sekisho_platform::id::{CountingIds, Ids};
use sekisho_platform::store::Store;

const TODAY: Date = date(2026, 11, 20);

fn town() -> (Store, Town) {
    let (store, ids) = (Store::memory(), CountingIds::new());
    let organisation = OrganisationId::new(ids.uuid());
    let lines = demo::town(&ids).expect("the list reads");
    store
        .update(|tx| -> Result<(), OrgError> {
            organisation_create(tx, organisation, demo::NAME, demo::DOMAIN)?;
            demo::seed(tx, Town::at_the_machine(organisation), &lines)?;
            Ok(())
        })
        .expect("seeded");
    (store, Town::at_the_machine(organisation))
}

#[test]
fn the_town_has_forty_people_in_six_units_and_every_letter_of_their_names() {
    let (store, town) = town();
    store
        .view(|tx| -> Result<(), OrgError> {
            assert_eq!(staff_count(tx)?, 40);
            assert_eq!(units_on(tx, town, TODAY)?.len(), 6);
            let (id, sato) =
                staff_by_login(tx, &LoginName::new("sato").expect("name"))?.expect("sato");
            let held = held_on(tx, town, id, TODAY)?;
            assert_eq!(
                unit_path(tx, town, held[0].post.unit, TODAY)?,
                "総務課総務係"
            );
            let title = held[0].post.title.as_str();
            assert_eq!((sato.name.as_str(), title), ("佐藤 美咲", "係長"));
            let names: String = staff_list(tx, town, "", 100)?
                .iter()
                .map(|(_, staff)| staff.name.as_str().to_owned())
                .collect();
            for letter in ["𠮷", "髙", "﨑", "葛\u{E0100}"] {
                assert!(names.contains(letter), "{letter}");
            }
            Ok(())
        })
        .expect("read");
}

#[test]
fn people_stand_in_the_order_of_their_readings() {
    let (store, town) = town();
    let people = store
        .view(|tx| staff_list(tx, town, "", 100))
        .expect("list");
    assert!(
        people
            .windows(2)
            .all(|pair| pair[0].1.yomi <= pair[1].1.yomi)
    );
    assert_eq!(people[0].1.name.as_str(), "青木 楓");
}

#[test]
fn an_address_and_a_log_in_name_are_one_of_a_kind_and_the_directory_has_a_new_version() {
    let (store, town) = town();
    let before = store.view(version).expect("version");
    let add = |login: &str, address: &str| {
        let new = NewStaff {
            name: PersonName::new("森 一郎").expect("name"),
            yomi: Yomi::new("モリ　イチロウ").expect("yomi"),
            login: LoginName::new(login).expect("login"),
            address: Address::new(address).expect("address"),
            phone: String::new(),
            employment: Employment::Regular,
        };
        store.update(|tx| staff_add(tx, town, StaffId::new(uuid::Uuid::from_u128(9_999)), &new))
    };
    assert!(matches!(
        add("sato", "mori@yamabiko.example"),
        Err(OrgError::LoginTaken)
    ));
    assert!(matches!(
        add("mori", "Sato@Yamabiko.example"),
        Err(OrgError::AddressTaken)
    ));
    assert_eq!(store.view(version).expect("version"), before);
    add("mori", "mori@yamabiko.example").expect("added");
    assert_eq!(store.view(version).expect("version"), before + 1);
    let addresses = store.view(addresses).expect("addresses");
    assert_eq!(addresses.len(), 41);
    assert!(addresses.contains(&"mori@yamabiko.example".to_owned()));
}

#[test]
fn names_that_cannot_be_are_refused() {
    for bad in [
        "",
        "a b@x.example",
        "a@b@c",
        "@x",
        "x@",
        "さとう@x.example",
        "a\r\n@x",
    ] {
        assert!(Address::new(bad).is_err(), "{bad:?}");
    }
    assert!(PersonName::new("a\nb").is_err());
    assert!(PersonName::new(" ").is_err());
    assert!(LoginName::new("sato;drop").is_err());
    assert_eq!(LoginName::new("ＳＡＴＯ").expect("wide").as_str(), "sato");
    assert_eq!(
        Yomi::new("ｻﾄｳ ﾐｻｷ").expect("narrow").as_str(),
        "さとう みさき"
    );
}

#[test]
fn who_sat_where_is_known_for_any_day() {
    let (store, town) = town();
    let titles = |login: &str, day: Date| {
        let login = LoginName::new(login).expect("name");
        store
            .view(|tx| -> Result<Vec<String>, OrgError> {
                let (id, _) = staff_by_login(tx, &login)?.expect("somebody");
                let mut lines = Vec::new();
                for held in held_on(tx, town, id, day)? {
                    let unit = unit_path(tx, town, held.post.unit, day)?;
                    lines.push(format!("{unit} {}", held.post.title.as_str()));
                }
                Ok(lines)
            })
            .expect("read")
    };
    assert_eq!(titles("okada", date(2025, 3, 31)), ["福祉課 主事"]);
    assert_eq!(titles("okada", date(2025, 4, 1)), ["総務課 主事"]);
    assert_eq!(titles("okada", date(2022, 3, 31)), [""; 0]);
    // 兼務 stands behind the main post, and ends with the fiscal year.
    let both = ["情報政策課 課長", "危機管理課 参事"];
    assert_eq!(titles("tanaka", TODAY), both);
    assert_eq!(titles("tanaka", date(2027, 4, 1)), ["情報政策課 課長"]);
    assert_eq!(titles("hamada", date(2027, 4, 1)), [""; 0]);
}

#[test]
fn the_main_post_is_one_at_a_time_and_a_post_takes_nobody_beyond_its_days() {
    let (store, town) = town();
    let (sato, kiki) = store
        .view(|tx| -> Result<_, OrgError> {
            let login = LoginName::new("sato").expect("name");
            let (sato, _) = staff_by_login(tx, &login)?.expect("sato");
            Ok((
                sato,
                unit_named(tx, town, "危機管理課", TODAY)?.expect("unit"),
            ))
        })
        .expect("read");
    let (post, id) = (
        PostId::new(uuid::Uuid::from_u128(7_001)),
        AppointmentId::new(uuid::Uuid::from_u128(7_002)),
    );
    let year = Period::between(date(2026, 4, 1), date(2027, 3, 31)).expect("period");
    let appointed = |tenure, period| {
        store.update(|tx| {
            let row = Post {
                unit: kiki,
                title: Title::new("災害対策監")?,
                kind: PostKind::Ordinary,
                order: 0,
                period: year,
            };
            post_create(tx, town, post, &row)?;
            let new = Appointment {
                staff: sato,
                post,
                tenure,
                period,
            };
            appoint(tx, town, id, &new)
        })
    };
    assert!(matches!(
        appointed(Tenure::Main, year),
        Err(OrgError::SecondMain)
    ));
    assert!(matches!(
        appointed(Tenure::Concurrent, Period::since(TODAY)),
        Err(OrgError::BeyondPost)
    ));
    appointed(Tenure::Concurrent, year).expect("beside the main one");
    let people = store
        .view(|tx| staff_in(tx, town, kiki, TODAY))
        .expect("people");
    assert_eq!(
        people[0].1.name.as_str(),
        "佐藤 美咲",
        "the highest post first"
    );
}

#[test]
fn nothing_of_one_town_is_found_within_the_walls_of_another() {
    let (store, ours) = town();
    let theirs = OrganisationId::new(uuid::Uuid::from_u128(8_000));
    store
        .update(|tx| organisation_create(tx, theirs, "となり町", "tonari.example"))
        .expect("created");
    let theirs = Town::at_the_machine(theirs);
    store
        .view(|tx| -> Result<(), OrgError> {
            let everybody = staff_list(tx, ours, "", 100)?;
            assert_eq!(everybody.len(), 40);
            assert!(staff_list(tx, theirs, "", 100)?.is_empty());
            assert!(units_on(tx, theirs, TODAY)?.is_empty());
            for (id, _) in &everybody {
                assert!(staff_get(tx, theirs, *id)?.is_none());
                assert!(held_on(tx, theirs, *id, TODAY)?.is_empty());
            }
            for (id, _) in units_on(tx, ours, TODAY)? {
                assert_eq!(unit_path(tx, theirs, id, TODAY)?, "");
                assert!(staff_in(tx, theirs, id, TODAY)?.is_empty());
            }
            Ok(())
        })
        .expect("read");
    let (somebody, _) = store
        .view(|tx| staff_list(tx, ours, "", 1))
        .expect("list")
        .remove(0);
    let wanted = Preference {
        theme: Theme::Dark,
        ..Preference::default()
    };
    store
        .update(|tx| staff_settings(tx, theirs, somebody, wanted))
        .expect("nothing to change");
    let row = store
        .view(|tx| staff_get(tx, ours, somebody))
        .expect("read");
    assert_eq!(row.expect("there").preference, Preference::default());
}

#[test]
fn rights_follow_from_the_appointments_of_the_day() {
    let (store, town) = town();
    let id = |login: &str| {
        let login = LoginName::new(login).expect("name");
        let found = store.view(|tx| staff_by_login(tx, &login)).expect("read");
        found.expect("somebody").0
    };
    let roles = |staff, day| {
        let roles = store.view(|tx| roles_on(tx, Who { town, staff, day }));
        roles.expect("read").kinds()
    };
    let (tanaka, suzuki, sato) = (id("tanaka"), id("suzuki"), id("sato"));
    assert_eq!(roles(tanaka, TODAY), [Role::Organisation]);
    assert_eq!(roles(suzuki, TODAY), [Role::Security]);
    assert_eq!(roles(sato, TODAY), []);
    // To a person for some days, beside what the post gives; twice is once.
    let audit = Grant {
        role: Role::Auditor,
        bearer: Bearer::Staff(suzuki),
        period: Period::between(TODAY, date(2026, 12, 31)).expect("period"),
    };
    for number in 0..2 {
        let id = GrantId::new(uuid::Uuid::from_u128(9_100 + number));
        store
            .update(|tx| role_grant(tx, town, id, &audit))
            .expect("granted");
    }
    assert_eq!(roles(suzuki, TODAY), [Role::Security, Role::Auditor]);
    assert_eq!(roles(suzuki, date(2027, 1, 1)), [Role::Security]);
    // Suspended, or within other walls, somebody has none.
    store
        .update(|tx| staff_suspend(tx, town, suzuki))
        .expect("suspended");
    assert_eq!(roles(suzuki, TODAY), []);
    let other = Town::at_the_machine(OrganisationId::new(uuid::Uuid::from_u128(8_000)));
    let there = Who {
        town: other,
        staff: tanaka,
        day: TODAY,
    };
    let there = store.view(|tx| roles_on(tx, there));
    assert_eq!(there.expect("read").all(), []);
}

#[test]
fn who_keeps_the_machine_administers_and_approves_nothing() {
    let (store, town) = town();
    let login = LoginName::new("inoue").expect("name");
    let (inoue, _) = store
        .view(|tx| staff_by_login(tx, &login))
        .expect("read")
        .expect("inoue");
    let who = Who {
        town,
        staff: inoue,
        day: TODAY,
    };
    let asked = || {
        store
            .view(|tx| -> Result<_, OrgError> {
                Ok((administers(tx, who).is_ok(), approves(tx, who).is_ok()))
            })
            .expect("read")
    };
    assert_eq!(asked(), (false, true));
    let system = Grant {
        role: Role::System,
        bearer: Bearer::Staff(inoue),
        period: Period::since(TODAY),
    };
    let id = GrantId::new(uuid::Uuid::from_u128(9_200));
    store
        .update(|tx| role_grant(tx, town, id, &system))
        .expect("granted");
    assert_eq!(asked(), (true, false));
}
