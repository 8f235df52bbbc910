//! What may be uploaded at a place, and what comes of it. Whatever a place does not wish for is held.

use sekisho_ir::rules::{Animation, Pictures};
use sekisho_sanitizer::{Kind, Policy, Rules, Treatment};

/// What a place asks for.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// The kinds that are taken.
    takes: &'static [Kind],
    /// The kinds that come of them.
    gives: &'static [Kind],
    rules: Rules,
}

impl Wish {
    /// A still, square picture of at most so many pixels a side, as JPEG or PNG.
    pub(crate) fn square(edge: u32) -> Self {
        Self {
            takes: &[Kind::Jpeg, Kind::Png, Kind::Webp, Kind::Bmp],
            gives: &[Kind::Jpeg, Kind::Png],
            rules: Rules {
                animation: Animation::First,
                pictures: Pictures::Square(edge),
                ..Rules::default()
            },
        }
    }

    /// The kinds that are taken.
    pub(super) fn takes(&self) -> &'static [Kind] {
        self.takes
    }

    /// Whether this is what comes of it.
    pub(super) fn gives(&self, kind: Kind) -> bool {
        self.gives.contains(&kind)
    }

    /// The same as the sanitizer is told it.
    pub(super) fn policy(&self) -> Policy {
        let policy = Kind::ALL.iter().fold(Policy::default(), |policy, kind| {
            let treatment = if self.takes.contains(kind) {
                Treatment::Rebuild
            } else {
                Treatment::Hold
            };
            policy.with(*kind, treatment)
        });
        policy.with_documents(self.rules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_not_wished_for_is_held() {
        let policy = Wish::square(480).policy();
        for kind in Kind::ALL {
            let wanted = match kind {
                Kind::Jpeg | Kind::Png | Kind::Webp | Kind::Bmp => Treatment::Rebuild,
                _ => Treatment::Hold,
            };
            assert_eq!(policy.treatment(*kind), wanted, "{kind}");
        }
    }
}
