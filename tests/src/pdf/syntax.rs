//! Objects of a PDF as a tree, read from their usual spelling and spelt in unusual ways.

use std::fmt::Write;

/// A value (ISO 32000-2, 7.3).
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number, a keyword or a reference, as it is spelt.
    Word(String),
    /// A name without its stroke.
    Name(String),
    /// A string's bytes.
    Text(Vec<u8>),
    /// An array.
    List(Vec<Value>),
    /// A dictionary, in its order; keys may stand twice.
    Dict(Vec<(String, Value)>),
}

/// How names and strings are spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// As people would.
    Plain,
    /// Every second letter of a name by its number, strings in hexadecimal.
    Hex,
    /// The first letter of a name by its number, strings in octal with broken lines.
    Octal,
}

/// Reads one value.
///
/// # Panics
/// Where it is not spelt as a value.
pub fn read(source: &str) -> Value {
    let mut rest = source.trim_start();
    let value = value(&mut rest);
    assert!(rest.trim().is_empty(), "{rest:?} is left of {source:?}");
    value
}

/// Reads the inside of a dictionary.
///
/// # Panics
/// Where it is not spelt as one.
pub fn entries(source: &str) -> Vec<(String, Value)> {
    match read(&format!("<<{source}>>")) {
        Value::Dict(all) => all,
        other => panic!("{other:?}"),
    }
}

fn value(rest: &mut &str) -> Value {
    if let Some(after) = rest.strip_prefix("<<") {
        *rest = after.trim_start();
        let mut all = Vec::new();
        while !take(rest, ">>") {
            let Value::Name(key) = value(rest) else {
                panic!("no key before {rest:?}")
            };
            all.push((key, value(rest)));
        }
        return Value::Dict(all);
    }
    if take(rest, "[") {
        let mut all = Vec::new();
        while !take(rest, "]") {
            all.push(value(rest));
        }
        return Value::List(all);
    }
    if let Some(after) = rest.strip_prefix('/') {
        let end = after
            .find(|c: char| c.is_whitespace() || "/<>[]()".contains(c))
            .unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        *rest = after.trim_start();
        return Value::Name(name.to_owned());
    }
    if let Some(after) = rest.strip_prefix('(') {
        let mut open = 1;
        let end = after.find(|c| {
            open += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            open == 0
        });
        let end = end.expect("a string ends");
        let (text, after) = after.split_at(end);
        *rest = after[1..].trim_start();
        return Value::Text(text.bytes().collect());
    }
    if let Some(after) = rest.strip_prefix('<') {
        let (digits, after) = after.split_once('>').expect("a string ends");
        *rest = after.trim_start();
        let pairs = digits.as_bytes().as_chunks::<2>().0.iter();
        let bytes = pairs.map(|pair| {
            let pair = std::str::from_utf8(pair).expect("digits");
            u8::from_str_radix(pair, 16).expect("digits")
        });
        return Value::Text(bytes.collect());
    }
    let end = rest
        .find(|c: char| c.is_whitespace() || "/<>[]()".contains(c))
        .unwrap_or(rest.len());
    assert!(end > 0, "no value at {rest:?}");
    let (word, after) = rest.split_at(end);
    // A reference is three words.
    let parts: Vec<&str> = after.split_whitespace().take(2).collect();
    if word.bytes().all(|b| b.is_ascii_digit()) && parts.first() == Some(&"0") {
        let ahead = after.trim_start().trim_start_matches('0').trim_start();
        if let Some(end) = ahead.strip_prefix('R') {
            *rest = end.trim_start();
            return Value::Word(format!("{word} 0 R"));
        }
    }
    *rest = after.trim_start();
    Value::Word(word.to_owned())
}

fn take(rest: &mut &str, word: &str) -> bool {
    let Some(after) = rest.strip_prefix(word) else {
        return false;
    };
    *rest = after.trim_start();
    true
}

/// Spells a value; strings go through `seal` first.
pub fn spell(value: &Value, spelling: Spelling, seal: &dyn Fn(&[u8]) -> Vec<u8>) -> String {
    let mut out = String::new();
    say(value, spelling, seal, &mut out);
    out
}

fn say(value: &Value, spelling: Spelling, seal: &dyn Fn(&[u8]) -> Vec<u8>, out: &mut String) {
    match value {
        Value::Word(word) => {
            out.push(' ');
            out.push_str(word);
            out.push(' ');
        }
        Value::Name(word) => name(word, spelling, out),
        Value::Text(text) => string(&seal(text), spelling, out),
        Value::List(all) => {
            out.push('[');
            for one in all {
                say(one, spelling, seal, out);
            }
            out.push(']');
        }
        Value::Dict(all) => {
            out.push_str("<<");
            for (key, value) in all {
                name(key, spelling, out);
                say(value, spelling, seal, out);
            }
            out.push_str(">>");
        }
    }
}

fn name(word: &str, spelling: Spelling, out: &mut String) {
    out.push('/');
    for (place, letter) in word.char_indices() {
        let coded = match spelling {
            Spelling::Plain => false,
            Spelling::Hex => place % 2 == 1,
            Spelling::Octal => place == 0,
        };
        if coded && letter != '#' {
            let _ = write!(out, "#{:02x}", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
}

fn string(text: &[u8], spelling: Spelling, out: &mut String) {
    let readable = text.iter().all(|b| b.is_ascii_graphic() || *b == b' ');
    match spelling {
        Spelling::Plain if readable => {
            out.push('(');
            for byte in text {
                if b"()\\".contains(byte) {
                    out.push('\\');
                }
                out.push(char::from(*byte));
            }
            out.push(')');
        }
        Spelling::Octal => {
            out.push('(');
            for (place, byte) in text.iter().enumerate() {
                let _ = write!(out, "\\{byte:03o}");
                if place % 7 == 6 {
                    out.push_str("\\\n");
                }
            }
            out.push(')');
        }
        _ => {
            out.push('<');
            for (place, byte) in text.iter().enumerate() {
                let _ = write!(out, "{byte:02X}");
                if place % 5 == 4 {
                    out.push_str(" \n");
                }
            }
            out.push('>');
        }
    }
}
