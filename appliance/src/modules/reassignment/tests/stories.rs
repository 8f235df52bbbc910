//! What a list does, told through the service.

use super::super::heirs::{self, Left};
use super::super::model::{Choice, What};
use super::super::service::{look, undo};
use super::*;
use crate::org::{Block, Role, Tenure, Who};

#[test]
fn until_the_night_before_all_is_as_it_was_and_from_midnight_on_all_is_new() {
    let store = Store::memory();
    let town = town_in(&store);
    let tanaka = desk(&store, "tanaka");
    let (sato, okada) = (named(&store, "sato"), named(&store, "okada"));
    let rows = "異動,sato,佐藤美咲,,福祉課,係長\n退職,okada\n\
        採用,mori,𠮷森 葛\u{E0100},もり,総務課/総務係,主事\n\
        組織新設,,,,総務課/デジタル推進係\n兼務,suzuki,,,総務課/デジタル推進係,係長\n\
        組織改称,,,,情報政策課,,,,デジタル課\n";
    let id = draft(&store, &tanaka, 1, APRIL, rows);
    let looked = store.view(|tx| look(tx, &tanaka, id)).expect("looked");
    assert_eq!(looked.plan.findings, []);
    assert_eq!(looked.plan.counts.values().sum::<usize>(), 6);
    apply(&store, &tanaka, id, 1).expect("made so");

    let eve = APRIL.yesterday().expect("a day");
    assert_eq!(posts(&store, town, sato, eve), ["総務課総務係 係長"]);
    assert_eq!(posts(&store, town, sato, APRIL), ["福祉課 係長"]);
    assert_eq!(posts(&store, town, okada, eve), ["総務課 主事"]);
    assert!(posts(&store, town, okada, APRIL).is_empty());
    let suzuki = named(&store, "suzuki");
    let both = ["デジタル課 係長", "総務課デジタル推進係 係長"];
    assert_eq!(posts(&store, town, suzuki, APRIL), both);
    assert_eq!(posts(&store, town, suzuki, eve), ["情報政策課 係長"]);
    store
        .view(|tx| -> Result<(), OrgError> {
            let login = LoginName::new("mori")?;
            let (mori, row) = org::staff_by_login(tx, &login)?.expect("mori");
            assert_eq!(row.name.as_str(), "𠮷森 葛\u{E0100}");
            assert!(org::staff_on(tx, town, mori, eve)?.is_none());
            assert!(org::staff_on(tx, town, mori, APRIL)?.is_some());
            assert!(org::staff_on(tx, town, okada, APRIL)?.is_none());
            assert_eq!(org::units_on(tx, town, eve)?.len(), 6);
            assert_eq!(org::units_on(tx, town, APRIL)?.len(), 7);
            Ok(())
        })
        .expect("read");
}

#[test]
fn what_a_row_cannot_do_is_told_and_the_others_are_looked_at_all_the_same() {
    let store = Store::memory();
    town_in(&store);
    let tanaka = desk(&store, "tanaka");
    let rows = "異動,nobody,,,福祉課,係長\n異動,sato,鈴木 亮,,福祉課,係長\n\
        異動,yoshida,,,宇宙課,課長\n採用,ito,新人,しんじん,福祉課,主事\n\
        採用,new,,しんじん,福祉課,主事\n兼務解除,sato,,,福祉課\n組織廃止,,,,福祉課\n\
        異動,kato,,,総務課,主査\n退職,kato\n異動,ogawa,,,総務課,技師\n";
    let id = draft(&store, &tanaka, 1, APRIL, rows);
    let looked = store.view(|tx| look(tx, &tanaka, id)).expect("looked");
    let told: Vec<(u64, What)> = looked
        .plan
        .findings
        .iter()
        .map(|finding| (finding.line, finding.what.clone()))
        .collect();
    let expected = [
        (2, What::Nobody("nobody".to_owned())),
        (3, What::OtherName("佐藤 美咲".to_owned())),
        (4, What::NoUnit("宇宙課".to_owned())),
        (5, What::LoginTaken("ito".to_owned())),
        (6, What::Empty),
        (7, What::NotHeld),
        (8, What::Remaining(8)),
        (9, What::Twice(10)),
        (10, What::Twice(9)),
    ];
    assert_eq!(told, expected);
    assert_eq!(looked.plan.counts.values().sum::<usize>(), 2, "the rest");
    assert!(matches!(
        apply(&store, &tanaka, id, 1),
        Err(ReassignmentError::Findings)
    ));
}

