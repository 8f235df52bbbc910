//! Complex fields of Word: marks gathered over runs and paragraphs, kept where the instruction is inert.

use sekisho_ir::package::field_is_inert;
use sekisho_ir::{Code, Findings};

use super::link::{Told, of_field};

/// The fields open at one place.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
}

#[derive(Debug)]
struct Field {
    /// Where its marks and instruction stand in the output.
    marks: Vec<(usize, usize)>,
    /// Text that stands in its instruction and is never shown.
    hidden: Vec<(usize, usize)>,
    instruction: String,
    shows: bool,
    /// What its result shows, as of a link.
    link: Told,
    /// Another field stands in its instruction.
    nests: bool,
}

/// What a mark did.
pub(super) enum Marked {
    /// Nothing to leave out yet.
    Open,
    /// These ranges are to be left out, and this was the link.
    Leave(Vec<(usize, usize)>, Told),
}

impl Fields {
    /// A field mark of this type stands at this range of the output.
    pub(super) fn mark(
        &mut self,
        kind: &str,
        at: (usize, usize),
        findings: &mut Findings,
        place: &str,
    ) -> Marked {
        match kind {
            "begin" => {
                for outer in self.open.iter_mut().filter(|field| !field.shows) {
                    outer.nests = true;
                }
                self.open.push(Field {
                    marks: vec![at],
                    hidden: Vec::new(),
                    instruction: String::new(),
                    shows: false,
                    link: Told::default(),
                    nests: self.open.len() >= 15,
                });
                Marked::Open
            }
            "separate" => match self.open.last_mut() {
                Some(field) if !field.shows => {
                    field.marks.push(at);
                    field.shows = true;
                    Marked::Open
                }
                _ => Marked::Leave(vec![at], Told::default()),
            },
            "end" => match self.open.pop() {
                Some(mut field) => {
                    field.marks.push(at);
                    self.judge(field, findings, place)
                }
                None => Marked::Leave(vec![at], Told::default()),
            },
            _ => Marked::Leave(vec![at], Told::default()),
        }
    }

    /// Instruction text stands at this range; false where no field waits for it.
    pub(super) fn instruction(&mut self, text: &str, at: (usize, usize)) -> bool {
        match self.open.last_mut() {
            Some(field)
                if !field.shows && field.instruction.len().saturating_add(text.len()) < 3_000 =>
            {
                field.instruction.push_str(text);
                field.marks.push(at);
                true
            }
            _ => false,
        }
    }

    /// Text stands at this range: where an instruction is open it is part of it and never shown.
    pub(super) fn shown(&mut self, at: (usize, usize), words: &str) {
        for field in self.open.iter_mut().filter(|field| field.shows) {
            field.link.shows(words);
        }
        if let Some(field) = self.open.iter_mut().rev().find(|field| !field.shows) {
            field.hidden.push(at);
        }
    }

    fn judge(&self, field: Field, findings: &mut Findings, place: &str) -> Marked {
        let within_instruction = self.open.iter().any(|outer| !outer.shows);
        if !field.nests && !within_instruction && field_is_inert(&field.instruction) {
            return Marked::Open;
        }
        tell(&field.instruction, findings, place);
        let mut link = field.link;
        link.address = of_field(&field.instruction).filter(|_| !within_instruction);
        let mut leave = field.marks;
        leave.extend(field.hidden);
        Marked::Leave(leave, link)
    }

    /// Forgets what stood behind `at`.
    pub(super) fn cut(&mut self, at: usize) {
        for field in &mut self.open {
            field.marks.retain(|(_, to)| *to <= at);
            field.hidden.retain(|(_, to)| *to <= at);
        }
        self.open.retain(|field| !field.marks.is_empty());
    }

    /// Marks of fields that never ended.
    pub(super) fn end(&mut self) -> Vec<(usize, usize)> {
        self.open
            .drain(..)
            .flat_map(|field| field.marks.into_iter().chain(field.hidden))
            .collect()
    }
}

/// Tells what kind of field was frozen.
pub(super) fn tell(instruction: &str, findings: &mut Findings, place: &str) {
    let word = instruction
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_uppercase();
    let code = match word.as_str() {
        "DDE" | "DDEAUTO" => Code::DdeRemoved,
        "HYPERLINK" => Code::LinkMadeText,
        "INCLUDEPICTURE" | "INCLUDETEXT" | "INCLUDE" | "LINK" | "IMPORT" | "RD" | "DATABASE" => {
            Code::ExternalLinkRemoved
        }
        "EMBED" => Code::EmbeddedObjectRemoved,
        "MACROBUTTON" => Code::ScriptRemoved,
        _ if instruction.to_uppercase().contains("DDE") => Code::DdeRemoved,
        _ => Code::FieldFrozen,
    };
    findings.add_at(code, 1, place);
}
