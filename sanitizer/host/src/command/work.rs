//! Takes the gathered files through, several at once, and hands each end on in the order of the question.
//!
//! Which of two files of one name gets the plain one must not depend on which was done first, so everything is written
//! in order; and no worker runs so far ahead that what is not written yet fills the memory.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use sekisho_sanitizer::words::Lang;
use sekisho_sanitizer::{FileOutcome, Password, Policy, Reason, Sanitizer, Untrusted};

use super::gather::{Gathered, Thing};
use super::{preview, put, shown};

/// Everything the workers share.
pub(super) struct Work<'a> {
    pub(super) sanitizer: &'a Sanitizer,
    pub(super) policy: &'a Policy,
    pub(super) passwords: &'a [Password],
    pub(super) output: &'a Path,
    /// The language of the pages, where pages are wanted in place of new files.
    pub(super) preview: Option<Lang>,
    pub(super) jobs: usize,
}

/// What became of one file.
pub(super) struct End<'a> {
    pub(super) thing: &'a Thing,
    pub(super) result: Result<Done, Failure>,
}

/// A file that was taken through.
pub(super) struct Done {
    pub(super) outcome: FileOutcome,
    /// Where the new file or the page was put.
    pub(super) written: Option<PathBuf>,
    /// Where what was attached inside it was put, in its order.
    pub(super) beside: Vec<Option<PathBuf>>,
    /// True where what was put is a page.
    pub(super) is_page: bool,
}

/// A file that could not be done.
pub(super) enum Failure {
    Read(io::Error),
    Write(io::Error),
}

/// All ends, counted.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) files: usize,
    pub(super) written: usize,
    pub(super) held: usize,
    /// Held files by their reason; archives of which only a part is held are none of them.
    pub(super) reasons: BTreeMap<Reason, usize>,
    /// Written files of which a part is held.
    pub(super) partly: usize,
    pub(super) failed: usize,
    pub(super) bytes: u64,
    pub(super) took: Duration,
}

