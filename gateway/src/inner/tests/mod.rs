//! The inner node between its neighbours: a real courier and link before it, a receiving store behind it, and every
//! way in which the connections between them break.

mod road;
mod town;

use std::time::Duration;

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_mins(2);

/// Waits until `done`, or says what was seen last.
async fn until<T: std::fmt::Debug + PartialEq>(what: &str, wanted: T, look: impl AsyncFn() -> T) {
    let waiting = async {
        while look().await != wanted {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, waiting).await.is_ok();
    let seen = look().await;
    assert!(
        in_time,
        "waited for {what} to be {wanted:?}, and it is {seen:?}"
    );
}
