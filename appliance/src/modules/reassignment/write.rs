//! A list of 人事異動 as it is written, for the readers of other files that make one.

use super::model::{Act, Column};

/// A row of a list: a cell for each column, in the order of the columns.
pub(super) type Cells = [String; 10];

/// A row that does something, with nothing where nothing is said.
pub(super) fn row(act: Act, cells: &[(Column, &str)]) -> Cells {
    Column::ALL.map(|(column, _)| {
        if column == Column::Act {
            return act.word().to_owned();
        }
        let found = cells.iter().find(|(of, _)| *of == column);
        found.map_or_else(String::new, |(_, text)| (*text).to_owned())
    })
}

/// The rows as a list.
pub(super) fn written(rows: &[Cells]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = Column::ALL.map(|(_, word)| word.to_owned());
    for row in std::iter::once(&head).chain(rows) {
        // Writing to memory cannot fail; a row that did would be missing from what somebody reads next.
        let _ = writer.write_record(row);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