#[test]
fn whoever_may_not_administer_makes_nothing_so() {
    let store = Store::memory();
    town_in(&store);
    let tanaka = desk(&store, "tanaka");
    let id = draft(&store, &tanaka, 1, APRIL, "退職,okada\n");
    for login in ["sato", "suzuki", "okada"] {
        let cx = desk(&store, login);
        let denied = apply(&store, &cx, id, 1);
        assert!(
            matches!(denied, Err(ReassignmentError::Denied(_))),
            "{login}"
        );
        assert!(store.view(|tx| look(tx, &cx, id)).is_err());
        assert!(undo(&store, &cx, id).is_err());
    }
}

#[test]
fn a_town_finds_nothing_of_anothers() {
    let store = Store::memory();
    town_in(&store);
    let tanaka = desk(&store, "tanaka");
    let id = draft(&store, &tanaka, 1, APRIL, "退職,okada\n");
    let mut stranger = tanaka.clone();
    stranger.town = Town::at_the_machine(OrganisationId::new(Uuid::from_u128(8_000)));
    let found = store.view(|tx| look(tx, &stranger, id));
    assert!(matches!(found, Err(ReassignmentError::Denied(_))));
}

#[test]
fn a_change_of_people_meanwhile_stops_it_and_leaves_nothing() {
    let store = Store::memory();
    let town = town_in(&store);
    let tanaka = desk(&store, "tanaka");
    let sato = named(&store, "sato");
    let id = draft(&store, &tanaka, 1, APRIL, "異動,sato,,,福祉課,係長\n");
    let swap = SwapId::new(Uuid::from_u128(1));
    store
        .update(|tx| -> Result<(), ReassignmentError> {
            let permit = org::may_administer(&tanaka, tx)?;
            let seen = org::people_number(tx, town)?;
            org::swap_prepare(tx, &permit, swap, APRIL, seen)?;
            Ok(())
        })
        .expect("prepared");
    let before = state(&store, town, APRIL);
    store
        .update(|tx| org::staff_suspend(tx, town, named(&store, "okada")))
        .expect("somebody else's change");
    let stood = store.update(|tx| -> Result<(), ReassignmentError> {
        let permit = org::may_administer(&tanaka, tx)?;
        Ok(org::swap_stand(tx, &permit, swap)?)
    });
    assert!(matches!(stood, Err(ReassignmentError::Changed)));
    store
        .update(|tx| org::staff_restore(tx, town, named_row(tx, "okada")))
        .expect("restored");
    assert_eq!(state(&store, town, APRIL), before);
    // Looked at again, it goes.
    apply(&store, &tanaka, id, 2).expect("made so");
    assert_eq!(posts(&store, town, sato, APRIL), ["福祉課 係長"]);
}

fn named_row(tx: &sekisho_platform::store::View<'_>, login: &str) -> StaffId {
    let login = LoginName::new(login).expect("name");
    let found = org::staff_by_login(tx, &login).expect("read");
    found.expect("somebody").0
}

#[test]
fn what_stands_upon_it_must_go_first() {
    let store = Store::memory();
    let town = town_in(&store);
    let tanaka = desk(&store, "tanaka");
    let sato = named(&store, "sato");
    let before = state(&store, town, APRIL);
    let first = draft(&store, &tanaka, 1, APRIL, "異動,sato,,,福祉課,係長\n");
    apply(&store, &tanaka, first, 1).expect("april");
    let october = date(2027, 10, 1);
    let second = draft(&store, &tanaka, 2, october, "異動,sato,,,危機管理課,係長\n");
    apply(&store, &tanaka, second, 2).expect("october");
    assert_eq!(posts(&store, town, sato, october), ["危機管理課 係長"]);
    match undo(&store, &tanaka, first) {
        Err(ReassignmentError::Blocked(blocks)) => assert_eq!(blocks, [Block::Moved(sato)]),
        other => panic!("{other:?}"),
    }
    undo(&store, &tanaka, second).expect("the later one first");
    undo(&store, &tanaka, first).expect("then this one");
    assert_eq!(state(&store, town, APRIL), before);
    let again = undo(&store, &tanaka, first);
    assert!(matches!(again, Err(ReassignmentError::Changed)));
}

