//! The warm parent: takes items from its socket, gives each a process of its own, sees it to its end.
//!
//! It promises an answer for every item it took: when the child ends, or when its deadline passes
//! and it is killed. It never looks into an input or an output. When the host goes away it kills
//! what runs and leaves; when it dies itself, its children die with it.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io::{self, BufWriter, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::process::ExitCode;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{
    Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, WaitOptions, getpid, getppid, kill_process,
    pidfd_open, pidfd_send_signal, set_parent_process_death_signal, waitid, waitpid,
};
use rustix::stdio::{stderr, stdin, stdout};

use crate::answer::{
    EXIT_BROKEN, EXIT_NO_LIMITS, EXIT_NO_SECCOMP, EXIT_PANIC, EXIT_REFUSED, Ending,
};
use crate::deadline::{Deadline, timespec};
use crate::fork::{Side, leave, split};
use crate::memory::{self, Given};
use crate::packet::{Descriptors, Hello, Limits, PACKET_MAX, Packet, receive, send};
use crate::walls::calls::List;
use crate::walls::{self, Wall, limits};

/// What a work function says when it refuses its input; any output it wrote is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// What a child is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct Item<'a> {
    /// What it is told besides the input.
    pub job: &'a [u8],
    /// The input.
    pub input: &'a [u8],
    /// What lies beside the input; empty where nothing does.
    pub beside: &'a [u8],
}

