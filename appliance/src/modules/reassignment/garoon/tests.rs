//! What the incumbent's files come to against the demo town.

use super::super::model::Act;
use super::super::tests::{APRIL, desk, draft, state, town_in};
use super::super::{read as lists, service};
use super::convert::{Converted, Files, Note, convert};
use super::read;
use sekisho_platform::store::Store;

fn files(organisations: &str, members: &str, users: &str) -> Files {
    Files {
        organisations: read::organisations(organisations),
        members: read::members(members),
        users: read::users(users),
    }
}

fn against(store: &Store, files: &Files) -> Converted {
    let tanaka = desk(store, "tanaka");
    let known = store.view(|tx| service::known(tx, &tanaka, APRIL));
    convert(&known.expect("the town"), files)
}

const TREE: &str = "city,やまびこ市,*,,\nsoumu,総務課,*,city,\nsoumu1,総務係,*,soumu,\nfukushi,福祉課,*,city,\n\
    dx,デジタル課,*,city,\ndx1,推進係,*,dx,新設\n";

#[test]
fn the_difference_is_a_list_that_can_be_made_so() {
    let store = Store::memory();
    let town = town_in(&store);
    let users = "\u{FEFF}sato,佐藤 美咲,*,secret1,佐藤,美咲,さとう,みさき,,,,1,ja,,,1101\n\
        mori,𠮷森 﨑,*,secret2,𠮷森,﨑,よしもり,さき,,,mori@yamabiko.example,1,ja,,,1150\n";
    let out = against(
        &store,
        &files(TREE, "soumu1,mori\nfukushi,sato\ndx1,sato\n", users),
    );
    let list = lists::list(&out.list);
    assert_eq!(list.findings, []);
    let told: Vec<_> = (list.rows.iter())
        .map(|row| (row.act, row.login.as_str(), row.unit.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Act::Open, "", "デジタル課"),
            (Act::Open, "", "デジタル課/推進係"),
            (Act::Move, "sato", "福祉課"),
            (Act::Concurrent, "sato", "デジタル課/推進係"),
            (Act::Join, "mori", "総務課/総務係"),
        ]
    );
    assert!(!out.list.contains("secret"), "no password is kept");
    assert!(out.notes.contains(&Note::NoTitle("mori".to_owned())));
    assert!(out.notes.contains(&Note::NotListed("tanaka".to_owned())));
    // With the title filled in it stands, and read once more against the town of that day it says nothing.
    let tanaka = desk(&store, "tanaka");
    let rows = out
        .list
        .replace("総務課/総務係,,1150", "総務課/総務係,主事,1150");
    let body = rows.split_once('\n').expect("a head").1;
    let id = draft(&store, &tanaka, 1, APRIL, body);
    let before = state(&store, town, APRIL);
    super::super::tests::apply(&store, &tanaka, id, 1).expect("made so");
    assert_ne!(state(&store, town, APRIL), before);
    let again = against(
        &store,
        &files(TREE, "soumu1,mori\nfukushi,sato\ndx1,sato\n", ""),
    );
    assert_eq!(again.counts.values().sum::<usize>(), 0, "{}", again.list);
}

#[test]
fn what_is_so_already_is_no_row_and_nobody_is_sent_away_by_not_being_listed() {
    let store = Store::memory();
    town_in(&store);
    let out = against(
        &store,
        &files("s,総務課,*,,\nk,総務係,*,s,\n", "k,sato\n", ""),
    );
    assert_eq!(out.counts.len(), 0, "{}", out.list);
    assert!(out.notes.is_empty());
}

#[test]
fn a_file_of_holes_and_rings_is_told_and_ends() {
    let store = Store::memory();
    town_in(&store);
    let out = against(
        &store,
        &files(
            "a,甲,*,b,\nb,乙,*,a,\nc,丙,*,nowhere,\n,,,,\n*,丁,*,,\n",
            "zzz,sato\nc,stranger\na,sato\n",
            "sato,佐藤 美咲,satou,x\nghost,幽霊,*,x\n",
        ),
    );
    for note in [
        Note::Ring("a".to_owned()),
        Note::Ring("b".to_owned()),
        Note::NoCode("nowhere".to_owned()),
        Note::NoCode("zzz".to_owned()),
        Note::Unknown("stranger".to_owned()),
        Note::Renamed("sato".to_owned(), "satou".to_owned()),
        Note::Nowhere("ghost".to_owned()),
    ] {
        assert!(out.notes.contains(&note), "{note:?} in {:?}", out.notes);
    }
}

#[test]
fn a_section_of_the_same_name_elsewhere_is_another_section() {
    let store = Store::memory();
    town_in(&store);
    let out = against(
        &store,
        &files("f,福祉課,*,,\nk,総務係,*,f,\n", "k,sato\n", ""),
    );
    assert!(
        out.list.contains("組織新設,,,,福祉課/総務係"),
        "{}",
        out.list
    );
    assert!(out.list.contains("異動,sato,佐藤 美咲,,福祉課/総務係"));
}

#[test]
fn heads_are_passed_over_and_name_the_columns_of_users() {
    let text = "ログイン名,表示名,よみがな,役職,E-mail,内線\nmori,森 一郎,もり いちろう,主事,m@x.example,12\n";
    let user = &read::users(text)[0];
    assert_eq!(
        (user.name.as_str(), user.yomi.as_str(), user.title.as_str()),
        ("森 一郎", "もり いちろう", "主事")
    );
    assert_eq!(
        (user.address.as_str(), user.phone.as_str()),
        ("m@x.example", "12")
    );
    assert_eq!(read::organisations("現在の組織コード,組織名\n").len(), 0);
}
