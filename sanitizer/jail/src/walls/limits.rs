//! Resource limits of one child. Soft equals hard, so a child cannot raise them again.
//!
//! Processor time is the exception: the soft limit ends the child with `SIGXCPU`, which tells a
//! time-out from a crash; a child that ignores that signal meets the hard limit a second later.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

use super::WallError;
use crate::packet::Limits;

/// Sets all limits of this process.
pub(crate) fn raise(limits: &Limits) -> Result<(), WallError> {
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    both(Resource::Core, 0)?;
    both(Resource::As, limits.memory)?;
    both(Resource::Fsize, limits.output)?;
    both(Resource::Nproc, 0)?;
    both(Resource::Memlock, 0)?;
    let cpu = limits.cpu_seconds.max(1);
    setrlimit(
        Resource::Cpu,
        Rlimit {
            current: Some(cpu),
            maximum: Some(cpu + 1),
        },
    )?;
    // Last: descriptors 0 to 2 are open and stay so, no further one can come.
    both(Resource::Nofile, 3)
}

fn both(resource: Resource, value: u64) -> Result<(), WallError> {
    Ok(setrlimit(
        resource,
        Rlimit {
            current: Some(value),
            maximum: Some(value),
        },
    )?)
}
