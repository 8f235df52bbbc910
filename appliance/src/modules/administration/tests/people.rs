//! People, their roles, who is let in.

use super::*;

#[tokio::test]
async fn a_clerk_finds_no_such_room() {
    let world = World::new();
    let (sato, his) = (world.log_in("sato").await, page(&world, "okada"));
    for path in [
        "/admin",
        "/admin/people",
        "/admin/units",
        "/admin/second",
        &his,
    ] {
        let answer = world.get(path, &sato).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let (before, day) = (world.audited().len(), "2026-12-01");
    for (path, form) in [
        (
            format!("{his}/give"),
            "role=auditor&bearer=person".to_owned(),
        ),
        (format!("{his}/suspend"), String::new()),
        (format!("{his}/restore"), String::new()),
        (
            "/admin/units".to_owned(),
            format!("name=x&parent=&day={day}"),
        ),
        ("/admin/safeguard".to_owned(), "two=no&people=9".to_owned()),
    ] {
        let answer = world.post(&path, &sato, &form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(world.audited().len(), before);
    assert_eq!(roles(&world, "okada"), []);
}

#[tokio::test]
async fn whoever_administers_finds_anybody_and_sees_what_they_hold_and_may() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let first = world.get("/admin", &tanaka).await.text();
    assert!(first.contains("田中 直樹") && first.contains("情報政策課 課長"));
    let list = world.get("/admin/people", &tanaka).await.text();
    assert!(list.contains("40人") && list.contains("青木 楓"));
    // タカハシ
    let found = world
        .get(
            "/admin/people?q=%E3%82%BF%E3%82%AB%E3%83%8F%E3%82%B7",
            &tanaka,
        )
        .await;
    let found = found.text();
    assert!(found.contains("髙橋 由美") && !found.contains("青木 楓"));
    let with = world.get("/admin/people?state=role", &tanaka).await.text();
    assert!(with.contains("2人") && with.contains("情報セキュリティ担当"));
    let okada = world.get(&page(&world, "okada"), &tanaka).await.text();
    for told in [
        "岡田 彩",
        "総務課 主事",
        "福祉課 主事",
        "令和7年3月31日まで",
        "okada@",
    ] {
        assert!(okada.contains(told), "{told}");
    }
}

#[tokio::test]
async fn a_role_is_given_for_some_days_and_taken_at_once_and_the_trail_tells_both() {
    let world = World::new();
    let (tanaka, sato) = (world.log_in("tanaka").await, page(&world, "sato"));
    let form = "role=auditor&bearer=person&last=2026-11-30";
    let given = world.post(&format!("{sato}/give"), &tanaka, form).await;
    assert_eq!(told(&given), "given");
    assert_eq!(roles(&world, "sato"), [Role::Auditor]);
    let shown = world.get(given.location(), &tanaka).await.text();
    assert!(shown.contains("監査担当") && shown.contains("令和8年11月30日まで"));
    world
        .clock
        .set("2026-12-01T00:00:00+09:00".parse().expect("time"));
    assert_eq!(roles(&world, "sato"), [], "its days are over");
    world
        .clock
        .set("2026-11-30T12:00:00+09:00".parse().expect("time"));
    let tanaka = world.log_in("tanaka").await;
    let id = grants(&world, "sato")[0].uuid();
    let taken = world
        .post(&format!("{sato}/take"), &tanaka, &format!("grant={id}"))
        .await;
    assert_eq!(told(&taken), "taken");
    assert_eq!(roles(&world, "sato"), []);
    let again = world
        .post(&format!("{sato}/take"), &tanaka, &format!("grant={id}"))
        .await;
    assert_eq!(told(&again), "changed");
    let acts = world.audited();
    assert!(acts.contains(&"role-grant".to_owned()) && acts.contains(&"role-revoke".to_owned()));
}

#[tokio::test]
async fn a_role_of_the_post_is_the_successors_too() {
    let world = World::new();
    let (tanaka, sato) = (world.log_in("tanaka").await, page(&world, "sato"));
    let shown = world.get(&sato, &tanaka).await.text();
    let post = shown
        .split("総務課総務係 係長 の職")
        .next()
        .expect("offered");
    let post = post.rsplit("value=\"").next().expect("value");
    let post = post.split('"').next().expect("identity");
    let form = format!("role=security&bearer={post}");
    let given = world.post(&format!("{sato}/give"), &tanaka, &form).await;
    assert_eq!(told(&given), "given");
    let shown = world.get(&sato, &tanaka).await.text();
    assert!(shown.contains("情報セキュリティ担当"));
    assert_eq!(roles(&world, "sato"), [Role::Security]);
}

#[tokio::test]
async fn nobody_raises_themselves_and_the_last_administrator_stays() {
    let world = World::new();
    let (tanaka, own) = (world.log_in("tanaka").await, page(&world, "tanaka"));
    let form = "role=auditor&bearer=person";
    let given = world.post(&format!("{own}/give"), &tanaka, form).await;
    assert_eq!(told(&given), "oneself");
    let out = world.post(&format!("{own}/suspend"), &tanaka, "").await;
    assert_eq!(told(&out), "oneself");
    let id = grants(&world, "tanaka")[0].uuid();
    let taken = world
        .post(&format!("{own}/take"), &tanaka, &format!("grant={id}"))
        .await;
    assert_eq!(told(&taken), "last");
    assert_eq!(roles(&world, "tanaka"), [Role::Organisation]);
    let shown = world.get(&own, &tanaka).await.text();
    assert!(!shown.contains("利用を止める") && !shown.contains("役割を付ける"));
}

#[tokio::test]
async fn a_suspended_person_is_out_at_once_and_everything_of_theirs_stays() {
    let world = World::new();
    let (tanaka, sato) = (world.log_in("tanaka").await, world.log_in("sato").await);
    let his = page(&world, "sato");
    let out = world.post(&format!("{his}/suspend"), &tanaka, "").await;
    assert_eq!(told(&out), "suspended");
    assert_eq!(world.get("/", &sato).await.status, StatusCode::SEE_OTHER);
    let listed = world
        .get("/admin/people?state=suspended", &tanaka)
        .await
        .text();
    assert!(listed.contains("佐藤 美咲") && listed.contains("利用停止中"));
    let again = world.post(&format!("{his}/suspend"), &tanaka, "").await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "once");
    let back = world.post(&format!("{his}/restore"), &tanaka, "").await;
    assert_eq!(told(&back), "restored");
    assert_eq!(
        world.get("/", &sato).await.status,
        StatusCode::SEE_OTHER,
        "anew"
    );
    world.log_in("sato").await;
}

#[tokio::test]
async fn who_cares_for_a_unit_sees_its_people_and_gives_what_is_of_the_unit() {
    let world = World::new();
    named(&world, "sato", "unit", Some("総務課")).await;
    let sato = world.log_in("sato").await;
    let list = world.get("/admin/people", &sato).await.text();
    assert!(
        list.contains("渡邉 正人") && list.contains("𠮷田 健一"),
        "the unit and below"
    );
    assert!(
        !list.contains("田中 直樹") && !list.contains("山本 久美子"),
        "nobody else"
    );
    for login in ["tanaka", "yamamoto"] {
        let answer = world.get(&page(&world, login), &sato).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{login}");
    }
    for path in ["/admin/units", "/admin/second", "/admin/reassignment"] {
        assert_eq!(
            world.get(path, &sato).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let yoshida = page(&world, "yoshida");
    let shown = world.get(&yoshida, &sato).await.text();
    assert!(shown.contains("所属管理者") && !shown.contains("団体管理者"));
    let unit = |name: &str| {
        let (town, _) = found(&world, "sato");
        let day = world.app.now().to_zoned(world.app.zone().clone()).date();
        let read = world
            .app
            .store()
            .view(|tx| org::unit_named(tx, town, name, day));
        read.expect("read").expect("a unit")
    };
    let (below, other) = (unit("総務係"), unit("福祉課"));
    let give = format!("{yoshida}/give");
    for (form, status) in [
        (
            "role=organisation&bearer=person".to_owned(),
            StatusCode::NOT_FOUND,
        ),
        (
            "role=auditor&bearer=person".to_owned(),
            StatusCode::NOT_FOUND,
        ),
        (
            format!("role=unit&unit={}&bearer=person", other.uuid()),
            StatusCode::NOT_FOUND,
        ),
        (
            format!("role=unit&unit={}&bearer=person", below.uuid()),
            StatusCode::SEE_OTHER,
        ),
    ] {
        assert_eq!(
            world.post(&give, &sato, &form).await.status,
            status,
            "{form}"
        );
    }
    assert_eq!(roles(&world, "yoshida"), [Role::Unit(below)]);
    // To somebody of another unit they give nothing, not even what is theirs to give.
    let give = format!("{}/give", page(&world, "yamamoto"));
    let form = format!("role=unit&unit={}&bearer=person", below.uuid());
    assert_eq!(
        world.post(&give, &sato, &form).await.status,
        StatusCode::NOT_FOUND
    );
    let out = world.post(&format!("{yoshida}/suspend"), &sato, "").await;
    assert_eq!(
        out.status,
        StatusCode::NOT_FOUND,
        "that is the organisation's"
    );
}

#[tokio::test]
async fn the_systems_administrators_are_each_others_business() {
    let world = World::new();
    named(&world, "inoue", "system", None).await;
    let (tanaka, his) = (world.log_in("tanaka").await, page(&world, "inoue"));
    let out = world.post(&format!("{his}/suspend"), &tanaka, "").await;
    assert_eq!(out.status, StatusCode::NOT_FOUND);
    let id = grants(&world, "inoue")[0].uuid();
    let taken = world
        .post(&format!("{his}/take"), &tanaka, &format!("grant={id}"))
        .await;
    assert_eq!(taken.status, StatusCode::NOT_FOUND);
    let give = format!("{}/give", page(&world, "abe"));
    let given = world
        .post(&give, &tanaka, "role=system&bearer=person")
        .await;
    assert_eq!(given.status, StatusCode::NOT_FOUND);
    assert_eq!(roles(&world, "inoue"), [Role::System]);
}
