//! A file of units against the town of a day: a pure function. A unit that is not in the file is left alone.

use super::super::model::{Act, Column};
use super::super::read::{bare, line_of};
use super::super::town::{Known, Names, Place};
use super::super::write::{self, Cells};
use crate::org::UnitId;
use crate::sheet::as_cp932;
use std::collections::HashMap;

/// The words over the columns of a file: 所属, 名前, 上の所属, 廃止.
pub(super) const HEAD: [&str; 4] = ["所属", "名前", "上の所属", "廃止"];

/// What stands for no unit above, in a list of 人事異動.
const TOP: &str = "いちばん上";

/// What is wrong with a row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// The file has no such column.
    NoColumn,
    /// The file has no row.
    NoRow,
    /// Bytes that are neither UTF-8 nor CP932.
    Bytes,
    /// No unit of this name on the day.
    NoUnit(String),
    /// More than one unit of this name.
    ManyUnits(String),
    /// A unit without a name.
    NoName,
    /// Another row is about the same unit: its line.
    Twice(u64),
    /// Something else than the sign of closing.
    NoSign(String),
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    /// The line, the head being 1.
    pub line: u64,
    /// The word over the column.
    pub column: &'static str,
    /// What.
    pub wrong: Wrong,
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Report {
    /// What keeps it from becoming a list.
    pub findings: Vec<Finding>,
    /// The rows of the list, a cell for each of its columns.
    pub rows: Vec<Cells>,
    /// How many units stay as they are.
    pub same: usize,
}

/// The tree as rows of a file.
pub(super) fn rows(known: &Known) -> Vec<Vec<String>> {
    let places = known.places();
    let paths = paths(&places);
    let path = |id: &UnitId| paths.get(id).cloned().unwrap_or_default();
    let row = |place: &Place| {
        let above = place.parent.as_ref().map(path).unwrap_or_default();
        vec![path(&place.id), place.name.clone(), above, String::new()]
    };
    let mut out: Vec<_> = places.iter().map(row).collect();
    let order: HashMap<String, usize> = (0..)
        .zip(&places)
        .map(|(number, place)| (path(&place.id), number))
        .collect();
    // What stands below a unit follows it.
    out.sort_by_cached_key(|row| {
        let path = row.first().map_or("", String::as_str);
        let ends = path.match_indices('/').map(|(end, _)| end);
        let above = ends.chain([path.len()]).filter_map(|end| path.get(..end));
        above
            .map(|above| order.get(above).copied().unwrap_or(usize::MAX))
            .collect::<Vec<_>>()
    });
    out
}

