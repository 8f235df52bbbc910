//! Waiting on conditions that explain themselves. The only place of the tests that sleeps.

use std::time::{Duration, Instant};

/// How long a condition may take before the story is called broken. Generous: machines are slow,
/// and a condition that holds ends the wait at once.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// Waits until `look` answers `Some`, and gives that back.
///
/// # Panics
/// With `what` and the last explanation when patience ends.
pub fn until<T>(what: &str, look: impl FnMut() -> Result<T, String>) -> T {
    until_within(PATIENCE, what, look)
}

/// The same with a patience of its own.
///
/// # Panics
/// With `what` and the last explanation when patience ends.
pub fn until_within<T>(
    patience: Duration,
    what: &str,
    mut look: impl FnMut() -> Result<T, String>,
) -> T {
    let start = Instant::now();
    let mut pause = Duration::from_millis(2);
    loop {
        match look() {
            Ok(found) => return found,
            Err(why) if start.elapsed() > patience => panic!("waited for {what}: {why}"),
            Err(_) => std::thread::sleep(pause),
        }
        pause = (pause * 2).min(Duration::from_millis(100));
    }
}
