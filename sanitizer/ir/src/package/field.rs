//! Word fields: the few that count, name or point within the document, and a watch over how they are nested.

use crate::refusal::Refusal;

/// Fields that show something of the document itself. Whatever loads, links, asks or runs is not here.
const INERT: &[&str] = &[
    "=",
    "ADVANCE",
    "AUTHOR",
    "AUTONUM",
    "AUTONUMLGL",
    "AUTONUMOUT",
    "CREATEDATE",
    "DATE",
    "EDITTIME",
    "EQ",
    "FILENAME",
    "FORMCHECKBOX",
    "FORMDROPDOWN",
    "FORMTEXT",
    "INDEX",
    "LISTNUM",
    "NOTEREF",
    "NUMCHARS",
    "NUMPAGES",
    "NUMWORDS",
    "PAGE",
    "PAGEREF",
    "PRINTDATE",
    "REF",
    "REVNUM",
    "SAVEDATE",
    "SECTION",
    "SECTIONPAGES",
    "SEQ",
    "STYLEREF",
    "SUBJECT",
    "SYMBOL",
    "TC",
    "TIME",
    "TITLE",
    "TOC",
    "XE",
];

/// True where a field instruction neither reaches outside the document nor runs anything.
pub fn field_is_inert(instruction: &str) -> bool {
    let trimmed = instruction.trim();
    if trimmed.len() > 2_000 || trimmed.contains("\\\\") || trimmed.contains("://") {
        return false;
    }
    let end = trimmed
        .find(|c: char| c.is_whitespace() || c == '\\' || c == '"')
        .unwrap_or(trimmed.len());
    let (word, rest) = trimmed.split_at(end);
    let word = if word.starts_with('=') { "=" } else { word };
    let upper = word.to_uppercase();
    if upper == "HYPERLINK" {
        return leads_within(rest);
    }
    INERT.contains(&upper.as_str()) && !names_a_loader(trimmed)
}

/// `\l "bookmark"` and harmless switches, no address.
fn leads_within(arguments: &str) -> bool {
    let mut expects_value = false;
    let mut leads = false;
    for word in words(arguments) {
        if word.starts_with('\\') {
            expects_value = match word.to_lowercase().as_str() {
                "\\l" => {
                    leads = true;
                    true
                }
                "\\o" | "\\t" | "\\*" => true,
                "\\h" | "\\n" | "\\m" => false,
                _ => return false,
            };
        } else if expects_value {
            expects_value = false;
        } else {
            return false;
        }
    }
    leads
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' | '“' | '”' => {
                if quoted || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                quoted = !quoted;
            }
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn names_a_loader(text: &str) -> bool {
    text.to_uppercase()
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| {
            matches!(
                word,
                "DDE"
                    | "DDEAUTO"
                    | "INCLUDETEXT"
                    | "INCLUDEPICTURE"
                    | "INCLUDE"
                    | "LINK"
                    | "EMBED"
                    | "MACROBUTTON"
                    | "IMPORT"
                    | "DATABASE"
            )
        })
}

/// Follows the marks of complex fields through a part and refuses what is out of order.
#[derive(Debug, Default)]
pub struct FieldWatch {
    /// The instruction gathered so far of each open field; none once its result has begun.
    open: Vec<Option<String>>,
}

impl FieldWatch {
    /// A field mark of this type stands here.
    pub fn mark(&mut self, kind: &str) -> Result<(), Refusal> {
        match kind {
            "begin" => {
                if self.open.last().is_some_and(Option::is_some) || self.open.len() >= 16 {
                    return Err(Refusal::Inconsistent("a field within an instruction"));
                }
                self.open.push(Some(String::new()));
                Ok(())
            }
            "separate" => {
                let last = self
                    .open
                    .last_mut()
                    .ok_or(Refusal::Inconsistent("a field mark"))?;
                inert(last.take().ok_or(Refusal::Inconsistent("a field mark"))?)
            }
            "end" => {
                match self
                    .open
                    .pop()
                    .ok_or(Refusal::Inconsistent("a field mark"))?
                {
                    Some(instruction) => inert(instruction),
                    None => Ok(()),
                }
            }
            _ => Err(Refusal::Vocabulary("a field mark")),
        }
    }

    /// Instruction text stands here.
    pub fn instruction(&mut self, text: &str) -> Result<(), Refusal> {
        let gathered = self
            .open
            .last_mut()
            .and_then(Option::as_mut)
            .ok_or(Refusal::Inconsistent("a field instruction"))?;
        if gathered.len().saturating_add(text.len()) > 4_000 {
            return Err(Refusal::TooLarge("a field instruction"));
        }
        gathered.push_str(text);
        Ok(())
    }

    /// The part ends here.
    pub fn end(&self) -> Result<(), Refusal> {
        if self.open.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Inconsistent("an open field"))
        }
    }
}

fn inert(instruction: String) -> Result<(), Refusal> {
    if field_is_inert(&instruction) {
        Ok(())
    } else {
        Err(Refusal::Vocabulary("a field"))
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldWatch, field_is_inert};

    #[test]
    fn fields_about_the_document_stay_and_fields_that_load_go() {
        for kept in [
            " PAGE \\* MERGEFORMAT ",
            "TOC \\o \"1-3\" \\h \\z \\u",
            "HYPERLINK \\l \"_Toc123\"",
            "EQ \\* jc2 \\* \"Font:ＭＳ 明朝\" \\* hps10 \\o\\ad(\\s\\up 9(よしだ),𠮷田)",
            "=SUM(ABOVE)",
            "SEQ 図 \\* ARABIC",
        ] {
            assert!(field_is_inert(kept), "{kept}");
        }
        for gone in [
            "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k calc\"",
            " dde \"excel\" x",
            "QUOTE 68 68 69",
            "INCLUDETEXT \"http://x/\"",
            "INCLUDEPICTURE \"a.png\"",
            "HYPERLINK \"http://x/\"",
            "HYPERLINK \"file:x\" \\l \"a\"",
            "HYPERLINK \\\\server\\x",
            "MACROBUTTON run me",
            "IF 1 = 1 DDE",
            "PAGE DDEAUTO x",
            "",
        ] {
            assert!(!field_is_inert(gone), "{gone}");
        }
    }

    #[test]
    fn an_instruction_split_over_runs_is_read_as_one() {
        let mut watch = FieldWatch::default();
        watch.mark("begin").unwrap();
        watch.instruction("DD").unwrap();
        watch.instruction("E cmd").unwrap();
        assert!(watch.mark("separate").is_err());
        let mut watch = FieldWatch::default();
        assert!(watch.instruction("PAGE").is_err());
        watch.mark("begin").unwrap();
        assert!(
            watch.mark("begin").is_err(),
            "no field within an instruction"
        );
        assert!(watch.end().is_err());
    }
}
