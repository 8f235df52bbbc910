//! No capability, and none to be had: what makes root root is given up.
//!
//! For an ordinary user there is nothing to give up and the wall stands at once. What may fail is
//! only what matters to a process that could still execute something: the bounding set and the
//! locked bits need a right that a container may already have taken.

use rustix::thread::{
    CapabilitiesSecureBits, CapabilitySet, CapabilitySets, capabilities,
    clear_ambient_capability_set, remove_capability_from_bounding_set, set_capabilities,
    set_capabilities_secure_bits,
};

use super::WallError;

const NONE: CapabilitySets = CapabilitySets {
    effective: CapabilitySet::empty(),
    permitted: CapabilitySet::empty(),
    inheritable: CapabilitySet::empty(),
};

/// Gives up every capability of this process and all its children, for good.
pub(crate) fn give_up() -> Result<(), WallError> {
    // First what needs the right that is given up last.
    let _ = set_capabilities_secure_bits(locked());
    for number in 0..u64::BITS {
        // The first number the kernel does not know ends the list.
        let capability = CapabilitySet::from_bits_retain(1 << number);
        if remove_capability_from_bounding_set(capability).is_err() {
            break;
        }
    }
    // Kernels before 4.3 have no ambient set to clear.
    let _ = clear_ambient_capability_set();
    // Under a service's unit this call may be forbidden to a process that has none; what counts is
    // what is left.
    let _ = set_capabilities(None, NONE);
    if capabilities(None)? == NONE {
        Ok(())
    } else {
        Err(WallError::CapabilitiesLeft)
    }
}

/// Being user 0 gives nothing, changing the user keeps nothing, and none of this can be undone.
fn locked() -> CapabilitiesSecureBits {
    type Bits = CapabilitiesSecureBits;
    Bits::NO_ROOT
        | Bits::NO_ROOT_LOCKED
        | Bits::NO_SETUID_FIXUP
        | Bits::NO_SETUID_FIXUP_LOCKED
        | Bits::KEEP_CAPS_LOCKED
        | Bits::NO_CAP_AMBIENT_RAISE
        | Bits::NO_CAP_AMBIENT_RAISE_LOCKED
}
