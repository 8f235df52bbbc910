//! Layers (optional content, ISO 32000-2, 8.11): what of a page is seen on a screen when nobody has touched a switch.
//!
//! The interpreter knows which layers are on. What it leaves out is known here: expressions of several layers, what a
//! layer says of its use, and the layers of annotations.

use std::collections::BTreeSet;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, ObjectIdentifier,
};

use super::guide;

/// Layers of one document.
const LAYERS: usize = 20_000;
/// Expressions within expressions.
const DEPTH: u8 = 16;
/// Terms of one expression, all in all.
const TERMS: usize = 2_000;

type Id = (i32, i32);

/// The layers that are off.
#[derive(Default)]
pub(super) struct Layers {
    off: BTreeSet<Id>,
}

fn id(of: ObjectIdentifier) -> Id {
    (i32::try_from(of.obj_number).unwrap_or(-1), of.gen_number)
}

impl Layers {
    pub(super) fn of(pdf: &Pdf) -> Self {
        let mut layers = Self::default();
        let held = guide::root(pdf).and_then(|root| root.get::<Dict<'_>>(b"OCProperties"));
        let usual = held.as_ref().and_then(|held| held.get::<Dict<'_>>(b"D"));
        let (Some(held), Some(usual)) = (held, usual) else {
            return layers;
        };
        let listed = |dict: &Dict<'_>, key: &[u8]| -> Vec<ObjectIdentifier> {
            let all = dict.get::<Array<'_>>(key);
            let references = all.into_iter().flat_map(|all| all.raw_iter());
            let known = references.filter_map(|item| match item {
                MaybeRef::Ref(layer) => Some(layer.into()),
                MaybeRef::NotRef(_) => None,
            });
            known.take(LAYERS).collect()
        };
        let base = usual.get::<Name<'_>>(b"BaseState");
        if base.is_some_and(|base| base.as_ref() == b"OFF") {
            layers
                .off
                .extend(listed(&held, b"OCGs").into_iter().map(id));
        }
        for layer in listed(&usual, b"ON") {
            layers.off.remove(&id(layer));
        }
        layers
            .off
            .extend(listed(&usual, b"OFF").into_iter().map(id));
        // What a layer says of its use counts where the document says that it does.
        let rules = usual.get::<Array<'_>>(b"AS");
        for rule in rules
            .into_iter()
            .flat_map(|rules| rules.iter::<Dict<'_>>())
            .take(100)
        {
            let event = rule.get::<Name<'_>>(b"Event");
            let sorts = rule.get::<Array<'_>>(b"Category");
            let by_view = sorts.is_some_and(|sorts| {
                sorts
                    .iter::<Name<'_>>()
                    .any(|sort| sort.as_ref() == b"View")
            });
            if event.is_none_or(|event| event.as_ref() != b"View") || !by_view {
                continue;
            }
            for layer in listed(&rule, b"OCGs") {
                let state = pdf
                    .xref()
                    .get::<Dict<'_>>(layer)
                    .and_then(|layer| layer.get::<Dict<'_>>(b"Usage"))
                    .and_then(|usage| usage.get::<Dict<'_>>(b"View"))
                    .and_then(|view| view.get::<Name<'_>>(b"ViewState"));
                match state.as_ref().map(AsRef::<[u8]>::as_ref) {
                    Some(b"OFF") => layers.off.insert(id(layer)),
                    Some(b"ON") => layers.off.remove(&id(layer)),
                    _ => continue,
                };
            }
        }
        layers
    }

    /// True where an annotation's layer is on, or it has none.
    pub(super) fn shows(&self, annotation: &Dict<'_>) -> bool {
        annotation
            .get::<Dict<'_>>(b"OC")
            .is_none_or(|layer| self.is_on(&layer))
    }

    /// True where what belongs to a layer, or to several, is seen.
    pub(super) fn is_on(&self, layer: &Dict<'_>) -> bool {
        let sort = layer.get::<Name<'_>>(b"Type");
        if sort.is_none_or(|sort| sort.as_ref() != b"OCMD") {
            return layer
                .obj_id()
                .is_none_or(|layer| !self.off.contains(&id(layer)));
        }
        if let Some(expression) = layer.get::<Array<'_>>(b"VE") {
            let mut left = TERMS;
            if let Some(said) = self.says(&expression, 0, &mut left) {
                return said;
            }
        }
        let members: Vec<bool> = match layer.get::<Object<'_>>(b"OCGs") {
            Some(Object::Dict(one)) => vec![self.is_on_alone(&one)],
            Some(Object::Array(all)) => all
                .iter::<Dict<'_>>()
                .take(TERMS)
                .map(|one| self.is_on_alone(&one))
                .collect(),
            _ => Vec::new(),
        };
        if members.is_empty() {
            return true;
        }
        let policy = layer.get::<Name<'_>>(b"P");
        match policy.as_ref().map(AsRef::<[u8]>::as_ref) {
            Some(b"AllOn") => members.iter().all(|on| *on),
            Some(b"AnyOff") => members.iter().any(|on| !on),
            Some(b"AllOff") => members.iter().all(|on| !on),
            _ => members.iter().any(|on| *on),
        }
    }

    fn is_on_alone(&self, layer: &Dict<'_>) -> bool {
        layer
            .obj_id()
            .is_none_or(|layer| !self.off.contains(&id(layer)))
    }

    /// What an expression comes to; none where it makes no sense.
    fn says(&self, expression: &Array<'_>, depth: u8, left: &mut usize) -> Option<bool> {
        if depth > DEPTH {
            return None;
        }
        let mut parts = expression.iter::<Object<'_>>();
        let Some(Object::Name(how)) = parts.next() else {
            return None;
        };
        let mut terms = Vec::new();
        for part in parts {
            *left = left.checked_sub(1)?;
            terms.push(match part {
                Object::Dict(layer) => self.is_on_alone(&layer),
                Object::Array(inner) => self.says(&inner, depth.saturating_add(1), left)?,
                _ => return None,
            });
        }
        match how.as_ref() {
            b"And" => Some(terms.iter().all(|term| *term)),
            b"Or" => Some(terms.iter().any(|term| *term)),
            b"Not" => terms.first().map(|term| !term),
            _ => None,
        }
    }
}
