//! The numbers of other systems on the portal: a tile each.

use super::model::ExternalId;
use super::service;
use super::show::as_of;
use super::table::ExternalRow;
use crate::cx::Cx;
use crate::modules::portal::{Face, Home, Number, Tile};
use crate::text::Language;
use crate::web::Failure;
use sekisho_platform::store::View;

/// One of them.
struct ExternalNumber {
    key: String,
    id: ExternalId,
    row: ExternalRow,
}

/// Those of the organisation of whoever looks.
pub(in crate::modules::portal) fn tiles(
    tx: &View<'_>,
    cx: &Cx,
) -> Result<Vec<Box<dyn Tile>>, Failure> {
    let rows = service::externals_of(tx, cx.town)?.into_iter();
    let tiles = rows.map(|(id, row)| -> Box<dyn Tile> {
        Box::new(ExternalNumber {
            key: format!("external-{}", id.uuid().simple()),
            id,
            row,
        })
    });
    Ok(tiles.collect())
}

impl Tile for ExternalNumber {
    fn key(&self) -> &str {
        &self.key
    }

    fn word(&self, _: Language) -> &str {
        self.row.draft.name()
    }

    fn home(&self) -> Home {
        Home::Band
    }

    fn face(&self, tx: &View<'_>, cx: &Cx) -> Result<Face, Failure> {
        let draft = &self.row.draft;
        let told = service::count_of(tx, cx.town, self.id, cx.staff)?;
        let old = cx.micros().saturating_sub(draft.stale_micros());
        let stale = told.is_some_and(|told| told.as_of < old);
        Ok(Face::Number(Number {
            href: draft.address().as_str().to_owned(),
            count: told.map(|told| u64::from(told.count)),
            hint: told.map_or_else(String::new, |told| as_of(cx, told.as_of, stale)),
            waits: told.is_some_and(|told| told.count > 0) && !stale,
            stale,
            foreign: draft.address().is_foreign(),
        }))
    }
}
