//! Stories of the organisation: the demo town stands, and what must be one of a kind is.

use super::demo;
use super::*;
use sekisho_platform::id::{CountingIds, Ids};
use sekisho_platform::store::Store;

fn town() -> (Store, OrganisationId) {
    let (store, ids) = (Store::memory(), CountingIds::new());
    let organisation = OrganisationId::new(ids.uuid());
    let lines = demo::town(&ids).expect("the list reads");
    store
        .update(|tx| -> Result<(), OrgError> {
            organisation_create(tx, organisation, demo::NAME, demo::DOMAIN)?;
            demo::seed(tx, organisation, &lines)?;
            Ok(())
        })
        .expect("seeded");
    (store, organisation)
}

#[test]
fn the_town_has_forty_people_in_six_units_and_every_letter_of_their_names() {
    let (store, organisation) = town();
    store
        .view(|tx| -> Result<(), OrgError> {
            assert_eq!(staff_count(tx)?, 40);
            assert_eq!(units(tx, organisation)?.len(), 6);
            let (_, sato) =
                staff_by_login(tx, &LoginName::new("sato").expect("name"))?.expect("sato");
            assert_eq!(unit_path(tx, sato.unit().expect("unit"))?, "総務課総務係");
            assert_eq!((sato.name.as_str(), sato.title()), ("佐藤 美咲", "係長"));
            let names: String = staff_list(tx, organisation, "", 100)?
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
    let (store, organisation) = town();
    let people = store
        .view(|tx| staff_list(tx, organisation, "", 100))
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
    let (store, organisation) = town();
    let before = store.view(version).expect("version");
    let add = |login: &str, address: &str| {
        let new = NewStaff {
            organisation,
            name: PersonName::new("森 一郎").expect("name"),
            yomi: Yomi::new("モリ　イチロウ").expect("yomi"),
            login: LoginName::new(login).expect("login"),
            address: Address::new(address).expect("address"),
            phone: String::new(),
            posts: Vec::new(),
        };
        store.update(|tx| staff_add(tx, StaffId::new(uuid::Uuid::from_u128(9_999)), &new))
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
