//! Landlock with no rule at all: no path can be opened, no port bound or reached.
//!
//! The first version of Landlock is required; without it the wall counts as missing. What
//! later kernels add (TCP ports, abstract sockets, signals) is taken when it is there; the list of
//! system calls forbids those as well.

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetStatus,
    Scope,
};

use super::WallError;

/// Takes every path away from this process and all its children, for good.
pub(crate) fn raise() -> Result<(), WallError> {
    let latest = ABI::V6;
    let status = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(ABI::V1))
        .map_err(missing)?
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(latest))
        .map_err(missing)?
        .handle_access(AccessNet::from_all(latest))
        .map_err(missing)?
        .scope(Scope::from_all(latest))
        .map_err(missing)?
        .create()
        .map_err(missing)?
        .restrict_self()
        .map_err(WallError::Landlock)?;
    if status.ruleset == RulesetStatus::NotEnforced || !status.no_new_privs {
        return Err(WallError::NoLandlock);
    }
    Ok(())
}

fn missing(_: landlock::RulesetError) -> WallError {
    WallError::NoLandlock
}
