//! The threads that hash passwords: few, apart from those that serve pages, and behind them in line for the processor. On
//! the morning when everybody signs in at once, whoever is in already must not wait for it.

use sekisho_platform::run;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

type Job = Box<dyn FnOnce() + Send>;

/// The threads; they end with the last of these.
#[derive(Clone, Debug)]
pub(super) struct Threads {
    jobs: Sender<Job>,
}

impl Threads {
    /// Starts so many.
    pub(super) fn start(many: usize) -> std::io::Result<Self> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..many.max(1) {
            let waiting = Arc::clone(&waiting);
            let named = std::thread::Builder::new().name("password".to_owned());
            named.spawn(move || work(&waiting))?;
        }
        Ok(Self { jobs })
    }

    /// Does work on one of them; nothing when it fell or the threads are gone.
    pub(super) async fn run<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> R + Send + 'static,
    ) -> Option<R> {
        let (done, answer) = tokio::sync::oneshot::channel();
        let job = Box::new(move || {
            // Whoever asked may have gone meanwhile.
            let _ = done.send(work());
        });
        self.jobs.send(job).ok()?;
        answer.await.ok()
    }
}

fn work(waiting: &Mutex<Receiver<Job>>) {
    if let Err(error) = run::stand_back() {
        tracing::debug!(code = "password-priority", %error, "passwords are hashed at the priority of pages");
    }
    loop {
        let next = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(job) = next else { return };
        // One that fell answers nobody; the thread is for the next.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_is_answered_and_what_falls_takes_no_thread_with_it() {
        let threads = Threads::start(1).expect("a thread");
        let fell = threads.run(|| -> u8 { panic!("on purpose") }).await;
        assert_eq!(fell, None);
        let name = threads.run(|| std::thread::current().name().map(str::to_owned));
        assert_eq!(name.await.flatten().as_deref(), Some("password"));
    }
}
