//! The spool over a real folder.

use jiff::Timestamp;

use super::*;

fn open(folder: &Path) -> Spool {
    let settings = SpoolSettings {
        folder: folder.to_owned(),
        segment: 1 << 20,
        in_memory: 1000,
        reserve: 0,
    };
    Spool::open(settings).unwrap()
}

async fn keep(spool: &Spool, number: u128, content: &[u8]) -> (Place, Slip) {
    let mut arriving = spool.begin(Uuid::from_u128(number));
    arriving.buffer().extend_from_slice(content);
    arriving.relieve(true).await;
    let arrived = arriving.finish().await.unwrap();
    let slip = Slip {
        item: Uuid::from_u128(number),
        received: Timestamp::UNIX_EPOCH,
        from: String::new(),
        envelope_id: None,
        to: vec![Addressee::plain("sato@yamabiko.example")],
        trace: "from here".into(),
        size: arrived.size,
        digest: arrived.digest,
        apart: arrived.is_apart(),
    };
    (spool.keep(&slip, arrived).await.unwrap(), slip)
}

#[tokio::test]
async fn what_was_kept_is_read_again_after_a_restart_large_or_small() {
    let folder = tempfile::tempdir().unwrap();
    let spool = open(folder.path());
    let large = vec![b'x'; 5000];
    let (small_place, small_slip) = keep(&spool, 1, b"small").await;
    let (large_place, large_slip) = keep(&spool, 2, &large).await;
    drop(spool);

    let spool = open(folder.path());
    let mut seen = Vec::new();
    assert_eq!(
        spool
            .replay(|place, slip| seen.push((place, slip)))
            .unwrap(),
        0
    );
    assert_eq!(
        seen,
        [(small_place, small_slip), (large_place, large_slip.clone())]
    );
    assert!(large_slip.apart);
    assert_eq!(spool.read(small_place).unwrap().content, &b"small"[..]);
    let original = spool.read(large_place).unwrap();
    assert_eq!(
        (original.content, original.slip),
        (large.into(), large_slip)
    );
}

#[tokio::test]
async fn leftovers_are_swept_and_what_was_accepted_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let spool = open(folder.path());
    let (_, slip) = keep(&spool, 1, &[b'x'; 5000]).await;
    let orphan = folder
        .path()
        .join("apart")
        .join(Uuid::from_u128(9).to_string());
    fs::write(&orphan, b"never accepted").unwrap();
    fs::write(folder.path().join("arriving").join("half"), b"half").unwrap();
    drop(spool);

    let spool = open(folder.path());
    assert_eq!(
        fs::read_dir(folder.path().join("arriving"))
            .unwrap()
            .count(),
        0
    );
    let swept = spool
        .sweep(|item| Ok::<_, SpoolError>(item == slip.item))
        .unwrap();
    assert_eq!((swept, orphan.exists()), (1, false));
    assert!(spool.apart(slip.item).exists());
}

#[tokio::test]
async fn a_discarded_original_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let spool = open(folder.path());
    let (place, slip) = keep(&spool, 1, &[b'x'; 5000]).await;
    spool.discard(place, Some(slip.item)).unwrap();
    assert!(!spool.apart(slip.item).exists());
    spool.discard(place, Some(slip.item)).unwrap();
}

#[test]
fn room_is_asked_for_once_a_second() {
    let room = Room::default();
    let asked = std::cell::Cell::new(0);
    let enough = |answer: bool| {
        let asked = &asked;
        move || {
            asked.set(asked.get() + 1);
            answer
        }
    };
    assert!(!room.ask(Duration::from_millis(10), enough(false)));
    assert!(!room.ask(Duration::from_millis(900), enough(true)));
    assert!(room.ask(Duration::from_millis(1100), enough(true)));
    assert_eq!(asked.get(), 2);
}
