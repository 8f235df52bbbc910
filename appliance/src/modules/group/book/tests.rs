//! Stories of the groups' file: out, corrected, in again.

use crate::app::tests::{Answer, World};
use crate::org::{self, Group, GroupId, GroupOwner, LoginName, Town};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

async fn send(world: &World, cookie: &str, bytes: &[u8]) -> Answer {
    let mut body = Vec::new();
    body.extend(
        b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n",
    );
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    let request = Request::post("/groups/book")
        .header(header::HOST, "sekisho.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    world
        .send(request.body(Body::from(body)).expect("request"))
        .await
}

/// Reads a file; the address of its page, and the page.
async fn read(world: &World, cookie: &str, bytes: &[u8]) -> (String, String) {
    let answer = send(world, cookie, bytes).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let here = answer.location().to_owned();
    let page = world.get(&here, cookie).await.text();
    (here, page)
}

async fn out(world: &World, cookie: &str, more: &str) -> Vec<u8> {
    let answer = world
        .get(&format!("/groups/book/file?{more}"), cookie)
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.bytes
}

fn town(world: &World) -> Town {
    let login = LoginName::new("sato").expect("name");
    let found = world.app.store().view(|tx| org::staff_by_login(tx, &login));
    Town::of(&found.expect("read").expect("there").1)
}

fn groups(world: &World) -> Vec<(GroupId, Group)> {
    let town = town(world);
    let found = world.app.store();
    let found = found.view(|tx| org::groups_of(tx, town, GroupOwner::Town));
    found.expect("read")
}

fn named(world: &World, name: &str) -> Group {
    let all = groups(world).into_iter();
    let mut found = all.filter(|(_, group)| group.name.as_str() == name);
    found.next().expect("a group").1
}

/// How a group stands in a file.
async fn lines(world: &World, cookie: &str, group: &str) -> Vec<String> {
    let text = String::from_utf8(out(world, cookie, "as=csv").await).expect("text");
    let of = text
        .lines()
        .filter(|line| line.starts_with(&format!("{group},")));
    of.map(str::to_owned).collect()
}

/// A group of every kind of member, one without anybody, one that holds another, and two of one name.
const ALL: &str = "グループ,順,種類,だれ,氏名\r\n\
    防災,1,職員,sato,佐藤 美咲\r\n\
    防災,2,職,総務課/総務係 係長,\r\n\
    防災,3,所属,福祉課,\r\n\
    防災,4,所属以下,総務課,\r\n\
    防災,5,条件,所属：福祉課、職位：主査、種類：一般の職,\r\n\
    防災,6,グループ,課長会,\r\n\
    課長会,1,条件,職位：課長,\r\n\
    空,,,,\r\n";

async fn furnished(world: &World, cookie: &str) -> String {
    let (here, page) = read(world, cookie, ALL.as_bytes()).await;
    assert!(page.contains(&format!("{here}/apply")), "{page}");
    assert!(groups(world).is_empty(), "nothing before it is applied");
    let done = world.post(&format!("{here}/apply"), cookie, "").await;
    assert_eq!(done.location(), here, "{}", done.text());
    here
}

#[tokio::test]
async fn every_kind_comes_in_goes_out_as_it_was_and_is_taken_back() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let here = furnished(&world, &tanaka).await;
    assert_eq!(named(&world, "防災").members.len(), 6);
    assert!(named(&world, "空").members.is_empty());
    let text = String::from_utf8(out(&world, &tanaka, "as=csv").await).expect("text");
    assert_eq!(text.trim_start_matches('\u{FEFF}'), ALL);
    let acts = world.audited();
    for act in ["list-read", "group-create", "list-apply"] {
        assert!(acts.iter().any(|done| done == act), "{act}");
    }
    let undone = world.post(&format!("{here}/undo"), &tanaka, "").await;
    assert_eq!(undone.location(), here, "{}", undone.text());
    assert!(groups(&world).is_empty());
    let again = world.post(&format!("{here}/undo"), &tanaka, "").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_file_that_was_not_touched_changes_nothing_in_either_encoding() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    furnished(&world, &tanaka).await;
    // A letter that CP932 lacks, a name that is there twice, and what a spreadsheet would take for a formula.
    for name in ["%F0%A0%AE%B7%E7%94%B0%E4%BC%9A", "%E7%A9%BA", "%3D1"] {
        let form = format!("name={name}&owner=town");
        world.post("/groups", &tanaka, &form).await;
    }
    let before = groups(&world);
    assert_eq!(before.len(), 6);
    for more in ["as=csv", "as=cp932&geta=1"] {
        let (_, page) = read(&world, &tanaka, &out(&world, &tanaka, more).await).await;
        assert!(page.contains("変わるところはありません"), "{more}: {page}");
        assert!(!page.contains("/apply"), "{more}");
    }
    let asked = world.get("/groups/book/file?as=cp932", &tanaka).await;
    assert!(
        asked.text().contains("𠮷田会"),
        "what would be lost is shown"
    );
    assert_eq!(groups(&world), before);
}

