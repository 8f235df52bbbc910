//! The host's side: starts a warm parent, hands it items, waits for their end.
//!
//! Many threads may call [`Jail::run`] at once; each waits on its own pipe. A warm parent that died
//! is replaced by the next caller that notices, and the items that died with it are tried once more
//! and then given up as [`Ending::Lost`].

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair};
use rustix::pipe::{PipeFlags, pipe_with};
use thiserror::Error;

use crate::answer::Ending;
use crate::deadline::timespec;
use crate::gate::{Gate, Slots};
use crate::memory::{self, Input, Piece};
use crate::packet::{Hello, Limits, PACKET_MAX, Packet, receive, send};
use crate::walls::{AcceptedWalls, Wall};

/// How long a fresh warm parent may take to say that it is ready.
const START_WAIT: Duration = Duration::from_secs(10);
/// The allocator's settings for glibc: nothing is given back below 32 MiB, which is the most it takes; a long
/// vector's memory comes in pages of 2 MiB where there are any, as a picture's would come in ten thousand small ones.
const ALLOCATOR: &str = "glibc.malloc.mmap_threshold=33554432:\
                         glibc.malloc.trim_threshold=268435456:\
                         glibc.malloc.hugetlb=1";
/// How long an item counts as quick.
const QUICK: Duration = Duration::from_millis(500);

/// One half of the sanitizer behind its walls. Cheap to clone; all clones share one warm parent.
#[derive(Clone)]
pub struct Jail {
    inner: Arc<Inner>,
}

/// One item: what to do, on what, within which limits.
#[derive(Clone, Copy)]
pub struct Task<'a> {
    /// What the work function is told besides the input.
    pub job: &'a [u8],
    /// The input.
    pub input: &'a Input,
    /// What lies beside the input, when it [is long](Piece::is_long); else it is left out.
    pub beside: Option<&'a Piece>,
    /// What the item may use up.
    pub limits: Limits,
}

/// Why a jail could not be started. Nothing runs without its walls.
#[derive(Debug, Error)]
pub enum StartError {
    /// The program could not be started.
    #[error("could not start the jailed program {}", .program.display())]
    Spawn {
        /// The program.
        program: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Walls are missing that the configuration does not accept as missing.
    #[error(
        "this kernel (or this container) lacks {} for {}; refusing to run without",
        names(missing), .program.display()
    )]
    MissingWalls {
        /// The program.
        program: PathBuf,
        /// The walls.
        missing: Vec<Wall>,
    },
    /// The program started but never said that it was ready.
    #[error("the jailed program {} did not become ready", .program.display())]
    Silent {
        /// The program.
        program: PathBuf,
    },
}

struct Inner {
    program: PathBuf,
    arguments: Vec<PathBuf>,
    accepted: AcceptedWalls,
    gate: Gate,
    parent: Mutex<Parent>,
}

/// The warm parent of the moment.
struct Parent {
    /// Counts restarts, so that one death leads to one restart.
    generation: u64,
    socket: Arc<OwnedFd>,
    process: Child,
    /// The walls it does without.
    missing: Vec<Wall>,
}

impl Jail {
    /// Starts the program and waits until its walls stand, all but those accepted as missing.
    pub fn start(
        program: &Path,
        slots: Slots,
        accepted: &AcceptedWalls,
    ) -> Result<Self, StartError> {
        Self::start_with(program, &[], slots, accepted)
    }

    /// As [`Jail::start`], with arguments: what the program may read before its walls stand.
    pub fn start_with(
        program: &Path,
        arguments: &[PathBuf],
        slots: Slots,
        accepted: &AcceptedWalls,
    ) -> Result<Self, StartError> {
        let parent = Parent::start(program, arguments, accepted, 0)?;
        Ok(Self {
            inner: Arc::new(Inner {
                program: program.to_owned(),
                arguments: arguments.to_vec(),
                accepted: accepted.clone(),
                gate: Gate::new(slots),
                parent: Mutex::new(parent),
            }),
        })
    }

    /// Runs one item to its end. The output is given only for an item that finished its work.
    pub fn run(&self, task: &Task<'_>) -> Result<Piece, Ending> {
        let beside = task.beside.and_then(Piece::lies);
        let packet = postcard::to_stdvec(&Packet {
            limits: task.limits,
            job: task.job,
            beside: beside.as_ref().map(|(_, range)| range.clone()),
        })
        .ok()
        .filter(|bytes| bytes.len() <= PACKET_MAX)
        .ok_or(Ending::Refused)?;
        let mut place = self.inner.gate.enter();
        for _attempt in 0..2 {
            let output = memory::blank().map_err(|_| Ending::Lost)?;
            let (socket, generation) = {
                let parent = self.inner.lock();
                (Arc::clone(&parent.socket), parent.generation)
            };
            let beside = beside.as_ref().map(|(file, _)| *file);
            match once(&socket, &packet, (task.input, beside), &output, &mut place) {
                Ok(Ending::Done) => {
                    return memory::take(output, task.limits.output)
                        .map_err(|_| Ending::OutputExceeded);
                }
                Ok(Ending::Lost) => {}
                Ok(ending) => return Err(ending),
                // A warm parent answers for everything; one that cannot is gone.
                Err(_) => self.inner.restart(generation),
            }
        }
        Err(Ending::Lost)
    }

