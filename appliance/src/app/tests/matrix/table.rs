//! The table, read.

use super::towns::{ROLES, Side, Towns};

/// A line: what is asked for, and what comes of it.
#[derive(Debug)]
pub(super) struct Line {
    pub number: usize,
    pub method: String,
    /// With its names.
    pub address: String,
    pub form: String,
    /// Whether the form is sent as files are.
    pub upload: bool,
    /// One for each role.
    pub own: Vec<String>,
    /// For names of the other town; none where no name stands in the line.
    pub other: Option<String>,
}

/// All lines of the table.
pub(super) fn lines() -> Vec<Line> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/app/tests/matrix/table.txt"
    );
    let text = std::fs::read_to_string(path).expect("the table");
    let text = text.lines().enumerate();
    let text = text.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    text.map(|(number, line)| read(number + 1, line)).collect()
}

fn read(number: usize, line: &str) -> Line {
    let mut parts = line.split(" > ").map(str::trim);
    let asked = parts.next().expect("what is asked");
    let own = parts
        .next()
        .unwrap_or_else(|| panic!("line {number}: outcomes"));
    let other = parts
        .next()
        .unwrap_or_else(|| panic!("line {number}: the other town"));
    let mut words = asked.splitn(3, ' ');
    let method = words.next().expect("a method").to_owned();
    let address = words.next().expect("an address").to_owned();
    let form = words.next().unwrap_or_default();
    let own: Vec<String> = own.split_whitespace().map(str::to_owned).collect();
    assert_eq!(own.len(), ROLES.len(), "line {number}: one for each role");
    let out = Line {
        number,
        method,
        address,
        upload: form.starts_with('+'),
        form: form.trim_start_matches('+').to_owned(),
        own,
        other: (other != "-").then(|| other.to_owned()),
    };
    let names = [&out.address, &out.form]
        .iter()
        .any(|text| text.replace("{!", "").contains('{'));
    assert_eq!(
        names,
        out.other.is_some(),
        "line {number}: says what becomes of the other town's names where there are any"
    );
    assert!(
        !out.other.as_ref().is_some_and(|other| other.ends_with('!')),
        "line {number}: nothing is ever written for the other town"
    );
    out
}

impl Line {
    /// The address and the form as somebody asks them about a town.
    pub(super) fn filled(&self, towns: &Towns, side: Side, role: &str) -> (String, String) {
        let fill = |text: &str| {
            let mut out = String::new();
            let mut rest = text;
            while let Some((before, after)) = rest.split_once('{') {
                let (name, after) = after.split_once('}').expect("a name");
                out.push_str(before);
                let value = match name.strip_prefix('!') {
                    Some(name) => towns.name(Side::Other, role, name),
                    None => towns.name(side, role, name),
                };
                out.push_str(value);
                rest = after;
            }
            out.push_str(rest);
            out
        };
        (fill(&self.address), fill(&self.form))
    }
}
