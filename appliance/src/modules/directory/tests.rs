//! Stories of the directory: a unit with what is below it, many people, the list on paper and as a file.

use crate::app::tests::World;
use crate::org::{
    Address, Employment, LoginName, NewStaff, OrgError, OrganisationId, PersonName, StaffId, Town,
    Yomi, organisation_create, organisation_first, staff_add, staff_by_login, staff_suspend,
    unit_named,
};
use axum::http::StatusCode;
use jiff::civil::date;
use uuid::Uuid;

async fn unit(world: &World, name: &'static str) -> String {
    let found = world.app.view(move |tx| -> Result<_, OrgError> {
        let (organisation, _) = organisation_first(tx)?.expect("a town");
        let town = Town::at_the_machine(organisation);
        unit_named(tx, town, name, date(2026, 11, 20))
    });
    found
        .await
        .expect("read")
        .expect("there")
        .uuid()
        .to_string()
}

async fn crowd(world: &World, many: u128) {
    let added = world.app.update(move |tx| -> Result<(), OrgError> {
        let (organisation, _) = organisation_first(tx)?.expect("a town");
        for number in 0..many {
            let new = NewStaff {
                name: PersonName::new(&format!("試験 {number:03}"))?,
                yomi: Yomi::new(&format!("しけん {number:03}"))?,
                login: LoginName::new(&format!("shiken{number:03}"))?,
                address: Address::new(&format!("shiken{number:03}@yamabiko.example"))?,
                phone: String::new(),
                employment: Employment::Regular,
            };
            let id = StaffId::new(Uuid::from_u128(0xF000 + number));
            staff_add(tx, Town::at_the_machine(organisation), id, &new)?;
        }
        Ok(())
    });
    added.await.expect("added");
}

#[tokio::test]
async fn a_unit_shows_its_own_people_and_then_those_below_it() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let soumu = unit(&world, "総務課").await;
    let page = world
        .get(&format!("/directory?unit={soumu}"), &cookie)
        .await
        .text();
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is shown"));
    assert!(
        place("渡邉 正人")
            < place("table-group\"><th colspan=\"5\" scope=\"colgroup\">総務課総務係")
    );
    assert!(place("colgroup\">総務課総務係<") < place("<bdi>佐藤 美咲"));
    assert!(!page.contains("加藤 洋介"));
    let found = world
        .get(
            &format!("/directory?unit={soumu}&q=%E3%81%BF%E3%81%95%E3%81%8D"),
            &cookie,
        )
        .await
        .text();
    assert!(found.contains("佐藤 美咲") && !found.contains("渡邉 正人"));
}

#[tokio::test]
async fn two_words_must_both_be_found_in_any_spelling() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    // ｻﾄｳ ﾐｻｷ
    let page = world
        .get(
            "/directory?q=%EF%BD%BB%EF%BE%84%EF%BD%B3%20%EF%BE%90%EF%BD%BB%EF%BD%B7",
            &cookie,
        )
        .await
        .text();
    assert!(page.contains("佐藤 美咲") && !page.contains("齋藤 恵子"));
}

#[tokio::test]
async fn a_long_list_is_turned_like_pages_and_nobody_is_missing_or_shown_twice() {
    let world = World::new();
    crowd(&world, 170).await;
    let cookie = world.log_in("sato").await;
    let mut seen = Vec::new();
    for number in 1..=3 {
        let page = world
            .get(&format!("/directory?page={number}"), &cookie)
            .await
            .text();
        assert_eq!(page.contains("rel=\"prev\""), number > 1);
        assert_eq!(page.contains("rel=\"next\""), number < 3);
        seen.extend(
            page.split("<td class=\"people-address\">")
                .skip(1)
                .map(|rest| rest.split('<').next().unwrap_or_default().to_owned()),
        );
    }
    assert_eq!(seen.len(), 210);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 210);
    let beyond = world.get("/directory?page=999", &cookie).await;
    assert_eq!(beyond.status, StatusCode::OK);
    assert!(beyond.text().contains("201–210 / 210"));
}