/// What a child does: read the item, write the output.
type Work = fn(item: Item<'_>, out: &mut dyn Write) -> Result<(), Refused>;

/// Runs this program as a warm parent on the socket that is its standard input.
///
/// `rehearsals` are items of our own. The work is done on them once before the first item,
/// so that what is found out once (the processor's features, tables, vocabularies) is found out
/// already: every child is a copy of what this process knows.
/// It ends when the other side closes the socket. The exit code says only whether it could start.
/// Whether it is given items when walls are missing is for the other side to say.
pub fn serve(work: Work, rehearsals: &[Item<'_>]) -> ExitCode {
    let Ok(socket) = stdin().try_clone_to_owned() else {
        return ExitCode::FAILURE;
    };
    let mut calls = List::new().ok();
    let hello = Hello {
        missing: prepare(calls.as_mut()),
    };
    for item in rehearsals {
        // A rehearsal that fails costs time later, nothing else; its output is nobody's.
        let _ = work(*item, &mut io::sink());
    }
    let said =
        postcard::to_stdvec(&hello).is_ok_and(|bytes| send(socket.as_fd(), &bytes, &[]).is_ok());
    if !said {
        return ExitCode::FAILURE;
    }
    Parent {
        socket,
        running: Vec::new(),
        work,
        calls,
    }
    .run();
    ExitCode::SUCCESS
}

/// Everything that must be in place before the first item comes.
fn prepare(calls: Option<&mut List>) -> Vec<Wall> {
    // A panic must not unwind into half-finished work and must not print content anywhere.
    std::panic::set_hook(Box::new(|_| leave(EXIT_PANIC)));
    // The standard library asks the kernel once for its hash seed; behind the walls it could not.
    let _ = RandomState::new().hash_one(0);
    let mut missing = walls::raise_lasting();
    missing.extend(missing_in_a_child(calls));
    missing
}

/// Tries out, in a child of no item, the walls that every child raises for itself.
fn missing_in_a_child(calls: Option<&mut List>) -> Option<Wall> {
    match split() {
        Ok(Side::Child) => leave(match (limits::raise(&TRIAL), calls.map(List::raise)) {
            (Err(_), _) => EXIT_NO_LIMITS,
            (Ok(()), None | Some(Err(_))) => EXIT_NO_SECCOMP,
            (Ok(()), Some(Ok(()))) => 0,
        }),
        Ok(Side::Parent(pid)) => {
            let ended = rustix::io::retry_on_intr(|| waitpid(Some(pid), WaitOptions::empty()));
            let status = ended
                .ok()
                .flatten()
                .and_then(|(_, status)| status.exit_status());
            match status {
                Some(0) => None,
                Some(EXIT_NO_LIMITS) => Some(Wall::Limits),
                // Whatever else it ended with, it did not get through its last wall.
                _ => Some(Wall::Seccomp),
            }
        }
        Err(_) => Some(Wall::Limits),
    }
}

/// Limits that are enough to raise the next wall.
const TRIAL: Limits = Limits {
    memory: 1 << 30,
    cpu_seconds: 10,
    wall: Duration::from_secs(10),
    output: 1 << 20,
};

struct Parent {
    socket: OwnedFd,
    running: Vec<Running>,
    work: Work,
    /// The calls a child may make; none where the list could not be worked out, and then no child gets as far as its work.
    calls: Option<List>,
}

/// One child on its way.
struct Running {
    process: OwnedFd,
    answer: OwnedFd,
    deadline: Deadline,
    overdue: bool,
    ended: bool,
}

impl Parent {
    fn run(mut self) {
        let mut buffer = vec![0; PACKET_MAX];
        loop {
            let Ok(packet_waits) = self.wait() else {
                return;
            };
            self.reap();
            self.kill_overdue();
            if !packet_waits {
                continue;
            }
            match receive(&self.socket, &mut buffer) {
                Ok(Some((length, Some(descriptors)))) => {
                    let bytes = buffer.get(..length).unwrap_or_default();
                    // A packet that cannot be read, or whose input could still change under us,
                    // is not taken.
                    match postcard::from_bytes::<Packet<'_>>(bytes) {
                        Ok(packet) if descriptors.are_sealed() => {
                            self.take(&packet, descriptors);
                        }
                        _ => tell(&descriptors.answer, Ending::Lost),
                    }
                    // The next item's process is a copy of this one: nothing of this item stays.
                    if let Some(used) = buffer.get_mut(..length) {
                        used.fill(0);
                    }
                }
                Ok(Some((_, None))) => {}
                Ok(None) | Err(_) => return,
            }
        }
    }

    /// Waits for a packet, a child's end or a deadline; true when a packet waits.
    fn wait(&mut self) -> rustix::io::Result<bool> {
        let mut watched = Vec::with_capacity(self.running.len() + 1);
        watched.push(PollFd::new(&self.socket, PollFlags::IN));
        watched.extend(
            self.running
                .iter()
                .map(|one| PollFd::new(&one.process, PollFlags::IN)),
        );
        let soonest = self
            .running
            .iter()
            .filter(|one| !one.overdue)
            .map(|one| one.deadline.left())
            .min();
        let timeout = soonest.map(timespec);
        match poll(&mut watched, timeout.as_ref()) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => return Ok(false),
            Err(error) => return Err(error),
        }
        let mut woken = watched.iter().map(|one| !one.revents().is_empty());
        let packet_waits = woken.next().unwrap_or_default();
        let woken: Vec<bool> = woken.collect();
        for (one, ended) in self.running.iter_mut().zip(woken) {
            one.ended = ended;
        }
        Ok(packet_waits)
    }

    /// Answers for every child that has ended.
    fn reap(&mut self) {
        self.running.retain(|one| {
            if !one.ended {
                return true;
            }
            let status = waitid(
                WaitId::PidFd(one.process.as_fd()),
                WaitIdOptions::EXITED | WaitIdOptions::NOHANG,
            );
            match status {
                Ok(None) => true,
                Ok(Some(status)) => {
                    tell(
                        &one.answer,
                        Ending::from_status(
                            status.exit_status(),
                            status.terminating_signal(),
                            one.overdue,
                        ),
                    );
                    false
                }
                Err(_) => {
                    tell(&one.answer, Ending::Crashed);
                    false
                }
            }
        });
    }

    fn kill_overdue(&mut self) {
        for one in &mut self.running {
            if !one.overdue && one.deadline.is_over() {
                one.overdue = true;
                // It can fail only because the child has just ended by itself; `reap` will see it.
                let _ = pidfd_send_signal(&one.process, Signal::KILL);
            }
        }
    }

    /// Gives an item a process of its own.
    fn take(&mut self, packet: &Packet<'_>, descriptors: Descriptors) {
        let parent = getpid();
        match split() {
            Ok(Side::Child) => self.child(parent, packet, descriptors),
            Ok(Side::Parent(pid)) => {
                let deadline = Deadline::after(packet.limits.wall);
                // Without a descriptor we could not see its end: it must not run unseen.
                let Ok(process) = pidfd_open(pid, PidfdFlags::empty()) else {
                    let _ = kill_process(pid, Signal::KILL);
                    let _ = waitpid(Some(pid), WaitOptions::empty());
                    tell(&descriptors.answer, Ending::Lost);
                    return;
                };
                let answer = descriptors.answer;
                self.running.push(Running {
                    process,
                    answer,
                    deadline,
                    overdue: false,
                    ended: false,
                });
            }
            // No process to be had.
            Err(_) => tell(&descriptors.answer, Ending::Lost),
        }
    }

    /// The child's whole life.
    fn child(&mut self, parent: Pid, packet: &Packet<'_>, descriptors: Descriptors) -> ! {
        let code = match self.enclose(parent, packet, descriptors) {
            Err(()) => EXIT_BROKEN,
            Ok(given) => perform(self.work, packet.job, &given),
        };
        leave(code)
    }

    /// Takes the input, lets go of everything that is not this item's, and raises the walls.
    fn enclose(
        &mut self,
        parent: Pid,
        packet: &Packet<'_>,
        descriptors: Descriptors,
    ) -> Result<(Given, Option<Given>), ()> {
        let Descriptors {
            input,
            output,
            answer,
            beside,
        } = descriptors;
        rustix::stdio::dup2_stdin(stderr()).map_err(drop)?;
        rustix::stdio::dup2_stdout(&output).map_err(drop)?;
        drop((output, answer));
        self.running.clear();
        // The socket's place is taken by the void, so that nothing of the parent's stays open.
        self.socket = stderr().try_clone_to_owned().map_err(drop)?;
        set_parent_process_death_signal(Some(Signal::KILL)).map_err(drop)?;
        if getppid() != Some(parent) {
            return Err(());
        }
        limits::raise(&packet.limits).map_err(drop)?;
        // Bytes are taken, not looked at, before the last wall: behind it not even a file's length can be asked.
        let most = packet.limits.memory;
        let given = memory::given(&input, most).map_err(drop)?;
        let beside = match (beside, packet.beside.clone()) {
            (Some(file), Some(range)) => Some(memory::part(file, range, most).map_err(drop)?),
            (None, None) => None,
            _ => return Err(()),
        };
        drop(input);
        self.calls.as_mut().ok_or(())?.raise().map_err(drop)?;
        Ok((given, beside))
    }
}

/// Answers for an item, once.
fn tell(answer: &OwnedFd, ending: Ending) {
    if let Ok(bytes) = postcard::to_stdvec(&ending) {
        // When the caller has gone there is nobody left to tell.
        let _ = rustix::io::retry_on_intr(|| rustix::io::write(answer, &bytes));
    }
}

/// Does the work, writes the output; the child's exit code.
fn perform(work: Work, job: &[u8], (input, beside): &(Given, Option<Given>)) -> i32 {
    let item = Item {
        job,
        input: input.as_ref(),
        beside: beside.as_ref().map_or(&[], AsRef::as_ref),
    };
    let mut out = BufWriter::with_capacity(64 * 1024, Output);
    match work(item, &mut out) {
        Err(Refused) => EXIT_REFUSED,
        Ok(()) => match out.flush() {
            Ok(()) => 0,
            Err(_) => EXIT_BROKEN,
        },
    }
}

/// The output memory file, which is the child's standard output.
struct Output;

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::retry_on_intr(|| {
            rustix::io::write(stdout(), bytes)
        })?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