#[test]
fn a_list_for_a_day_before_one_that_stands_is_told_and_not_laid_over_it() {
    let store = Store::memory();
    town_in(&store);
    let tanaka = desk(&store, "tanaka");
    let first = draft(&store, &tanaka, 1, APRIL, "異動,sato,,,福祉課,係長\n");
    apply(&store, &tanaka, first, 1).expect("april");
    let january = date(2027, 1, 1);
    let id = draft(&store, &tanaka, 2, january, "異動,sato,,,危機管理課,係長\n");
    let looked = store.view(|tx| look(tx, &tanaka, id)).expect("looked");
    assert_eq!(looked.plan.findings[0].what, What::Later);
}

#[test]
fn a_role_goes_with_the_post_and_where_that_stands_empty_to_the_next_above() {
    let store = Store::memory();
    let town = town_in(&store);
    let tanaka = desk(&store, "tanaka");
    let (suzuki, ito) = (named(&store, "suzuki"), named(&store, "ito"));
    let roles = |staff, day| {
        let who = org::Who { town, staff, day };
        let roles = store.view(|tx| org::roles_on(tx, who));
        roles.expect("read").kinds()
    };
    // With a successor nothing is orphaned: the role stands with the post.
    let rows = "退職,tanaka\n異動,ito,,,情報政策課,課長\n";
    let id = draft(&store, &tanaka, 1, APRIL, rows);
    let looked = store.view(|tx| look(tx, &tanaka, id)).expect("looked");
    let found = heirs::orphans(&looked.known, &looked.moves);
    assert!(found.iter().all(|orphan| orphan.what == Left::Mailbox));
    assert_eq!(found[0].heir, Some(ito), "who follows in the post");
    apply(&store, &tanaka, id, 1).expect("made so");
    assert_eq!(roles(ito, APRIL), [Role::Organisation]);
    assert_eq!(roles(ito, date(2027, 3, 31)), []);
    assert_eq!(roles(tanaka.staff, APRIL), []);
    undo(&store, &tanaka, id).expect("taken back");
    // Without one the next of the unit is proposed, and has it.
    let id = draft(&store, &tanaka, 2, APRIL, "退職,tanaka\n");
    let looked = store.view(|tx| look(tx, &tanaka, id)).expect("looked");
    let found = heirs::orphans(&looked.known, &looked.moves);
    assert_eq!(found[0].heir, Some(suzuki));
    assert_eq!(
        heirs::proposed(&found[0], &looked.moves),
        Choice::Heir(suzuki)
    );
    apply(&store, &tanaka, id, 2).expect("made so");
    assert_eq!(roles(suzuki, APRIL), [Role::Organisation, Role::Security]);
    assert_eq!(roles(suzuki, date(2027, 3, 31)), [Role::Security]);
}

#[test]
fn a_rehearsal_shows_who_administers_and_leaves_the_town_as_it_is() {
    let store = Store::memory();
    let town = town_in(&store);
    let tanaka = desk(&store, "tanaka");
    let ito = named(&store, "ito");
    let rows = "退職,tanaka\n異動,ito,,,情報政策課,課長\n採用,mori,森 一郎,もり,総務課,主事\n";
    let id = draft(&store, &tanaka, 1, APRIL, rows);
    let before = state(&store, town, APRIL);
    let swap = SwapId::new(Uuid::from_u128(77));
    let shown = service::rehearse(&store, &tanaka, id, swap).expect("rehearsed");
    assert!(shown.restored && shown.changes >= 5, "{shown:?}");
    assert_eq!(shown.administrators, [ito]);
    assert_eq!(state(&store, town, APRIL), before);
    // The one thing that was written is that it was rehearsed; it can still be made so.
    apply(&store, &tanaka, id, 2).expect("made so");
    let again = service::rehearse(&store, &tanaka, id, swap);
    assert!(matches!(again, Err(ReassignmentError::Changed)));
}

