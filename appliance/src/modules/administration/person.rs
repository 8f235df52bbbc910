//! One person: what they hold, which roles they have and through what, whether they are let in; and what an
//! administrator may do about it.

use super::facts;
use super::page::{Choice, GrantLine, PersonPage, PostLine};
use super::said::Said;
use super::tabs::{Room, Tabs, opens};
use crate::cx::Cx;
use crate::modules::mail;
use crate::modules::photo::Faces;
use crate::org::{
    self, Bearer, Borne, Deed, Give, Held, Oversight, PostId, Restore, Role, StaffId, Suspend,
    Take, UnitId,
};
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use sekisho_platform::store::View;

/// The address of somebody's page.
pub(super) fn address(staff: StaffId) -> String {
    format!("/admin/people/{}", staff.uuid())
}

/// The page; `told` is what came of the last deed.
pub(super) fn page(
    tx: &View<'_>,
    cx: &Cx,
    staff: StaffId,
    told: &str,
) -> Result<PersonPage, Failure> {
    let oversight = org::may_oversee(cx, tx)?;
    let said = Said::on(tx, cx, cx.today())?;
    let one = org::counted(tx, cx.town, staff)?.ok_or(Failure::NotFound)?;
    if !oversight.reaches(tx, staff)? {
        return Err(Failure::NotFound);
    }
    let words = said.words;
    let held = org::held_on(tx, cx.town, staff, said.day)?;
    let roles = org::roles_were(tx, said.who(staff))?;
    let mut grants = Vec::new();
    for borne in roles.all() {
        grants.push(grant(&said, staff, borne)?);
    }
    let mut posts = Vec::new();
    for (_, row) in org::appointments_of(tx, cx.town, staff)? {
        let now = row.period.holds_on(said.day);
        posts.push(PostLine {
            told: [words.tenure(row.tenure), &said.post(row.post)?].concat(),
            period: said.period(&row.period),
            now,
            coming: row.period.from() > said.day,
        });
    }
    // What is held now first, then what comes, then what was, the latest first.
    posts.reverse();
    posts.sort_by_key(|post| (!post.now, !post.coming));
    let state = super::people::state(words, &one, said.day);
    let here = address(staff);
    let waiting = mail::waiting(tx, cx)?;
    let name = one.staff.name.as_str().to_owned();
    let who = cx.who();
    let may = |deed: &dyn Fn() -> Result<(), org::Denied>| opens(deed());
    Ok(PersonPage {
        frame: Frame::new(cx, Module::Administration, waiting, name.clone(), &here),
        tabs: Tabs::of(tx, cx, Room::People)?,
        words,
        rights: super::text::rights(cx.language()),
        state,
        yomi: one.staff.yomi.as_str().to_owned(),
        login: one.staff.login.as_str().to_owned(),
        address: one.staff.address.as_str().to_owned(),
        phone: one.staff.phone.clone(),
        employment: words.employment(one.staff.employment),
        initial: name.chars().next().map(String::from).unwrap_or_default(),
        face: if state.code.is_empty() {
            Faces::of(tx, cx)?.href(tx, staff)?
        } else {
            None
        },
        photo: opens(org::administers(tx, who))?.then(|| format!("/photo/{}/edit", staff.uuid())),
        told: words.told(told),
        may_suspend: may(&|| Suspend { staff }.because(tx, who).map(drop))?,
        may_restore: may(&|| Restore { staff }.because(tx, who).map(drop))?,
        facts: opens(org::administers(tx, who).map(drop))?
            .then(|| (facts::address(staff), facts::words(cx.language()).open)),
        roles: offered(&said, &oversight, staff)?,
        units: units(&said, &oversight),
        bearers: bearers(&said, staff, &held)?,
        today: said.day.to_string(),
        name,
        posts,
        grants,
        here,
    })
}

/// Whether somebody may do it, which the page asks as the deed itself does.
fn grant(said: &Said<'_>, staff: StaffId, borne: &Borne) -> Result<GrantLine, Failure> {
    let take = Take { grant: borne.id };
    let through = match &borne.through {
        Some(held) => Some(said.held(held)?),
        None => None,
    };
    Ok(GrantLine {
        id: borne.id.uuid().to_string(),
        role: said.role(borne.grant.role)?,
        through,
        period: said.period(&borne.grant.period),
        may_take: opens(take.because(said.tx, said.cx.who()))? && staff != said.cx.staff,
    })
}

/// The roles that this administrator may give to this person.
fn offered(said: &Said<'_>, oversight: &Oversight, staff: StaffId) -> Result<Vec<Choice>, Failure> {
    let mut units = units_of(said, oversight).into_iter();
    let unit = units.next().map(Role::Unit);
    let all = [
        unit,
        Some(Role::Organisation),
        Some(Role::Security),
        Some(Role::Auditor),
        Some(Role::System),
    ];
    let mut out = Vec::new();
    for role in all.into_iter().flatten() {
        let give = Give {
            role,
            bearer: Bearer::Staff(staff),
            last: None,
        };
        if opens(give.because(said.tx, said.cx.who()))? {
            out.push(Choice {
                value: role.code().to_owned(),
                told: said.words.role(role).to_owned(),
            });
        }
    }
    Ok(out)
}

fn units_of(said: &Said<'_>, oversight: &Oversight) -> Vec<UnitId> {
    let nodes = said.tree.nodes().iter();
    let ours = nodes.filter(|node| oversight.of_unit(node.id).is_ok());
    ours.map(|node| node.id).collect()
}

fn units(said: &Said<'_>, oversight: &Oversight) -> Vec<Choice> {
    let ours = units_of(said, oversight).into_iter();
    let ours = ours.filter_map(|unit| said.tree.node(unit));
    ours.map(|node| Choice {
        value: node.id.uuid().to_string(),
        told: node.path.clone(),
    })
    .collect()
}

/// The person, and the posts that they hold: a role of the post is the successor's too.
fn bearers(said: &Said<'_>, staff: StaffId, held: &[Held]) -> Result<Vec<Choice>, Failure> {
    let mut out = vec![Choice {
        value: "person".to_owned(),
        told: said.words.bearer_person.to_owned(),
    }];
    let _ = staff;
    for held in held {
        out.push(Choice {
            value: held.id.uuid().to_string(),
            told: said.words.bearer_post(&said.held(held)?),
        });
    }
    Ok(out)
}

/// Reads what a form says of whom a role is for.
pub(super) fn bearer(staff: StaffId, value: &str) -> Option<Bearer> {
    match value {
        "person" => Some(Bearer::Staff(staff)),
        post => {
            let post = uuid::Uuid::try_parse(post).ok()?;
            Some(Bearer::Post(PostId::new(post)))
        }
    }
}
