//! Where people of the demo town often go. Nothing answers at these addresses: the names are reserved for examples.

use super::model::{Draft, LinkId};
use super::service::links_of;
use super::table::{LinkRow, Links};
use crate::modules::portal::demo::DemoError;
use crate::modules::portal::model::Audience;
use crate::org::Town;
use sekisho_platform::id::Ids;
use sekisho_platform::store::Update;

const LINES: [(&str, &str, &str); 5] = [
    (
        "文書管理・電子決裁",
        "https://bunsho.yamabiko.example/",
        "庁内のシステム",
    ),
    (
        "庶務事務",
        "https://shomu.yamabiko.example/",
        "庁内のシステム",
    ),
    (
        "財務会計",
        "https://zaimu.yamabiko.example/",
        "庁内のシステム",
    ),
    ("例規集", "https://reiki.yamabiko.example/", "調べる"),
    ("統合型GIS", "https://gis.yamabiko.example/", "調べる"),
];

/// Puts them on everybody's portal; answers false, and does nothing, where links stand there already.
pub(in crate::modules::portal) fn demo(
    tx: &mut Update<'_>,
    ids: &dyn Ids,
    town: Town,
) -> Result<bool, DemoError> {
    if !links_of(tx, town, Audience::Everybody)?.is_empty() {
        return Ok(false);
    }
    for (order, (title, address, group)) in (10..).step_by(10).zip(LINES) {
        let row = LinkRow {
            audience: Audience::Everybody,
            draft: Draft::new(title, address, group)?,
            order,
        };
        tx.put::<Links>(&(town.organisation(), LinkId::new(ids.uuid())), &row)?;
    }
    Ok(true)
}