#[test]
fn an_heir_may_be_anybody_who_is_here_on_the_day() {
    let store = Store::memory();
    let town = town_in(&store);
    let tanaka = desk(&store, "tanaka");
    let id = draft(&store, &tanaka, 1, APRIL, "退職,tanaka\n退職,okada\n");
    let looked = store.view(|tx| look(tx, &tanaka, id)).expect("looked");
    let Left::Role(grant, _) = heirs::orphans(&looked.known, &looked.moves)[0].what else {
        panic!("a role is left");
    };
    let choose = |login: &str| {
        let named = [(grant, LoginName::new(login).expect("name"))];
        store.update(|tx| service::choose(tx, &tanaka, id, &Vec::new(), &named))
    };
    for nobody in ["okada", "tanaka", "ghost"] {
        let refused = choose(nobody);
        assert!(
            matches!(refused, Err(ReassignmentError::NoHeir(_))),
            "{nobody}"
        );
    }
    choose("sato").expect("somebody who stays");
    apply(&store, &tanaka, id, 1).expect("made so");
    let sato = named(&store, "sato");
    let (staff, day) = (sato, APRIL);
    let roles = store.view(|tx| org::roles_on(tx, org::Who { town, staff, day }));
    assert_eq!(roles.expect("read").kinds(), [Role::Organisation]);
}

#[test]
fn a_name_that_somebody_of_another_town_has_is_told_before_it_is_made_so() {
    let store = Store::memory();
    let town = town_in(&store);
    let other = OrganisationId::new(Uuid::from_u128(8_000));
    let new = crate::org::NewStaff {
        name: crate::org::PersonName::new("他町 花子").expect("name"),
        yomi: crate::org::Yomi::new("たまち").expect("yomi"),
        login: LoginName::new("hanako").expect("login"),
        address: crate::org::Address::new("hanako@umikaze.example").expect("address"),
        phone: String::new(),
        employment: crate::org::Employment::Regular,
    };
    store
        .update(|tx| -> Result<(), OrgError> {
            org::organisation_create(tx, other, "うみかぜ町", "umikaze.example")?;
            let id = StaffId::new(Uuid::from_u128(8_001));
            org::staff_add(tx, Town::at_the_machine(other), id, &new)
        })
        .expect("another town");
    let tanaka = desk(&store, "tanaka");
    let rows = "採用,Hanako,森 花,もり,総務課,主事\n\
        採用,mori,森 一郎,もり,総務課,主事,,hanako@umikaze.example\n";
    let id = draft(&store, &tanaka, 1, APRIL, rows);
    let looked = store.view(|tx| look(tx, &tanaka, id)).expect("looked");
    let told: Vec<_> = looked
        .plan
        .findings
        .iter()
        .map(|f| (f.line, &f.what))
        .collect();
    let login = What::LoginTaken("hanako".to_owned());
    let address = What::AddressTaken("hanako@umikaze.example".to_owned());
    assert_eq!(told, [(2, &login), (3, &address)]);
    assert_eq!(town, tanaka.town);
}

/// How somebody holds what they hold on a day.
fn tenures(store: &Store, town: Town, staff: StaffId, day: Date) -> Vec<Tenure> {
    let held = store.view(|tx| org::held_on(tx, town, staff, day));
    let held = held.expect("read").into_iter();
    held.map(|one| one.tenure).collect()
}

#[test]
fn who_goes_on_leave_or_is_lent_keeps_the_post_by_name_and_none_of_its_rights_until_they_are_back()
{
    let store = Store::memory();
    let town = town_in(&store);
    let cx = desk(&store, "tanaka");
    for (number, act, tenure) in [(1, "休職", Tenure::OnLeave), (2, "出向", Tenure::Seconded)] {
        let suzuki = named(&store, "suzuki");
        let before = posts(&store, town, suzuki, date(2027, 3, 31));
        let roles = |day| {
            let who = Who {
                town,
                staff: suzuki,
                day,
            };
            store
                .view(|tx| org::roles_on(tx, who))
                .expect("read")
                .kinds()
        };
        let away = draft(&store, &cx, number, APRIL, &format!("{act},suzuki\n"));
        let looked = store.view(|tx| look(tx, &cx, away)).expect("looked");
        assert_eq!(looked.plan.findings, [], "{act}");
        apply(&store, &cx, away, number).expect("made so");
        assert_eq!(
            tenures(&store, town, suzuki, date(2027, 3, 31))[0],
            Tenure::Main
        );
        assert_eq!(tenures(&store, town, suzuki, APRIL), [tenure], "{act}");
        assert_eq!(
            posts(&store, town, suzuki, APRIL),
            before,
            "the post is still theirs"
        );
        assert_ne!(
            roles(date(2027, 3, 31)),
            [],
            "they had a role by their post"
        );
        assert_eq!(roles(APRIL), [], "and nothing of it acts");
        // Laid over itself it changes nothing; twice away is a slip.
        let again = draft(&store, &cx, number + 10, APRIL, &format!("{act},suzuki\n"));
        let looked = store.view(|tx| look(tx, &cx, again)).expect("looked");
        assert!(looked.plan.findings.is_empty() && looked.plan.changes.is_empty());
        let may = date(2027, 5, 1);
        let back = draft(&store, &cx, number + 20, may, "復職,suzuki\n");
        apply(&store, &cx, back, number + 20).expect("made so");
        assert_eq!(tenures(&store, town, suzuki, date(2027, 4, 30)), [tenure]);
        assert_eq!(tenures(&store, town, suzuki, may), [Tenure::Main]);
        assert_eq!(posts(&store, town, suzuki, may), before);
        assert_eq!(
            roles(may),
            roles(date(2027, 3, 31)),
            "with all that hangs on it"
        );
        let june = draft(&store, &cx, number + 30, date(2027, 6, 1), "復帰,suzuki\n");
        let looked = store.view(|tx| look(tx, &cx, june)).expect("looked");
        let told: Vec<_> = looked.plan.findings.iter().map(|one| &one.what).collect();
        assert_eq!(told, [&What::NotAway]);
        for id in [back, away] {
            undo(&store, &cx, id).expect("taken back");
        }
        assert_eq!(
            tenures(&store, town, suzuki, may),
            [Tenure::Main],
            "as if nothing had been"
        );
    }
}

