//! 概要: how many there are, who administers, and where to go on.

use super::page::{HomePage, Tile, WardenLine};
use super::said::Said;
use super::tabs::{Room, Tabs};
use super::{person, second, service};
use crate::cx::Cx;
use crate::modules::mail;
use crate::org::{self, Bearer, Role};
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use sekisho_platform::store::View;

/// The page.
pub(super) fn page(tx: &View<'_>, cx: &Cx) -> Result<HomePage, Failure> {
    let oversight = org::may_oversee(cx, tx)?;
    let said = Said::on(tx, cx, cx.today())?;
    let words = said.words;
    let counts = service::counts(tx, &oversight, cx.town, said.day)?;
    let tile = |href: &str, word, count: usize| Tile {
        href: href.to_owned(),
        word,
        count,
        waits: false,
    };
    let mut tiles = vec![
        tile("/admin/people", words.people, counts.people),
        tile(
            "/admin/people?state=suspended",
            words.suspended,
            counts.suspended,
        ),
    ];
    if oversight.whole().is_some() {
        tiles.push(tile("/admin/units", words.units, counts.units));
        let count = second::waiting(tx, cx)?;
        tiles.push(Tile {
            waits: count > 0,
            ..tile(second::HERE, words.second_waiting, count)
        });
    }
    let waiting = mail::waiting(tx, cx)?;
    let title = words.home_title.to_owned();
    Ok(HomePage {
        frame: Frame::new(cx, Module::Administration, waiting, title, "/admin"),
        tabs: Tabs::of(tx, cx, Room::Home)?,
        words,
        lead: words.lead(&cx.organisation_name),
        wardens: wardens(&said, oversight.whole().is_some())?,
        tiles,
    })
}

/// Everybody who has a role today, the widest first; for the administrator of units, of their units alone.
fn wardens(said: &Said<'_>, whole: bool) -> Result<Vec<WardenLine>, Failure> {
    let (tx, town, day) = (said.tx, said.cx.town, said.day);
    let oversight = org::may_oversee(said.cx, tx)?;
    let mut grants = org::grants_on(tx, town, day)?;
    grants.sort_by_key(|(id, grant)| (grant.role, *id));
    let mut out = Vec::new();
    for (_, grant) in grants {
        let ours = match grant.role {
            Role::Unit(unit) => oversight.of_unit(unit).is_ok(),
            _ => whole,
        };
        if !ours {
            continue;
        }
        let (people, through) = match grant.bearer {
            Bearer::Staff(staff) => (vec![staff], None),
            Bearer::Post(post) => {
                let holders = org::holders_on(tx, town, post, day)?.into_iter();
                let holders = holders.map(|(staff, _)| staff).collect();
                (holders, Some(said.post(post)?))
            }
        };
        let role = said.role(grant.role)?;
        let mut named = false;
        for staff in people {
            // Whether the role is theirs today is not this page's to say.
            let has = org::roles_on(tx, said.who(staff))?.has(grant.role);
            if has && oversight.reaches(tx, staff)? {
                named = true;
                out.push(WardenLine {
                    role: role.clone(),
                    href: person::address(staff),
                    name: said.person(staff)?,
                    through: through.clone(),
                });
            }
        }
        if !named {
            out.push(WardenLine {
                role,
                href: String::new(),
                name: said.words.nobody_now.to_owned(),
                through,
            });
        }
    }
    Ok(out)
}
