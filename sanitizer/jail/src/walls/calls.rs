//! The list of system calls a child may make. Any other kills its process.
//!
//! What is on it and why: reading the input and writing the output; the memory calls of the
//! allocator, never executable; leaving; and ending by one's own abort, which is how a Rust program
//! reports that an allocation failed. A signal to anyone else is not on it.

use std::collections::BTreeMap;

use seccompiler::{
    SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch, apply_filter,
};

use super::WallError;

/// Calls that are allowed with any argument.
const FREE: &[i64] = &[
    // The allocator. It never asks for executable pages; those calls are below.
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    // The input's size and place; letting go of a descriptor.
    libc::SYS_fstat,
    libc::SYS_lseek,
    libc::SYS_close,
    // Leaving.
    libc::SYS_exit,
    libc::SYS_exit_group,
    // The allocator's and the runtime's own signal masks, and the way back from the handler that
    // tells a used-up stack from a bad address.
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_getpid,
    libc::SYS_gettid,
    // A signal or a stop and continue may interrupt a call that then resumes itself.
    libc::SYS_restart_syscall,
];

/// Gives up every call that is not on the list. The last wall: nothing can be raised after it.
pub(crate) fn raise() -> Result<(), WallError> {
    let list = list(u64::try_from(rustix::process::getpid().as_raw_nonzero().get()).unwrap_or(0))
        .map_err(WallError::List)?;
    apply_filter(&list).map_err(WallError::Install)
}

/// The list, for the process with this id.
fn list(pid: u64) -> Result<seccompiler::BpfProgram, seccompiler::BackendError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        FREE.iter().map(|call| (*call, Vec::new())).collect();
    let executable = u64::try_from(libc::PROT_EXEC).unwrap_or(u64::MAX);
    let never_executable = || rule(2, SeccompCmpOp::MaskedEq(executable), 0);
    rules.insert(libc::SYS_mmap, vec![never_executable()?]);
    rules.insert(libc::SYS_mprotect, vec![never_executable()?]);
    for call in [libc::SYS_read, libc::SYS_pread64] {
        rules.insert(call, vec![rule(0, SeccompCmpOp::Eq, 0)?]);
    }
    for call in [libc::SYS_write, libc::SYS_writev] {
        // Descriptor 1 is the output, 2 is the void.
        rules.insert(
            call,
            vec![rule(0, SeccompCmpOp::Eq, 1)?, rule(0, SeccompCmpOp::Eq, 2)?],
        );
    }
    for call in [libc::SYS_tgkill, libc::SYS_tkill] {
        rules.insert(call, vec![rule(0, SeccompCmpOp::Eq, pid)?]);
    }
    let architecture = TargetArch::try_from(std::env::consts::ARCH)?;
    SeccompFilter::new(
        rules,
        SeccompAction::KillProcess,
        SeccompAction::Allow,
        architecture,
    )?
    .try_into()
}

fn rule(
    argument: u8,
    operator: SeccompCmpOp,
    value: u64,
) -> Result<SeccompRule, seccompiler::BackendError> {
    SeccompRule::new(vec![SeccompCondition::new(
        argument,
        SeccompCmpArgLen::Dword,
        operator,
        value,
    )?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_no_call_that_opens_connects_executes_or_forks() {
        for call in [
            libc::SYS_openat,
            libc::SYS_socket,
            libc::SYS_connect,
            libc::SYS_execve,
            libc::SYS_execveat,
            libc::SYS_clone,
            libc::SYS_clone3,
            libc::SYS_ptrace,
            libc::SYS_kill,
            libc::SYS_io_uring_setup,
            libc::SYS_memfd_create,
            libc::SYS_futex,
            libc::SYS_prctl,
            libc::SYS_getrandom,
            libc::SYS_clock_gettime,
            libc::SYS_ioctl,
            libc::SYS_sendmsg,
            libc::SYS_recvmsg,
        ] {
            assert!(!FREE.contains(&call), "call {call} must not be free");
        }
        assert!(list(1).is_ok());
    }
}
