//! Nothing is missed, nothing is found that is not there, and whatever becomes of the files is noticed.

use super::*;
use proptest::prelude::*;
use sekisho_platform::disk::{Folder, SimDisk};
use std::collections::BTreeMap;

fn scope(number: u8) -> Scope {
    Scope::new("test", &[number])
}

fn text(key: u8, room: u8, when: u64, folded: &str) -> Text {
    Text {
        key: vec![key],
        scopes: vec![scope(room)],
        when,
        folded: folded.to_owned(),
    }
}

fn asked(index: &Index, scopes: &[Scope], words: &[String]) -> Found {
    let ask = Ask {
        scopes,
        words,
        shown: 1000,
        most: 1000,
    };
    index.search(&ask).unwrap()
}

#[derive(Clone, Debug)]
enum Act {
    Put(u8, u8, u64, String),
    Remove(u8),
    Flush,
    Compact,
    Reopen,
}

/// A narrow alphabet, so that pairs meet by chance without standing side by side.
fn words() -> impl Strategy<Value = String> {
    "[会議室のの吉ー a]{0,14}".prop_map(|text| crate::text::fold::fold(&text))
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        12 => (0..40_u8, 0..3_u8, 0..20_u64, words()).prop_map(|(k, r, w, t)| Act::Put(k, r, w, t)),
        3 => (0..40_u8).prop_map(Act::Remove),
        2 => Just(Act::Flush),
        1 => Just(Act::Compact),
        1 => Just(Act::Reopen),
    ]
}

fn brute(model: &BTreeMap<u8, Text>, scopes: &[Scope], words: &[String]) -> Vec<(u64, Vec<u8>)> {
    let fits = |text: &&Text| {
        text.scopes.iter().any(|scope| scopes.contains(scope))
            && words.iter().all(|word| text.folded.contains(word.as_str()))
    };
    let found = model.values().filter(fits);
    let mut found: Vec<_> = found.map(|text| (text.when, text.key.clone())).collect();
    found.sort();
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_piece_of_every_text_is_found_and_nothing_else(
        acts in prop::collection::vec(act(), 1..120),
        cuts in prop::collection::vec((0..40_u8, 0..14_usize, 1..6_usize, 0..4_u8), 30),
    ) {
        let disk: Arc<dyn Disk> = Arc::new(SimDisk::new());
        let mut index = Index::open(Arc::clone(&disk)).unwrap();
        index.apply(Vec::new(), Some(0)).unwrap();
        let mut model = BTreeMap::new();
        for (act, at) in acts.into_iter().zip(1..) {
            match act {
                Act::Put(key, room, when, words) => {
                    let text = text(key, room, when, &words);
                    model.insert(key, text.clone());
                    index.apply(vec![Write::Put(text)], Some(at)).unwrap();
                }
                Act::Remove(key) => {
                    model.remove(&key);
                    index.apply(vec![Write::Remove(vec![key])], Some(at)).unwrap();
                }
                Act::Flush => index.flush().unwrap(),
                Act::Compact => index.compact().unwrap(),
                Act::Reopen => {
                    index.flush().unwrap();
                    let position = index.position();
                    index = Index::open(Arc::clone(&disk)).unwrap();
                    prop_assert_eq!(index.position(), position);
                }
            }
        }
        for (key, from, length, rooms) in cuts {
            let Some(text) = model.get(&key) else { continue };
            let piece: String = text.folded.chars().skip(from).take(length).collect();
            let words: Vec<String> = piece.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
            if words.is_empty() {
                continue;
            }
            let scopes: Vec<Scope> = (0..rooms).map(scope).collect();
            let found = asked(&index, &scopes, &words);
            let wanted = brute(&model, &scopes, &words);
            let mut keys = found.keys.clone();
            keys.sort();
            let mut wanted_keys: Vec<Vec<u8>> = wanted.iter().map(|(_, key)| key.clone()).collect();
            wanted_keys.sort();
            prop_assert_eq!(&keys, &wanted_keys, "{:?}", words);
            prop_assert_eq!(found.count, u64::try_from(wanted.len()).unwrap());
            prop_assert!(!found.more);
            let times: Vec<u64> = found.keys.iter().map(|key| model[&key[0]].when).collect();
            prop_assert!(times.is_sorted_by(|a, b| a >= b), "the newest first");
        }
    }
}

