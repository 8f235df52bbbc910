//! Whose turn it is.

use sekisho_platform::clock::ManualClock;
use uuid::Uuid;

use super::*;
use crate::spool::Place;

fn ticket(number: u128, size: u64, whose: &str) -> Ticket {
    Ticket::of(
        Uuid::from_u128(number),
        Place {
            segment: 1,
            offset: 0,
            len: 1,
        },
        size,
        whose,
        0,
    )
}

fn queue() -> (Queue, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(jiff::Timestamp::UNIX_EPOCH));
    (Queue::new(clock.clone()), clock)
}

fn number(taken: Option<Taken>) -> u128 {
    taken.unwrap().ticket.item.as_u128()
}

#[test]
fn a_huge_archive_never_delays_a_hundred_small_mails() {
    let (queue, _clock) = queue();
    queue.add(ticket(1, 100 << 20, "a"));
    for small in 2..102 {
        queue.add(ticket(small, 4096, "a"));
    }
    assert_eq!(number(queue.take(Lane::Large)), 1);
    for small in 2..102 {
        assert_eq!(number(queue.take(Lane::Small)), small);
    }
    assert_eq!(queue.len(), 0);
}

#[test]
fn a_flood_for_one_recipient_leaves_room_for_another() {
    let (queue, _clock) = queue();
    for flood in 0..100 {
        queue.add(ticket(flood, 10, "flooded"));
    }
    queue.add(ticket(1000, 10, "other"));
    assert_eq!(number(queue.take(Lane::Small)), 0);
    assert_eq!(number(queue.take(Lane::Small)), 1000);
}

#[test]
fn a_suspect_is_tried_with_nothing_beside_it() {
    let (queue, _clock) = queue();
    let queue = Arc::new(queue);
    queue.add(ticket(1, 10, "a"));
    assert_eq!(number(queue.take(Lane::Small)), 1);
    queue.suspect(ticket(66, 10, "a"));
    queue.add(ticket(2, 10, "a"));

    let (say, heard) = std::sync::mpsc::channel();
    let workers: Vec<_> = (0..2)
        .map(|_| {
            let (queue, say) = (Arc::clone(&queue), say.clone());
            std::thread::spawn(move || {
                while let Some(taken) = queue.take(Lane::Small) {
                    say.send((number(Some(taken)), taken.alone)).unwrap();
                    queue.done();
                }
            })
        })
        .collect();
    assert!(
        heard.recv_timeout(Duration::from_millis(50)).is_err(),
        "1 is still in work"
    );
    queue.done();
    assert_eq!(heard.recv().unwrap(), (66, true));
    assert_eq!(heard.recv().unwrap().0, 2);
    queue.stop();
    for worker in workers {
        worker.join().unwrap();
    }
}

#[test]
fn what_is_tried_again_waits_its_time() {
    let (queue, clock) = queue();
    queue.later(ticket(1, 10, "a"), Duration::from_secs(4));
    queue.add(ticket(2, 10, "a"));
    assert_eq!(number(queue.take(Lane::Small)), 2);
    assert_eq!(queue.len(), 1);
    clock.advance(Duration::from_secs(4));
    assert_eq!(number(queue.take(Lane::Small)), 1);
}

#[test]
fn a_stopped_queue_gives_nothing_more() {
    let (queue, _clock) = queue();
    queue.add(ticket(1, 10, "a"));
    queue.stop();
    assert_eq!(queue.take(Lane::Small), None);
    assert_eq!(queue.len(), 1, "it is in the spool and comes again");
}
