//! What people, posts, units and roles are called on a day, for the pages of this room.

use super::text::{self, AdministrationText};
use crate::cx::Cx;
use crate::org::{self, Bearer, Held, OrgError, Period, PostId, Role, StaffId, Tree, UnitId, Who};
use jiff::civil::Date;
use sekisho_platform::store::View;

/// The words of a day.
pub(super) struct Said<'a> {
    pub tx: &'a View<'a>,
    pub cx: &'a Cx,
    pub words: &'static AdministrationText,
    pub tree: Tree,
    pub day: Date,
}

impl<'a> Said<'a> {
    /// As things are called on a day.
    pub(super) fn on(tx: &'a View<'a>, cx: &'a Cx, day: Date) -> Result<Self, OrgError> {
        Ok(Self {
            tree: org::tree_on(tx, cx.town, day)?,
            words: text::words(cx.language()),
            tx,
            cx,
            day,
        })
    }

    /// Somebody's name; a word for somebody who is not of this town.
    pub(super) fn person(&self, staff: StaffId) -> Result<String, OrgError> {
        let row = org::staff_get(self.tx, self.cx.town, staff)?;
        Ok(row.map_or_else(
            || self.words.somebody.to_owned(),
            |row| row.name.as_str().to_owned(),
        ))
    }

    /// 総務課総務係.
    pub(super) fn unit(&self, unit: UnitId) -> Result<String, OrgError> {
        match self.tree.node(unit) {
            Some(node) => Ok(node.path.clone()),
            None => org::unit_path(self.tx, self.cx.town, unit, self.day),
        }
    }

    /// 総務課総務係 係長.
    pub(super) fn post(&self, post: PostId) -> Result<String, OrgError> {
        match org::post_get(self.tx, self.cx.town, post)? {
            Some(post) => {
                let unit = self.unit(post.unit)?;
                Ok(format!("{unit} {}", post.title.as_str()).trim().to_owned())
            }
            None => Ok(String::new()),
        }
    }

    /// 総務課総務係 係長 as somebody holds it.
    pub(super) fn held(&self, held: &Held) -> Result<String, OrgError> {
        let unit = self.unit(held.post.unit)?;
        let told = format!("{unit} {}", held.post.title.as_str());
        Ok([self.words.tenure(held.tenure), told.trim()].concat())
    }

    /// 所属管理者（総務課）.
    pub(super) fn role(&self, role: Role) -> Result<String, OrgError> {
        let word = self.words.role(role);
        Ok(match role {
            Role::Unit(unit) => self.words.role_of(word, &self.unit(unit)?),
            _ => word.to_owned(),
        })
    }

    /// Whoever bears a role: a name, or a post with whoever holds it on the day.
    pub(super) fn bearer(&self, bearer: Bearer) -> Result<String, OrgError> {
        match bearer {
            Bearer::Staff(staff) => self.person(staff),
            Bearer::Post(post) => self.post(post),
        }
    }

    /// 令和8年4月1日から令和9年3月31日まで.
    pub(super) fn period(&self, period: &Period) -> String {
        let calendar = self.cx.calendar();
        let last = period.last().map(|last| calendar.date(last));
        self.words
            .period(&calendar.date(period.from()), last.as_deref())
    }

    /// Somebody on the day.
    pub(super) fn who(&self, staff: StaffId) -> Who {
        Who {
            town: self.cx.town,
            staff,
            day: self.day,
        }
    }
}