#[tokio::test]
async fn the_directory_leaves_as_a_file_with_every_post_and_every_letter() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let csv = world.get("/directory/file?as=csv", &cookie).await;
    assert!(csv.header("content-disposition").contains("20261120.csv"));
    let text = csv.text();
    assert!(text.starts_with("\u{FEFF}氏名,よみ,所属,職名,任用の別,"));
    for line in [
        "𠮷田 健一,よしだ けんいち,総務課総務係,主査,本務,1112,",
        "葛\u{E0100}城 千尋",
        "田中 直樹,たなか なおき,情報政策課,課長,本務,1201,",
        "田中 直樹,たなか なおき,危機管理課,参事,兼,1201,",
    ] {
        assert!(text.contains(line), "{line}");
    }
    let book = world.get("/directory/file?as=xlsx", &cookie).await;
    assert!(book.bytes.starts_with(b"PK"));
    assert_eq!(
        world.get("/directory/file?as=exe", &cookie).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_shift_jis_cannot_say_is_told_before_anything_is_saved() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let told = world.get("/directory/file?as=cp932", &cookie).await;
    let page = told.text();
    assert!(told.header("content-type").starts_with("text/html"));
    assert!(page.contains("𠮷田 健一") && page.contains("葛\u{E0100}城"));
    assert!(!page.contains("髙橋"), "which Shift_JIS of Windows has");
    let saved = world.get("/directory/file?as=cp932&geta=1", &cookie).await;
    let (text, _, _) = encoding_rs::SHIFT_JIS.decode(&saved.bytes);
    assert!(text.contains("〓田 健一") && text.contains("髙橋 由美"));
    // A list without such letters is saved at once.
    let kiki = unit(&world, "危機管理課").await;
    let saved = world
        .get(&format!("/directory/file?as=cp932&unit={kiki}"), &cookie)
        .await;
    assert!(saved.header("content-type").contains("Shift_JIS"));
}

#[tokio::test]
async fn the_paper_has_everybody_of_the_day_asked_for() {
    let world = World::new();
    crowd(&world, 170).await;
    let cookie = world.log_in("sato").await;
    let page = world.get("/directory/print", &cookie).await.text();
    // One of the forty holds a post in another unit and stands there too.
    let beside = page.matches("併任").count();
    assert!(page.contains("所属なし") && page.contains("210名") && beside > 0);
    assert_eq!(page.matches("試験 ").count(), 170);
    let place = |text: &str| {
        page.find(text)
            .unwrap_or_else(|| panic!("{text} is printed"))
    };
    assert!(place("渡邉 正人") < place("佐藤 美咲") && place("佐藤 美咲") < place("田中 直樹"));
    let kensetsu = unit(&world, "建設課").await;
    let before = format!("/directory/print?unit={kensetsu}&on=2026-03-31");
    let page = world.get(&before, &cookie).await.text();
    assert!(page.contains("長谷川 徹") && page.contains("令和8年3月31日"));
    let now = world
        .get(&format!("/directory/print?unit={kensetsu}"), &cookie)
        .await
        .text();
    assert!(!now.contains("長谷川 徹"));
}

/// The extensions as the list shows them, one after the other.
fn phones(page: &str) -> Vec<String> {
    let cells = page.split("data-word=\"内線\">").skip(1);
    cells
        .map(|cell| cell.split('<').next().unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test]
async fn a_heading_sorts_page_and_file_alike_and_whoever_lacks_it_stands_last() {
    let world = World::new();
    crowd(&world, 3).await;
    let cookie = world.log_in("sato").await;
    let plain = world.get("/directory", &cookie).await.text();
    assert!(plain.contains("href=\"/directory?sort=phone\"") && !plain.contains("aria-sort"));
    let up = world.get("/directory?sort=phone", &cookie).await.text();
    assert!(up.contains("aria-sort=\"ascending\"") && up.contains("?sort=-phone"));
    let mut shown = phones(&up);
    assert_eq!(shown.len(), 43);
    assert!(shown[40..].iter().all(String::is_empty));
    shown.truncate(40);
    assert!(shown.is_sorted());
    let down = phones(&world.get("/directory?sort=-phone", &cookie).await.text());
    assert!(down[40..].iter().all(String::is_empty));
    shown.reverse();
    assert_eq!(down[..40], shown);
    // Sorted, a branch has no headings and nobody stands in it twice.
    let soumu = unit(&world, "総務課").await;
    let branch = format!("/directory?unit={soumu}&sort=-address");
    let page = world.get(&branch, &cookie).await.text();
    assert!(!page.contains("table-group") && page.contains("name=\"sort\" value=\"-address\""));
    let names = phones(&page).len();
    let file = format!("/directory/file?as=csv&unit={soumu}&sort=-address");
    let csv = world.get(&file, &cookie).await.text();
    let rows: Vec<&str> = csv.lines().skip(1).collect();
    let addresses: Vec<_> = rows
        .iter()
        .filter_map(|row| row.split(',').nth(6))
        .collect();
    assert!(addresses.is_sorted_by(|a, b| a >= b) && rows.len() >= names);
}

#[tokio::test]
async fn an_order_nobody_offers_is_the_houses_own() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let plain = phones(&world.get("/directory", &cookie).await.text());
    for sort in ["login", "-", "%F0%A0%AE%B7", "name'"] {
        let page = world.get(&format!("/directory?sort={sort}"), &cookie).await;
        assert_eq!(phones(&page.text()), plain, "{sort}");
    }
}

