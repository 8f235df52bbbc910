//! 職員録 as a file: one row for each post somebody holds, so that a reader can sort and count by unit.

use super::service::{self, Wanted};
use super::text::DirectoryText;
use crate::cx::Cx;
use crate::org::{OnDay, OrgError, Rosters};
use crate::sheet::{Rows, Sheet};
use sekisho_platform::store::View;

/// The table of who stands in the directory.
pub(super) fn sheet(
    tx: &View<'_>,
    rosters: &Rosters,
    cx: &Cx,
    on: &OnDay,
    wanted: &Wanted,
    words: &DirectoryText,
) -> Result<Sheet, OrgError> {
    let mut rows = Rows::default();
    for (id, under) in service::order(tx, rosters, cx, on, wanted)? {
        let Some(entry) = on.entry(tx, id)? else {
            continue;
        };
        let mut row = |how: &str, unit: &str, title: &str| {
            rows.push([
                entry.staff.name.as_str(),
                entry.staff.yomi.as_str(),
                unit,
                title,
                how,
                &entry.staff.phone,
                entry.staff.address.as_str(),
                entry.staff.login.as_str(),
            ]);
        };
        if entry.posts.is_empty() {
            row("", "", "");
        }
        for post in entry.posts_under(under) {
            row(words.tenure_whole(post.tenure), &post.path, &post.title);
        }
    }
    Ok(Sheet {
        name: words.title.to_owned(),
        head: words.columns.map(str::to_owned).to_vec(),
        rows,
    })
}