/// Compares a file with the town. `cp932` is whether the file came in that encoding, which lacks letters.
pub(super) fn compare(known: &Known, text: &str, cp932: bool) -> Report {
    let mut out = Report::default();
    let mut wrong = |line: u64, column: &'static str, wrong: Wrong| {
        out.findings.push(Finding {
            line,
            column,
            wrong,
        });
    };
    let [unit_word, name_word, above_word, closes_word] = HEAD;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let head = records.next().and_then(Result::ok).unwrap_or_default();
    let place = |word: &str| head.iter().position(|cell| cell.trim() == word);
    for word in [unit_word, name_word, above_word] {
        if place(word).is_none() {
            wrong(1, word, Wrong::NoColumn);
        }
    }
    if !out.findings.is_empty() {
        return out;
    }
    let at = HEAD.map(place);
    let places = known.places();
    let by_id: HashMap<UnitId, &Place> = places.iter().map(|place| (place.id, place)).collect();
    let (names, paths) = (Names::of(&places), paths(&places));
    let said =
        |stands: &str, cell: &str| stands == cell || (cp932 && as_cp932(stands) == as_cp932(cell));
    let mut seen: HashMap<UnitId, u64> = HashMap::new();
    let mut any = false;
    let (mut opens, mut others, mut closes) = (Vec::new(), Vec::new(), Vec::new());
    for record in records {
        let Ok(record) = record else { continue };
        let line = record.position().map_or(0, |place| line_of(text, place));
        let cell = |column: Option<usize>| {
            let cell = column.and_then(|column| record.get(column)).unwrap_or("");
            bare(cell.trim()).replace('／', "/")
        };
        let [unit, name, above, sign] = at.map(cell);
        if [&unit, &name, &above, &sign]
            .iter()
            .all(|cell| cell.is_empty())
        {
            continue;
        }
        any = true;
        let mut wrong = |column: &'static str, wrong: Wrong| {
            out.findings.push(Finding {
                line,
                column,
                wrong,
            });
        };
        for (word, cell) in HEAD.into_iter().zip([&unit, &name, &above, &sign]) {
            if cell.contains('\u{FFFD}') {
                wrong(word, Wrong::Bytes);
            }
        }
        if unit.is_empty() {
            if name.is_empty() {
                wrong(name_word, Wrong::NoName);
                continue;
            }
            let path = if above.is_empty() {
                name.clone()
            } else {
                [above.as_str(), name.as_str()].join("/")
            };
            opens.push(write::row(Act::Open, &[(Column::Unit, &path)]));
            continue;
        }
        let of_the_file = |id: &UnitId| paths.get(id).is_some_and(|path| said(path, &unit));
        let mut found = names.find(&unit).to_vec();
        if found.is_empty() {
            found = places
                .iter()
                .map(|place| place.id)
                .filter(of_the_file)
                .collect();
        }
        let id = match found.as_slice() {
            [one] => *one,
            [] => {
                wrong(unit_word, Wrong::NoUnit(unit));
                continue;
            }
            _ => {
                wrong(unit_word, Wrong::ManyUnits(unit));
                continue;
            }
        };
        if let Some(first) = seen.insert(id, line) {
            wrong(unit_word, Wrong::Twice(first));
            continue;
        }
        let Some(stands) = by_id.get(&id) else {
            continue;
        };
        let path = paths.get(&id).cloned().unwrap_or_default();
        match sign.as_str() {
            "" => {}
            // The circle has several letters, and spreadsheets write others.
            "○" | "◯" | "〇" | "1" => {
                closes.push((
                    path.matches('/').count(),
                    write::row(Act::Close, &[(Column::Unit, &path)]),
                ));
                continue;
            }
            _ => {
                wrong(closes_word, Wrong::NoSign(sign));
                continue;
            }
        }
        if name.is_empty() {
            wrong(name_word, Wrong::NoName);
            continue;
        }
        let former = stands.parent.and_then(|parent| paths.get(&parent));
        let former = former.map_or("", String::as_str);
        let (renamed, placed) = (!said(&stands.name, &name), !said(former, &above));
        if renamed {
            others.push(write::row(
                Act::Rename,
                &[(Column::Unit, &path), (Column::NewName, &name)],
            ));
        }
        if placed {
            let above = if above.is_empty() {
                TOP
            } else {
                above.as_str()
            };
            others.push(write::row(
                Act::Place,
                &[(Column::Unit, &path), (Column::Above, above)],
            ));
        }
        if !renamed && !placed {
            out.same = out.same.saturating_add(1);
        }
    }
    if !any {
        out.findings.push(Finding {
            line: 1,
            column: unit_word,
            wrong: Wrong::NoRow,
        });
    }
    // What opens comes first, so that something may be moved below it; of what closes, the deepest first.
    closes.sort_by_key(|(depth, _)| std::cmp::Reverse(*depth));
    out.rows = opens;
    out.rows.append(&mut others);
    out.rows.extend(closes.into_iter().map(|(_, row)| row));
    out
}

/// 総務課/総務係, from the top.
fn paths(places: &[Place]) -> HashMap<UnitId, String> {
    let by_id: HashMap<UnitId, &Place> = places.iter().map(|place| (place.id, place)).collect();
    let path = |place: &Place| {
        let mut names = vec![place.name.as_str()];
        let mut above = place.parent;
        // No tree is deeper; a ring ends here.
        while let Some(next) = above
            .and_then(|id| by_id.get(&id))
            .filter(|_| names.len() < 12)
        {
            names.push(next.name.as_str());
            above = next.parent;
        }
        names.reverse();
        names.join("/")
    };
    places.iter().map(|place| (place.id, path(place))).collect()
}