#[test]
fn groups_follow_a_move_and_the_preview_says_which() {
    use super::super::memberships::Memberships;
    use crate::org::{Group, GroupId, GroupName, GroupOwner, Member, Rule, Title};
    let store = Store::memory();
    let town = town_in(&store);
    let tanaka = desk(&store, "tanaka");
    let (sato, okada) = (named(&store, "sato"), named(&store, "okada"));
    let unit = |name: &str| {
        let found = store.view(|tx| org::unit_named(tx, town, name, APRIL));
        found.expect("read").expect("a unit")
    };
    let (soumu, fukushi) = (unit("総務課"), unit("福祉課"));
    let chief = Rule {
        unit: Some(fukushi),
        title: Some(Title::new("係長").expect("title")),
        kind: None,
    };
    let id = |number: u128| GroupId::new(Uuid::from_u128(number));
    let group = |number: u128, name: &str, members: Vec<Member>| {
        let group = Group {
            name: GroupName::new(name).expect("name"),
            owner: GroupOwner::Town,
            order: 10,
            members,
        };
        (id(number), group)
    };
    let groups = [
        group(1, "総務課とその下", vec![Member::Branch(soumu)]),
        group(2, "総務課だけ", vec![Member::Unit(soumu)]),
        group(3, "福祉課の係長", vec![Member::Rule(chief)]),
        group(4, "名前で", vec![Member::Staff(sato), Member::Staff(okada)]),
        group(
            5,
            "係長を含む",
            vec![Member::Group(id(3)), Member::Group(id(5))],
        ),
    ];
    let draft = draft(
        &store,
        &tanaka,
        1,
        APRIL,
        "異動,sato,佐藤 美咲,,福祉課,係長\n退職,okada\n",
    );
    let looked = store.view(|tx| look(tx, &tanaka, draft)).expect("looked");
    let turned = Memberships::of(&groups, &looked.known, &looked.plan.changes);
    let of = |staff| {
        let becomes = turned.becomes(&looked.known, &looked.moves, staff);
        (becomes.leaves, becomes.joins)
    };
    // She leaves the branch and joins by the rule, directly and through the group that holds it; by name she stays.
    assert_eq!(of(sato), (vec![0], vec![2, 4]));
    assert_eq!(of(okada), (vec![0, 1, 3], vec![]));
    assert_eq!(of(named(&store, "kato")), (vec![], vec![]));
    // What it said is what the groups find once it is so.
    let found = |day| {
        let people = |group: &Group| {
            let found = store.view(|tx| org::group_people(tx, town, group, day));
            found.expect("found")
        };
        let within = |(_, group): &(GroupId, Group)| people(group).contains(&sato);
        groups.iter().map(within).collect::<Vec<_>>()
    };
    apply(&store, &tanaka, draft, 1).expect("made so");
    let eve = APRIL.yesterday().expect("a day");
    assert_eq!(found(eve), [true, false, false, true, false]);
    // The group within the group is not in the store, so only what needs no other is asked.
    assert_eq!(found(APRIL)[..4], [false, false, true, true]);
}
