//! Stories of グループ, through the real router.

use crate::app::tests::{Answer, World, operator};
use crate::org::{self, LoginName, StaffId};
use axum::http::StatusCode;
use serde_json::json;

fn staff(world: &World, login: &str) -> StaffId {
    let login = LoginName::new(login).expect("name");
    let read = world.app.store().view(|tx| org::staff_by_login(tx, &login));
    read.expect("read").expect("somebody").0
}

fn unit(world: &World, name: &str) -> String {
    let login = LoginName::new("sato").expect("name");
    let read = world.app.store().view(|tx| -> Result<_, org::OrgError> {
        let (_, row) = org::staff_by_login(tx, &login)?.expect("sato");
        let day = jiff::civil::date(2026, 11, 20);
        org::unit_named(tx, org::Town::of(&row), name, day)
    });
    read.expect("read").expect("a unit").uuid().to_string()
}

/// Makes a group and answers where it is.
async fn made(world: &World, cookie: &str, name: &str, owner: &str) -> String {
    let form = format!("name={name}&owner={owner}");
    let answer = world.post("/groups", cookie, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let place = answer.location().strip_suffix("?told=created");
    place.expect("made").to_owned()
}

async fn act(world: &World, cookie: &str, place: &str, act: &str, form: &str) -> Answer {
    world.post(&format!("{place}/{act}"), cookie, form).await
}

/// The names on the page, in their order.
async fn people(world: &World, cookie: &str, place: &str) -> Vec<String> {
    let page = world.get(place, cookie).await.text();
    let list = page.split("id=\"group-people\"").nth(1).expect("people");
    let list = list.split("</section>").next().expect("a section");
    let names = list.split("<bdi>").skip(1);
    names
        .map(|name| name.split('<').next().expect("a name").to_owned())
        .collect()
}

#[tokio::test]
async fn ones_own_group_is_nobody_elses_not_even_the_administrators() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let place = made(&world, &sato, "himitsu", "own").await;
    let member = format!("member=staff:{}", staff(&world, "yoshida").uuid());
    assert_eq!(
        act(&world, &sato, &place, "add", &member).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(people(&world, &sato, &place).await, ["𠮷田 健一"]);
    for login in ["takahashi", "tanaka"] {
        let other = world.log_in(login).await;
        assert_eq!(
            world.get(&place, &other).await.status,
            StatusCode::NOT_FOUND
        );
        for doing in ["name", "add", "drop", "remove", "up"] {
            let answer = act(&world, &other, &place, doing, &format!("name=x&{member}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{login} {doing}");
        }
        let list = world.get("/groups", &other).await.text();
        assert!(!list.contains("himitsu"));
        let group = place.strip_prefix("/groups/").expect("identity");
        let seen = world
            .get(&format!("/directory?group={group}"), &other)
            .await
            .text();
        assert!(!seen.contains("himitsu"), "{login}");
    }
    assert!(!world.audited().iter().any(|act| act.starts_with("group-")));
    let gone = act(&world, &sato, &place, "remove", "").await;
    assert_eq!(gone.location(), "/groups?told=removed");
    assert_eq!(world.get(&place, &sato).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_takes_over_is_in_the_group_of_the_post_from_that_day_on() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let place = made(&world, &tanaka, "kacho", "town").await;
    // 課長 of the whole town.
    let rule = "unit=&kind=&title=%E8%AA%B2%E9%95%B7";
    act(&world, &tanaka, &place, "add", rule).await;
    let today = people(&world, &tanaka, &place).await;
    assert_eq!(
        today,
        [
            "渡邉 正人",
            "田中 直樹",
            "伊藤 茂",
            "山本 久美子",
            "池田 浩"
        ]
    );
    // A clerk sees it, and changes nothing of it.
    let sato = world.log_in("sato").await;
    assert_eq!(people(&world, &sato, &place).await, today);
    let page = world.get(&place, &sato).await.text();
    assert!(page.contains("団体のすべての課長") && !page.contains("/drop"));
    assert_eq!(
        act(&world, &sato, &place, "add", rule).await.status,
        StatusCode::NOT_FOUND
    );
    let search = world.get("/directory", &sato).await.text();
    assert!(search.contains("kacho"), "it is a filter of the directory");
    // 主査 of 建設課 was 長谷川 until March.
    let own = made(&world, &sato, "shusa", "own").await;
    let rule = format!(
        "unit={}&kind=&title=%E4%B8%BB%E6%9F%BB",
        unit(&world, "建設課")
    );
    act(&world, &sato, &own, "add", &rule).await;
    assert_eq!(people(&world, &sato, &own).await, ["藤井 沙織"]);
    let march = people(&world, &sato, &format!("{own}?on=2026-03-31")).await;
    assert_eq!(march, ["藤井 沙織", "長谷川 徹"]);
}

#[tokio::test]
async fn groups_stand_within_groups_in_an_order_and_never_within_themselves() {
    let world = World::new();
    let (tanaka, sato) = (world.log_in("tanaka").await, world.log_in("sato").await);
    let shared = made(&world, &tanaka, "kikaku", "town").await;
    let of = |login: &str| format!("member=staff:{}", staff(&world, login).uuid());
    act(&world, &tanaka, &shared, "add", &of("suzuki")).await;
    let own = made(&world, &sato, "own", "own").await;
    let inner = made(&world, &sato, "inner", "own").await;
    let group = |place: &str| {
        format!(
            "member=group:{}",
            place.strip_prefix("/groups/").expect("id")
        )
    };
    act(&world, &sato, &inner, "add", &of("okada")).await;
    for form in [
        of("yoshida"),
        group(&inner),
        group(&shared),
        of("okada"),
        of("yoshida"),
    ] {
        act(&world, &sato, &own, "add", &form).await;
    }
    assert_eq!(
        people(&world, &sato, &own).await,
        ["𠮷田 健一", "岡田 彩", "鈴木 亮"]
    );
    act(&world, &sato, &own, "raise", &group(&shared)).await;
    assert_eq!(
        people(&world, &sato, &own).await,
        ["𠮷田 健一", "鈴木 亮", "岡田 彩"]
    );
    let ring = act(&world, &sato, &inner, "add", &group(&own)).await;
    assert!(ring.location().ends_with("told=within-itself"));
    let itself = act(&world, &sato, &own, "add", &group(&own)).await;
    assert!(itself.location().ends_with("told=within-itself"));
    // What all see is not made of what one sees, nor one's own of another's.
    let answer = act(&world, &tanaka, &shared, "add", &group(&inner)).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let other = made(&world, &tanaka, "other", "own").await;
    let answer = act(&world, &tanaka, &other, "add", &group(&inner)).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    // The list of groups has an order too.
    act(&world, &sato, &inner, "up", "").await;
    let list = world.get("/groups", &sato).await.text();
    assert!(list.find(&inner).expect("inner") < list.find(&own).expect("own"));
    act(&world, &tanaka, &shared, "remove", "").await;
    assert_eq!(people(&world, &sato, &own).await, ["𠮷田 健一", "岡田 彩"]);
    let page = world.get(&own, &sato).await.text();
    assert!(page.contains("（なくなりました）"));
}

#[tokio::test]
async fn the_directory_shows_a_group_in_its_order_and_saves_it_so() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let place = made(&world, &sato, "bosai", "own").await;
    for login in ["yoshida", "aoki", "abe"] {
        let member = format!("member=staff:{}", staff(&world, login).uuid());
        act(&world, &sato, &place, "add", &member).await;
    }
    let group = place.strip_prefix("/groups/").expect("identity");
    let page = world
        .get(&format!("/directory?group={group}"), &sato)
        .await
        .text();
    let at = |name: &str| page.find(&format!("<bdi>{name}")).expect("there");
    assert!(at("𠮷田 健一") < at("青木 楓") && at("青木 楓") < at("阿部 蓮"));
    assert!(!page.contains("<bdi>渡邉"));
    let file = world
        .get(&format!("/directory/file?as=csv&group={group}"), &sato)
        .await
        .text();
    assert_eq!(file.lines().count(), 4);
    let one = world
        .get(&format!("/directory?group={group}&q=aoki"), &sato)
        .await
        .text();
    assert!(one.contains("<bdi>青木 楓") && !one.contains("<bdi>阿部"));
}

#[tokio::test]
async fn a_units_administrators_keep_the_groups_of_the_unit() {
    let world = World::new();
    let ask = json!({ "do": "role-grant", "login": "sato", "role": "unit", "unit": "総務課" });
    assert_eq!(operator(&world).answer(ask).await["ok"], true);
    let sato = world.log_in("sato").await;
    let (ours, theirs) = (unit(&world, "総務係"), unit(&world, "福祉課"));
    let place = made(&world, &sato, "kakari", &ours).await;
    for owner in ["town", &theirs] {
        let answer = world
            .post("/groups", &sato, &format!("name=x&owner={owner}"))
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{owner}");
    }
    let yoshida = world.log_in("yoshida").await;
    assert!(
        world
            .get(&place, &yoshida)
            .await
            .text()
            .contains("共有（総務課総務係）")
    );
    let answer = act(&world, &yoshida, &place, "name", "name=x").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let form = format!("unit={ours}&below=1");
    act(&world, &sato, &place, "add", &form).await;
    assert_eq!(people(&world, &yoshida, &place).await.len(), 7);
    assert!(world.audited().iter().any(|act| act == "group-create"));
}

#[tokio::test]
async fn what_is_not_of_this_town_is_in_no_group() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let place = made(&world, &sato, "x", "own").await;
    let nobody = uuid::Uuid::from_u128(0xBEEF);
    for member in ["staff", "post", "unit", "branch", "group"] {
        let form = format!("member={member}:{nobody}");
        let answer = act(&world, &sato, &place, "add", &form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{member}");
    }
    let form = format!("member=rule:{nobody}::x");
    let answer = act(&world, &sato, &place, "add", &form).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let empty = act(&world, &sato, &place, "add", "").await;
    assert!(empty.location().ends_with("told=incomplete"));
    let nameless = world.post("/groups", &sato, "name=&owner=own").await;
    assert_eq!(nameless.location(), "/groups?told=incomplete");
}