/// A bar on a terminal; nothing anywhere else.
pub(super) fn progress(gathered: &Gathered, lang: Lang) -> ProgressBar {
    let bar = ProgressBar::new(gathered.bytes.max(1));
    let template = match lang {
        Lang::Ja => "{bar:24} {prefix}件 {bytes}/{total_bytes} 残り{eta} {wide_msg}",
        Lang::En => "{bar:24} {prefix} files {bytes}/{total_bytes} {eta} left {wide_msg}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_prefix(format!("0/{}", gathered.things.len()));
    bar
}

/// What is being done, what waits to be handed on.
#[derive(Default)]
struct Queue {
    next: usize,
    handed: usize,
    ready: BTreeMap<usize, io::Result<FileOutcome>>,
    stopped: bool,
}

struct Shared {
    queue: Mutex<Queue>,
    moved: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'q>(
        &self,
        queue: MutexGuard<'q, Queue>,
        on: impl FnMut(&mut Queue) -> bool,
    ) -> MutexGuard<'q, Queue> {
        self.moved
            .wait_while(queue, on)
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Work<'_> {
    /// Does everything; an error is one of `told` and ends the work.
    pub(super) fn run<E>(
        &self,
        gathered: &Gathered,
        bar: &ProgressBar,
        mut told: impl FnMut(&End<'_>) -> Result<(), E>,
    ) -> Result<Tally, E> {
        let things = &gathered.things;
        let shared = Shared {
            queue: Mutex::new(Queue::default()),
            moved: Condvar::new(),
        };
        let workers = self.jobs.min(things.len()).max(1);
        let mut tally = Tally::default();
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| self.worker(things, &shared, workers, bar));
            }
            let handed = things.iter().enumerate().try_for_each(|(place, thing)| {
                let mut queue = shared.wait(shared.lock(), |q| !q.ready.contains_key(&place));
                let ready = queue.ready.remove(&place);
                drop(queue);
                // The wait above ends only where it is there.
                let ready = ready.unwrap_or_else(|| Err(io::ErrorKind::Other.into()));
                let end = self.end(thing, ready);
                tally.count(&end);
                told(&end)?;
                bar.set_prefix(format!("{}/{}", tally.files, things.len()));
                bar.inc(thing.found.as_ref().copied().unwrap_or(0));
                let mut queue = shared.lock();
                queue.handed = place.saturating_add(1);
                shared.moved.notify_all();
                Ok(())
            });
            shared.lock().stopped = true;
            shared.moved.notify_all();
            handed
        })?;
        tally.took = bar.elapsed();
        Ok(tally)
    }

    fn worker(&self, things: &[Thing], shared: &Shared, workers: usize, bar: &ProgressBar) {
        let ahead = workers.saturating_mul(2);
        loop {
            let mut queue = shared.wait(shared.lock(), |q| {
                !q.stopped && q.next >= q.handed.saturating_add(ahead) && q.next < things.len()
            });
            let place = queue.next;
            let Some(thing) = things.get(place).filter(|_| !queue.stopped) else {
                return;
            };
            queue.next = place.saturating_add(1);
            drop(queue);
            bar.set_message(shown::path(&thing.path));
            let outcome = self.one(thing);
            shared.lock().ready.insert(place, outcome);
            shared.moved.notify_all();
        }
    }

    fn one(&self, thing: &Thing) -> io::Result<FileOutcome> {
        if let Err(error) = &thing.found {
            return Err(io::Error::new(error.kind(), error.to_string()));
        }
        let bytes = fs::read(&thing.path)?;
        let name = thing.path.file_name().unwrap_or_default().to_string_lossy();
        let bytes = Untrusted::new(bytes);
        Ok(self
            .sanitizer
            .file_opened(&name, bytes, self.policy, self.passwords))
    }

    /// Writes what there is to write.
    fn end<'t>(&self, thing: &'t Thing, ready: io::Result<FileOutcome>) -> End<'t> {
        let result = ready.map_err(Failure::Read).and_then(|outcome| {
            let put = |name: &str, bytes: &[u8]| put::put(self.output, &thing.under, name, bytes);
            let written = if let Some(lang) = self.preview {
                let given = thing.path.file_name().unwrap_or_default().to_string_lossy();
                let page = preview::page(&given, &outcome, lang);
                Some(put(&preview::name(&given), page.as_bytes()))
            } else {
                let file = outcome.file.as_ref();
                file.map(|file| put(&outcome.report.name, file.bytes()))
            };
            // A page shows them; it writes none.
            let beside = outcome.beside.iter().filter(|_| self.preview.is_none());
            let beside: io::Result<Vec<Option<PathBuf>>> = beside
                .map(|(report, file)| {
                    let file = file.as_ref();
                    file.map(|file| put(&report.name, file.bytes())).transpose()
                })
                .collect();
            Ok(Done {
                beside: beside.map_err(Failure::Write)?,
                written: written.transpose().map_err(Failure::Write)?,
                is_page: self.preview.is_some(),
                outcome,
            })
        });
        End { thing, result }
    }
}

impl Tally {
    fn count(&mut self, end: &End<'_>) {
        self.files = self.files.saturating_add(1);
        let size = end.thing.found.as_ref().copied().unwrap_or(0);
        self.bytes = self.bytes.saturating_add(size);
        let Ok(done) = &end.result else {
            self.failed = self.failed.saturating_add(1);
            return;
        };
        let report = &done.outcome.report;
        if let Some(reason) = report.result.reason() {
            self.held = self.held.saturating_add(1);
            let row = self.reasons.entry(reason).or_default();
            *row = row.saturating_add(1);
            return;
        }
        self.written = self.written.saturating_add(1);
        let beside = done.outcome.beside.iter().map(|(report, _)| report);
        let mut all = std::iter::once(report).chain(beside);
        if all.any(|one| one.walk().iter().any(|part| !part.result.is_clean())) {
            self.partly = self.partly.saturating_add(1);
        }
    }
}
