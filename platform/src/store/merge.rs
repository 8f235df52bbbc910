//! Reading through layers: what a transaction wrote itself lies over what its group wrote, which lies over what
//! is committed. The uppermost layer that knows a key decides.

use std::iter::Peekable;

use super::engine::{Batch, Direction, Pairs, Span};
use crate::store::StoreError;

type Written = (Vec<u8>, Option<Vec<u8>>);
type Layer<'a> = Peekable<Box<dyn Iterator<Item = Result<Written, StoreError>> + 'a>>;

/// The pairs within `span` as seen from above `layers` (uppermost first) laid over `base`.
pub(super) fn merged<'a>(
    layers: impl Iterator<Item = &'a Batch>,
    base: Pairs<'a>,
    span: &Span,
    direction: Direction,
) -> Pairs<'a> {
    let mut stack: Vec<Layer<'a>> = layers
        .filter_map(|batch| layer(batch, span, direction))
        .collect();
    if stack.is_empty() {
        return base;
    }
    let base = base.map(|pair| pair.map(|(key, value)| (key, Some(value))));
    let base: Box<dyn Iterator<Item = Result<Written, StoreError>> + 'a> = Box::new(base);
    stack.push(base.peekable());
    Box::new(Merge {
        layers: stack,
        direction,
    })
}

fn layer<'a>(batch: &'a Batch, span: &Span, direction: Direction) -> Option<Layer<'a>> {
    if span.is_empty() {
        return None;
    }
    let mut range = batch.range(span.start.clone()..span.end.clone());
    range.clone().next()?;
    let walk: Box<dyn Iterator<Item = Result<Written, StoreError>> + 'a> = match direction {
        Direction::Up => Box::new(range.map(|(key, value)| Ok((key.clone(), value.clone())))),
        Direction::Down => Box::new(std::iter::from_fn(move || {
            range
                .next_back()
                .map(|(key, value)| Ok((key.clone(), value.clone())))
        })),
    };
    Some(walk.peekable())
}

struct Merge<'a> {
    layers: Vec<Layer<'a>>,
    direction: Direction,
}

impl Merge<'_> {
    /// The key that comes next in any layer, or the failure of one.
    fn next_key(&mut self) -> Option<Result<Vec<u8>, StoreError>> {
        let mut best: Option<&Vec<u8>> = None;
        for layer in &mut self.layers {
            match layer.peek() {
                None => {}
                Some(Err(error)) => return Some(Err(error.clone())),
                Some(Ok((key, _))) => {
                    let nearer = best.is_none_or(|found| match self.direction {
                        Direction::Up => key < found,
                        Direction::Down => key > found,
                    });
                    if nearer {
                        best = Some(key);
                    }
                }
            }
        }
        best.cloned().map(Ok)
    }
}

impl Iterator for Merge<'_> {
    type Item = Result<(Vec<u8>, Vec<u8>), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let key = match self.next_key()? {
                Ok(key) => key,
                Err(error) => {
                    self.layers.clear();
                    return Some(Err(error));
                }
            };
            let mut decided: Option<Option<Vec<u8>>> = None;
            for layer in &mut self.layers {
                let here = layer.next_if(|item| matches!(item, Ok((found, _)) if *found == key));
                if let Some(Ok((_, value))) = here
                    && decided.is_none()
                {
                    decided = Some(value);
                }
            }
            if let Some(Some(value)) = decided {
                return Some(Ok((key, value)));
            }
        }
    }
}
