//! Numbers and transforms of a drawing: compared by their bits, so that a description equals itself.

use serde::{Deserialize, Serialize};

/// A number as drawings have them. May be anything until the verifier has seen it.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
pub struct Number(f32);

impl Number {
    /// Zero.
    pub const ZERO: Self = Self(0.0);
    /// One.
    pub const ONE: Self = Self(1.0);

    /// Any number; a zero loses its sign.
    pub fn of(value: f32) -> Self {
        Self(if value == 0.0 { 0.0 } else { value })
    }

    /// What it is.
    pub const fn get(self) -> f32 {
        self.0
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Number {}

impl std::fmt::Debug for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// `x' = a·x + c·y + e`, `y' = b·x + d·y + f`, as in `matrix(a b c d e f)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transform(pub [Number; 6]);

impl Transform {
    /// The one that changes nothing.
    pub const IDENTITY: Self = Self([
        Number::ONE,
        Number::ZERO,
        Number::ZERO,
        Number::ONE,
        Number::ZERO,
        Number::ZERO,
    ]);

    /// True where it changes nothing.
    pub fn is_identity(&self) -> bool {
        *self == Self::IDENTITY
    }
}

impl Default for Transform {
    fn default() -> Self {
        Self::IDENTITY
    }
}
