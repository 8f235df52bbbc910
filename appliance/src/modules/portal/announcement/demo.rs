//! What the demo town announces.

use super::model::{AnnouncementId, Draft};
use super::table::{Announcement, Announcements};
use crate::modules::portal::demo::{DemoError, Morning};
use crate::modules::portal::model::Audience;
use jiff::ToSpan;
use sekisho_platform::id::Ids;
use sekisho_platform::store::Update;

/// A heading, its text, for how many days from today, how many hours ago it was written, and whether it must be read.
struct Line(&'static str, &'static str, i32, i32, bool);

const LINES: [Line; 3] = [
    Line(
        "庁内ネットワークの停止（土曜 22時から24時まで）",
        "機器を入れ替えるため、庁内ネットワークが止まります。その間、メールと関所は使えません。\n\
         届くメールは失われず、停止の後に届きます。開いているファイルは21時45分までに保存してください。",
        9,
        2,
        true,
    ),
    Line(
        "総合防災訓練の参加報告",
        "訓練に参加した方は、人数と気づいた点を危機管理課までお知らせください。",
        12,
        20,
        false,
    ),
    Line(
        "年末調整の書類の締め切り",
        "扶養控除等申告書と保険料控除申告書は、総務課総務係へお出しください。",
        20,
        44,
        false,
    ),
];

/// Announces it to everybody.
pub(in crate::modules::portal) fn demo(
    tx: &mut Update<'_>,
    ids: &dyn Ids,
    morning: &Morning<'_>,
) -> Result<(), DemoError> {
    for Line(title, text, days, hours, must_read) in LINES {
        let until = morning.today.saturating_add(days.days());
        let since = morning.today.saturating_sub(2.days());
        let draft = Draft::new(title, text, (since, until), must_read)?;
        let at = morning.now - hours.hours();
        let row = Announcement {
            audience: Audience::Everybody,
            draft,
            by: morning.by,
            section: morning.section.to_owned(),
            at: u64::try_from(at.as_microsecond()).unwrap_or(0),
            off: false,
        };
        let key = (morning.town.organisation(), AnnouncementId::new(ids.uuid()));
        tx.put::<Announcements>(&key, &row)?;
    }
    Ok(())
}
