//! The ground that speed is measured on: few people of it, filled and served as the many are.

use tests::prefecture::{letters_of, prefecture};
use tests::served::{Place, form};

use sekisho_appliance::fill::Filling;

const PASSWORD: &str = "yamabiko-bench-2026";

#[test]
fn a_prefecture_of_few_is_filled_served_over_tls_and_ends_as_it_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::lay_out(folder.path());
    let halls = prefecture(120);
    let people: usize = halls.iter().map(|hall| hall.clerks.len()).sum();
    assert_eq!((halls.len(), people), (20, 120));
    let now = u64::try_from(jiff::Timestamp::now().as_microsecond()).expect("a time of today");
    std::fs::create_dir_all(place.data()).expect("a folder");
    let filling = Filling::open(&place.data(), 8 << 20).expect("opens");
    let hashes = vec![filling.hash(PASSWORD).expect("hashed")];
    let mut seats = Vec::new();
    for hall in &halls {
        seats.extend(filling.hall(hall, &hashes).expect("taken in"));
    }
    let cookies = filling.sessions(&seats).expect("opened");
    let clerk = &halls[0].clerks[0];
    let to = format!("{}@{}", clerk.login, halls[0].domain);
    let letters: Vec<_> = letters_of(&to, (0, 30), now).collect();
    let bundles = letters
        .iter()
        .map(|letter| letter.seal(&place.seal))
        .collect();
    filling
        .land(bundles, &place.seal.verifying_key())
        .expect("landed");
    drop(filling);

    let (served, _) = place.start();
    let mut line = place.door().open().expect("a connection");
    let cookie = format!("__Host-sekisho={}", cookies[0]);
    let page = line.get("/", &cookie, "").expect("an answer");
    assert_eq!(page.status, 200, "{}", page.text());
    let family = clerk.name.split(' ').next().expect("a name");
    assert!(page.text().contains(family) && page.text().contains(&letters[29].subject));
    let query = form(&[("q", &clerk.login)]);
    let found = line
        .get(&format!("/directory?{query}"), &cookie, "")
        .expect("an answer");
    // An address may break after its sign.
    let told = |page: &str| page.replace("<wbr>", "").contains(&to);
    assert!(told(&found.text()));
    let other = format!("__Host-sekisho={}", cookies[119]);
    let found = line
        .get(&format!("/directory?{query}"), &other, "")
        .expect("an answer");
    assert!(
        !told(&found.text()),
        "nobody of another organisation is found"
    );
    let fields = form(&[
        ("name", &clerk.login),
        ("password", PASSWORD),
        ("next", "/"),
    ]);
    let entered = line.post("/login", "", &fields).expect("an answer");
    assert_eq!((entered.status, entered.location.as_str()), (303, "/"));
    served.end(nix::sys::signal::Signal::SIGTERM);
    assert!(place.door().open().is_err(), "nobody answers any more");
}