    /// The walls it runs without because they were accepted as missing.
    pub fn missing_walls(&self) -> Vec<Wall> {
        self.inner.lock().missing.clone()
    }

    /// The process id of the warm parent, for operators and tests.
    pub fn process_id(&self) -> u32 {
        self.inner.lock().process.id()
    }
}

/// Hands the item over and waits for its answer.
fn once(
    socket: &OwnedFd,
    packet: &[u8],
    (input, beside): (&Input, Option<BorrowedFd<'_>>),
    output: &OwnedFd,
    place: &mut crate::gate::Place<'_>,
) -> io::Result<Ending> {
    let (answer, answer_end) = pipe_with(PipeFlags::CLOEXEC)?;
    let mut descriptors = vec![input.as_fd(), output.as_fd(), answer_end.as_fd()];
    descriptors.extend(beside);
    send(socket.as_fd(), packet, &descriptors)?;
    drop(descriptors);
    drop(answer_end);
    // Waits without an end of its own: the warm parent keeps the deadline, and if it dies the
    // pipe closes.
    let quick = timespec(QUICK);
    let mut aside = false;
    loop {
        let mut watched = [PollFd::new(&answer, PollFlags::IN)];
        let timeout = if aside { None } else { Some(&quick) };
        match poll(&mut watched, timeout) {
            Ok(0) => aside = place.step_aside(),
            Ok(_) => break,
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let mut bytes = [0; 16];
    let length = rustix::io::retry_on_intr(|| rustix::io::read(&answer, &mut bytes))?;
    postcard::from_bytes(bytes.get(..length).unwrap_or_default())
        .map_err(|_| io::ErrorKind::UnexpectedEof.into())
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, Parent> {
        // The fields are replaced together at the end of a restart, never half.
        self.parent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Replaces the warm parent unless somebody already has.
    fn restart(&self, seen: u64) {
        let mut parent = self.lock();
        if parent.generation == seen
            && let Ok(fresh) = Parent::start(
                &self.program,
                &self.arguments,
                &self.accepted,
                seen.wrapping_add(1),
            )
        {
            *parent = fresh;
        }
    }
}

impl Parent {
    fn start(
        program: &Path,
        arguments: &[PathBuf],
        accepted: &AcceptedWalls,
        generation: u64,
    ) -> Result<Self, StartError> {
        let failed = |source| StartError::Spawn {
            program: program.to_owned(),
            source,
        };
        let (ours, theirs) = socketpair(
            AddressFamily::UNIX,
            SocketType::SEQPACKET,
            SocketFlags::CLOEXEC,
            None,
        )
        .map_err(|errno| failed(errno.into()))?;
        let process = Command::new(program)
            .args(arguments)
            .env_clear()
            // One arena: with a second one glibc would open a file when memory runs short.
            .env("MALLOC_ARENA_MAX", "1")
            // A child lives for milliseconds: memory given back to the kernel and asked for again
            // is only page faults.
            .env("GLIBC_TUNABLES", ALLOCATOR)
            .stdin(Stdio::from(theirs))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let mut parent = Self {
            generation,
            socket: Arc::new(ours),
            process,
            missing: Vec::new(),
        };
        // A parent that is turned down ends when it is dropped; it has seen no item.
        let Some(Hello { missing }) = parent.hello() else {
            return Err(StartError::Silent {
                program: program.to_owned(),
            });
        };
        let lacking: Vec<Wall> = missing
            .iter()
            .copied()
            .filter(|wall| !accepted.accepts(*wall))
            .collect();
        if lacking.is_empty() {
            parent.missing = missing;
            Ok(parent)
        } else {
            Err(StartError::MissingWalls {
                program: program.to_owned(),
                missing: lacking,
            })
        }
    }

    fn hello(&self) -> Option<Hello> {
        let mut watched = [PollFd::new(&*self.socket, PollFlags::IN)];
        let timeout = timespec(START_WAIT);
        if poll(&mut watched, Some(&timeout)).ok()? == 0 {
            return None;
        }
        let mut bytes = [0; 16];
        let (length, _) = receive(&*self.socket, &mut bytes).ok()??;
        postcard::from_bytes(bytes.get(..length)?).ok()
    }
}

/// The walls' names in one line.
fn names(walls: &[Wall]) -> String {
    let names: Vec<_> = walls.iter().map(|wall| wall.name()).collect();
    names.join(", ")
}

impl Drop for Parent {
    fn drop(&mut self) {
        // Callers may still hold the socket, so closing our copy is not enough to make it leave.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