#[tokio::test]
async fn rows_are_added_taken_out_and_moved_and_what_is_not_named_stays() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    furnished(&world, &tanaka).await;
    let before = groups(&world);
    let file =
        "グループ,順,種類,だれ\r\n防災,3,職員,ito\r\n防災,2,職員,sato\r\n防災,1,所属,福祉課\r\n";
    let (here, page) = read(&world, &tanaka, file.as_bytes()).await;
    for word in ["加える", "外す", "順を変える"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    world.post(&format!("{here}/apply"), &tanaka, "").await;
    let of = ["防災,1,所属,福祉課,", "防災,2,職員,sato,佐藤 美咲"];
    let stands = lines(&world, &tanaka, "防災").await;
    assert_eq!(stands.iter().take(2).collect::<Vec<_>>(), of);
    assert!(stands.last().expect("ito").starts_with("防災,3,職員,ito,"));
    assert_eq!(stands.len(), 3);
    assert_eq!(groups(&world).len(), 3, "the others stay");
    world.post(&format!("{here}/undo"), &tanaka, "").await;
    assert_eq!(groups(&world), before);
}

#[tokio::test]
async fn what_a_row_cannot_do_is_told_and_nothing_is_done() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    furnished(&world, &tanaka).await;
    let before = groups(&world);
    let file = "グループ,順,種類,だれ,氏名\r\n防災,1,職員,nobody,\r\n防災,x,職員,sato,\r\n\
        防災,1,係,sato,\r\n防災,1,職員,,\r\n防災,1,職員,sato,鈴木 亮\r\n防災,1,職員,ito,\r\n\
        防災,2,職員,ito,\r\n防災,3,条件,所属：福祉課,\r\n,1,職員,ito,\r\n\
        課長会,1,グループ,防災,\r\n防災,4,グループ,課長会,\r\n";
    let (here, page) = read(&world, &tanaka, file.as_bytes()).await;
    for told in [
        "「nobody」が見つかりません",
        "「x」は順番にできません",
        "「係」という種類はありません",
        "「だれ」が空いています",
        "「佐藤 美咲」さんのもの",
        "同じグループの7行目と同じ",
        "は条件になりません",
        "グループの名前が空いています",
        "自分を含むことになります",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("/apply"));
    let forced = world.post(&format!("{here}/apply"), &tanaka, "").await;
    assert_eq!(forced.status, StatusCode::CONFLICT);
    assert_eq!(groups(&world), before);
    for file in ["x,y\r\n1,2\r\n", "グループ,種類,だれ\r\n", "\u{0}"] {
        let (_, page) = read(&world, &tanaka, file.as_bytes()).await;
        assert!(page.contains("直すところがあります"), "{file}: {page}");
    }
    assert_eq!(
        send(&world, &tanaka, b"").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn two_at_once_never_write_over_one_another() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let first = furnished(&world, &tanaka).await;
    let rows = |login: &str| format!("グループ,種類,だれ\r\n空,職員,{login}\r\n");
    let (one, _) = read(&world, &tanaka, rows("ito").as_bytes()).await;
    let (two, _) = read(&world, &tanaka, rows("sato").as_bytes()).await;
    world.post(&format!("{one}/apply"), &tanaka, "").await;
    let late = world.post(&format!("{two}/apply"), &tanaka, "").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("読み込んだ後に"));
    let stands = lines(&world, &tanaka, "空").await;
    assert!(matches!(stands.as_slice(), [row] if row.starts_with("空,1,職員,ito,")));
    // What is something else by now is not taken back.
    let undone = world.post(&format!("{first}/undo"), &tanaka, "").await;
    assert_eq!(undone.status, StatusCode::CONFLICT);
    assert!(undone.text().contains("元に戻しませんでした：空"));
    assert_eq!(groups(&world).len(), 3);
}

#[tokio::test]
async fn only_who_keeps_the_organisations_groups_finds_the_file() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let here = furnished(&world, &tanaka).await;
    let sato = world.log_in("sato").await;
    for path in ["/groups/book", "/groups/book/file?as=csv", &here] {
        let answer = world.get(path, &sato).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let answer = send(&world, &sato, ALL.as_bytes()).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    for act in ["apply", "undo"] {
        let answer = world.post(&format!("{here}/{act}"), &sato, "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
    assert!(
        !world
            .get("/groups", &sato)
            .await
            .text()
            .contains("/groups/book")
    );
    assert!(
        world
            .get("/groups", &tanaka)
            .await
            .text()
            .contains("/groups/book")
    );
}