#[tokio::test]
async fn whoever_is_shut_out_or_left_stands_in_the_directory_of_the_days_they_worked() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let soumu = unit(&world, "総務課総務係").await;
    let shut = world.app.update(|tx| -> Result<(), OrgError> {
        let (id, row) = staff_by_login(tx, &LoginName::new("yoshida")?)?.expect("there");
        staff_suspend(tx, Town::of(&row), id)
    });
    shut.await.expect("shut out");
    for (path, stands) in [
        ("/directory?q=yoshida".to_owned(), false),
        ("/directory?q=yoshida&on=2026-11-19".to_owned(), true),
        (format!("/directory?unit={soumu}"), false),
        (format!("/directory?unit={soumu}&on=2026-11-19"), true),
        ("/directory/print?on=2026-11-19".to_owned(), true),
        ("/directory/print".to_owned(), false),
        ("/directory?q=yoshida&on=2026-11-21".to_owned(), false),
    ] {
        let page = world.get(&path, &cookie).await.text();
        assert_eq!(page.contains("𠮷田 健一"), stands, "{path}");
    }
}

#[tokio::test]
async fn the_directory_of_today_says_where_somebody_is_and_that_of_another_day_does_not() {
    let world = World::new();
    let (sato, yoshida) = (world.log_in("sato").await, world.log_in("yoshida").await);
    let said = "state=meeting&note=%E5%8C%97%E5%BA%81%E8%88%8E&until=10:30&next=/";
    world.post("/presence", &yoshida, said).await;
    let told = "会議　北庁舎";
    for (path, stands) in [
        ("/directory", true),
        ("/directory?on=2026-11-19", false),
        ("/directory/print", false),
    ] {
        let page = world.get(path, &sato).await.text();
        assert_eq!(page.contains(told), stands, "{path}");
    }
    world
        .clock
        .set("2026-11-20T10:30:00+09:00".parse().expect("time"));
    let sato = world.log_in("sato").await;
    let page = world.get("/directory", &sato).await.text();
    assert!(!page.contains(told), "what was said is over");
}

/// The log-in names that are offered, in their order.
fn offered(part: &str) -> Vec<String> {
    let options = part.split("data-value=\"").skip(1);
    options
        .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
        .collect()
}

#[tokio::test]
async fn the_picker_offers_twenty_of_the_own_town_who_work_here_with_post_and_extension() {
    let world = World::new();
    crowd(&world, 60).await;
    let cookie = world.log_in("sato").await;
    // たなか
    let tanaka = "/directory/suggest?q=%E3%81%9F%E3%81%AA%E3%81%8B";
    let part = world.part(tanaka, &cookie).await.text();
    assert_eq!(offered(&part), ["tanaka"], "{part}");
    for told in ["田中 直樹", "たなか なおき", "情報政策課 課長", "内線 1201"] {
        assert!(part.contains(told), "{told}: {part}");
    }
    assert!(!part.contains("<html") && !part.contains("ほかにもいます"));
    // 試験: more than are shown, in よみ order, and it is said that there are more.
    let many = "/directory/suggest?q=%E8%A9%A6%E9%A8%93";
    let part = world.part(many, &cookie).await.text();
    assert_eq!(offered(&part).len(), 20);
    assert!(part.contains("ほかにもいます"));
    let nobody = world
        .part("/directory/suggest?q=zzzz", &cookie)
        .await
        .text();
    assert!(nobody.contains("あてはまる方はいません") && !nobody.contains("listbox"));
    let empty = world.part("/directory/suggest?q=", &cookie).await.text();
    assert!(offered(&empty).is_empty() && empty.trim().is_empty());
    // Without script it is a page with a search, and tells the log-in names.
    let page = world.get(tanaka, &cookie).await.text();
    assert!(page.contains("<html") && page.contains("<code>tanaka</code>"));
    assert!(page.contains("action=\"/directory/suggest\"") && page.contains("value=\"たなか\""));
}

#[tokio::test]
async fn the_picker_knows_nobody_of_another_town_and_nobody_who_is_shut_out() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let there = world.app.update(|tx| -> Result<(), OrgError> {
        let other = OrganisationId::new(Uuid::from_u128(0x77));
        organisation_create(tx, other, "みずうみ町", "mizuumi.example")?;
        let town = Town::at_the_machine(other);
        let new = NewStaff {
            name: PersonName::new("田中 遠")?,
            yomi: Yomi::new("たなか とおし")?,
            login: LoginName::new("tanaka-there")?,
            address: Address::new("tanaka@mizuumi.example")?,
            phone: String::new(),
            employment: Employment::Regular,
        };
        staff_add(tx, town, StaffId::new(Uuid::from_u128(0x78)), &new)
    });
    there.await.expect("made");
    let path = "/directory/suggest?q=tanaka";
    let part = world.part(path, &cookie).await.text();
    assert_eq!(offered(&part), ["tanaka"]);
    let shut = world.app.update(|tx| -> Result<(), OrgError> {
        let (id, row) = staff_by_login(tx, &LoginName::new("tanaka")?)?.expect("there");
        staff_suspend(tx, Town::of(&row), id)
    });
    shut.await.expect("shut out");
    let part = world.part(path, &cookie).await.text();
    assert_eq!(offered(&part), Vec::<String>::new());
}
