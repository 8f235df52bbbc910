//! What an auditor sees, and that they change nothing.

use super::*;

async fn auditor(world: &World) -> String {
    named(world, "kimura", "auditor", None).await;
    world.log_in("kimura").await
}

fn rows(page: &str) -> usize {
    page.matches("<th scope=\"row\">").count()
}

#[tokio::test]
async fn an_auditor_reads_the_trail_and_an_administrator_does_not() {
    let world = World::new();
    let kimura = auditor(&world).await;
    let tanaka = world.log_in("tanaka").await;
    let give = format!("{}/give", page(&world, "okada"));
    world
        .post(&give, &tanaka, "role=security&bearer=person")
        .await;
    let shown = world.get("/admin/audit", &kimura).await.text();
    for told in [
        "田中 直樹",
        "役割を付けた",
        "岡田 彩",
        "機械の前の操作",
        "ログイン",
    ] {
        assert!(shown.contains(told), "{told}");
    }
    assert_eq!(
        world.get("/admin", &kimura).await.location(),
        "/admin/audit"
    );
    let home = world.get("/", &kimura).await.text();
    assert!(home.contains("href=\"/admin\""), "the room is in the menu");
    for login in ["tanaka", "sato"] {
        let other = world.log_in(login).await;
        for path in ["/admin/audit", "/admin/audit/file?as=csv"] {
            assert_eq!(
                world.get(path, &other).await.status,
                StatusCode::NOT_FOUND,
                "{login}"
            );
        }
    }
    for path in [
        "/admin/people",
        "/admin/units",
        "/admin/second",
        "/admin/reassignment",
    ] {
        assert_eq!(
            world.get(path, &kimura).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_trail_is_asked_by_person_by_act_and_by_day() {
    let world = World::new();
    let kimura = auditor(&world).await;
    for login in ["sato", "okada", "sato"] {
        world.log_in(login).await;
    }
    world
        .clock
        .set("2026-11-21T09:00:00+09:00".parse().expect("time"));
    let kimura_next = world.log_in("kimura").await;
    world.log_in("sato").await;
    let count = |path: &str, cookie: &str| {
        let (world, path, cookie) = (&world, path.to_owned(), cookie.to_owned());
        async move { rows(&world.get(&path, &cookie).await.text()) }
    };
    let _ = kimura;
    let kimura = kimura_next;
    assert_eq!(count("/admin/audit?who=sato", &kimura).await, 3);
    assert_eq!(
        count("/admin/audit?who=sato&from=2026-11-21", &kimura).await,
        1
    );
    assert_eq!(
        count("/admin/audit?who=sato&last=2026-11-20", &kimura).await,
        2
    );
    assert_eq!(
        count("/admin/audit?act=log-in&from=2026-11-21", &kimura).await,
        2
    );
    assert_eq!(count("/admin/audit?act=role-grant", &kimura).await, 1);
    assert_eq!(count("/admin/audit?from=2026-11-22", &kimura).await, 0);
    // 佐藤 is one person; 田 is in many names.
    assert_eq!(
        count("/admin/audit?who=%E4%BD%90%E8%97%A4", &kimura).await,
        3
    );
    let many = world
        .get("/admin/audit?who=%E7%94%B0", &kimura)
        .await
        .text();
    assert!(many.contains("人が当てはまります") && rows(&many) == 0);
    let nobody = world.get("/admin/audit?who=zzzz", &kimura).await.text();
    assert!(nobody.contains("見つかりません"));
}

#[tokio::test]
async fn a_long_trail_comes_in_parts_without_a_gap_and_leaves_as_a_file() {
    let world = World::new();
    let kimura = auditor(&world).await;
    for _ in 0..130 {
        world.log_in("sato").await;
    }
    let first = world.get("/admin/audit?who=sato", &kimura).await.text();
    assert_eq!(rows(&first), 100);
    let next = first.split("rel=\"next\" href=\"").nth(1).expect("more");
    let next = next
        .split('"')
        .next()
        .expect("an address")
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    let second = world.get(&next, &kimura).await.text();
    assert_eq!(rows(&second), 30);
    let before = world.audited().len();
    let file = world
        .get("/admin/audit/file?as=csv&who=sato", &kimura)
        .await;
    assert!(file.header("content-type").starts_with("text/csv"));
    let text = file.text();
    assert!(
        text.starts_with('\u{FEFF}') && text.lines().count() == 131,
        "{}",
        text.lines().count()
    );
    assert!(text.contains("佐藤 美咲") && text.contains("log-in"));
    assert_eq!(
        &world.audited()[before..],
        ["audit-export"],
        "that it left stands in it"
    );
    let none = world
        .get("/admin/audit/file?as=exe&who=sato", &kimura)
        .await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}