#[test]
fn more_than_is_counted_is_said_and_the_newest_are_shown() {
    let index = Index::open(Arc::new(SimDisk::new())).unwrap();
    let puts = |from: u64, to: u64| {
        let text = |n: u64| Text {
            key: n.to_be_bytes().to_vec(),
            scopes: vec![scope(0)],
            when: n,
            folded: format!("会議の記録 {n}"),
        };
        (from..to).map(|n| Write::Put(text(n))).collect::<Vec<_>>()
    };
    index.apply(puts(0, 300), Some(1)).unwrap();
    index.flush().unwrap();
    index.apply(puts(300, 600), Some(2)).unwrap();
    for words in ["会", "会議の記", "録"] {
        let found = index
            .search(&Ask {
                scopes: &[scope(0)],
                words: &[words.to_owned()],
                shown: 3,
                most: 100,
            })
            .unwrap();
        assert_eq!((found.count, found.more), (100, true), "{words}");
        let newest: Vec<u64> = found
            .keys
            .iter()
            .map(|key| u64::from_be_bytes(*key.first_chunk().unwrap()))
            .collect();
        assert_eq!(newest, [599, 598, 597], "{words}");
    }
    assert_eq!(
        asked(&index, &[scope(1)], &["会".to_owned()]),
        Found::default(),
        "another's scope"
    );
    assert_eq!(asked(&index, &[scope(0)], &[]), Found::default());
}

#[test]
fn pairs_that_do_not_stand_side_by_side_are_no_hit() {
    let index = Index::open(Arc::new(SimDisk::new())).unwrap();
    let texts = [text(1, 0, 1, "議室と会議の記録"), text(2, 0, 2, "会議室")];
    let puts = texts.into_iter().map(Write::Put).collect();
    index.apply(puts, Some(1)).unwrap();
    index.flush().unwrap();
    let found = asked(&index, &[scope(0)], &["会議室".to_owned()]);
    assert_eq!(found.keys, [vec![2]]);
}

#[test]
fn a_torn_file_is_noticed_and_all_is_built_anew() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Index::open(Arc::new(Folder::open(folder.path()).unwrap())).unwrap();
    let index = open();
    index
        .apply(vec![Write::Put(text(1, 0, 1, "会議"))], Some(5))
        .unwrap();
    index.flush().unwrap();
    drop(index);
    assert_eq!(open().position(), Some(5));
    let segment = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ext| ext == "segment"))
        .unwrap();
    let whole = std::fs::read(&segment).unwrap();
    for at in [0, whole.len() / 2, whole.len() - 1] {
        let mut torn = whole.clone();
        torn[at] ^= 0x40;
        std::fs::write(&segment, torn).unwrap();
        let index = open();
        assert_eq!(index.position(), None, "byte {at}");
        assert_eq!(
            asked(&index, &[scope(0)], &["会".to_owned()]),
            Found::default()
        );
        assert!(!segment.exists(), "what cannot be trusted is not kept");
        std::fs::write(&segment, &whole).unwrap();
    }
}

#[test]
fn a_power_cut_loses_nothing_that_its_place_does_not_lead_back_to() {
    let disk = SimDisk::new();
    let index = Index::open(Arc::new(disk.clone())).unwrap();
    index.apply(Vec::new(), Some(0)).unwrap();
    let writes: Vec<Write> = (0..24_u8)
        .map(|n| match n % 5 {
            4 => Write::Remove(vec![n - 3]),
            _ => Write::Put(text(n % 11, 0, u64::from(n), &format!("回覧{n}号"))),
        })
        .collect();
    for (write, at) in writes.iter().zip(1..) {
        index.apply(vec![write.clone()], Some(at)).unwrap();
        if at % 3 == 0 {
            index.flush().unwrap();
        }
        if at % 10 == 0 {
            index.compact().unwrap();
        }
    }
    let wanted = asked(&index, &[scope(0)], &["回".to_owned()]);
    let mut crashes = disk.crashes();
    for operation in 0..=disk.operations() {
        crashes.advance_to(operation);
        for seed in 0..2 {
            let found = Index::open(Arc::new(crashes.crash(seed))).unwrap();
            if found.position().is_none() {
                found.clear().unwrap();
                found.apply(Vec::new(), Some(0)).unwrap();
            }
            let from = usize::try_from(found.position().unwrap()).unwrap();
            for (write, at) in writes.iter().zip(1..).skip(from) {
                found.apply(vec![write.clone()], Some(at)).unwrap();
            }
            let again = asked(&found, &[scope(0)], &["回".to_owned()]);
            assert_eq!(again, wanted, "cut at {operation}, {seed}");
        }
    }
}
