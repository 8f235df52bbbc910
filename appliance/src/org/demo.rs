//! やまびこ市: a town that does not exist, with forty staff in six units and the names that break careless programs.

use super::model::{
    Address, AppointmentId, GrantId, Invalid, LoginName, PersonName, PostId, StaffId, UnitId, Yomi,
};
use super::period::Period;
use super::post::{Appointment, Employment, Post, PostKind, Tenure, Title};
use super::role::{Bearer, Grant, Role};
use super::scope::Town;
use super::service::OrgError;
use super::service::posts::{appoint, post_like, posts_of};
use super::service::roles::role_grant;
use super::service::staff::{NewStaff, staff_add};
use super::service::units::{NewUnit, unit_create};
use jiff::civil::{Date, date};
use sekisho_platform::id::Ids;
use sekisho_platform::store::Update;

static TOWN: &str = include_str!("demo.tsv");

/// The town's name.
pub(crate) const NAME: &str = "やまびこ市";

/// When it began: no document of the town is older.
const BEGAN: Date = date(2006, 3, 27);

/// 職位 as they stand in a list, the highest first; whatever is not here stands behind.
const TITLES: [&str; 8] = [
    "課長",
    "課長補佐",
    "係長",
    "主査",
    "主任",
    "主事",
    "主事補",
    "会計年度任用職員",
];

/// The domain of its addresses.
pub(crate) const DOMAIN: &str = "yamabiko.example";
/// The log-in name of whoever announces things to everybody.
pub(crate) const ANNOUNCES: &str = "tanaka";

/// Who has kept their password since before the town let any age.
pub(crate) const KEEPS: &str = "ishii";

/// For how long, in seconds.
pub(crate) const KEPT: i64 = 1_000 * 24 * 60 * 60;

/// One line of the town's list, with its identity minted beforehand so that a transaction can be run again.
#[derive(Debug)]
pub(crate) enum Line {
    /// A unit.
    Unit {
        /// Its identity.
        id: UnitId,
        /// Its name in the list.
        key: &'static str,
        /// The unit above, by its name in the list.
        parent: &'static str,
        /// Its name on screen.
        name: &'static str,
    },
    /// A person.
    Staff {
        /// Their identity.
        id: StaffId,
        /// What they log in with.
        login: LoginName,
        /// Their name.
        name: PersonName,
        /// よみ.
        yomi: Yomi,
        /// Their unit, by its name in the list.
        unit: &'static str,
        /// Their title.
        title: &'static str,
        /// While they hold it.
        period: Period,
        /// The identity of their appointment, and of the post where it is the first of its title.
        appointment: (AppointmentId, PostId),
        /// Extension.
        phone: &'static str,
        /// Their address.
        address: Address,
    },
    /// What whoever holds a post may do.
    Role {
        /// Its identity.
        id: GrantId,
        /// The unit, by its name in the list.
        unit: &'static str,
        /// The title.
        title: &'static str,
        /// What.
        role: Role,
    },
    /// What somebody holds besides, or held before.
    Held {
        /// What they log in with.
        login: LoginName,
        /// The unit, by its name in the list.
        unit: &'static str,
        /// The title.
        title: &'static str,
        /// How.
        tenure: Tenure,
        /// When.
        period: Period,
        /// As of a person.
        appointment: (AppointmentId, PostId),
    },
}

impl Line {
    /// Whether it is a person.
    pub(crate) fn is_staff(&self) -> bool {
        matches!(self, Self::Staff { .. })
    }
}

/// Reads the town's list and mints its identities.
pub(crate) fn town(ids: &dyn Ids) -> Result<Vec<Line>, Invalid> {
    let mut out = Vec::new();
    for row in TOWN.lines().filter(|row| !row.starts_with('#')) {
        let cells: Vec<&'static str> = row.split('\t').collect();
        match cells.as_slice() {
            ["unit", key, parent, name] => {
                out.push(Line::Unit {
                    id: UnitId::new(ids.uuid()),
                    key,
                    parent,
                    name,
                });
            }
            ["staff", login, name, yomi, unit, title, phone, days @ ..] => out.push(Line::Staff {
                id: StaffId::new(ids.uuid()),
                login: LoginName::new(login)?,
                name: PersonName::new(name)?,
                yomi: Yomi::new(yomi)?,
                unit,
                title,
                period: period(days)?,
                appointment: (AppointmentId::new(ids.uuid()), PostId::new(ids.uuid())),
                phone,
                address: Address::new(&format!("{login}@{DOMAIN}"))?,
            }),
            ["role", unit, title, role] => out.push(Line::Role {
                id: GrantId::new(ids.uuid()),
                unit,
                title,
                role: match *role {
                    "organisation" => Role::Organisation,
                    "security" => Role::Security,
                    _ => return Err(Invalid::Characters("line of the town's list")),
                },
            }),
            ["held", login, unit, title, tenure, days @ ..] => out.push(Line::Held {
                login: LoginName::new(login)?,
                unit,
                title,
                tenure: match *tenure {
                    "main" => Tenure::Main,
                    "concurrent" => Tenure::Concurrent,
                    "joint" => Tenure::Joint,
                    _ => return Err(Invalid::Characters("line of the town's list")),
                },
                period: period(days)?,
                appointment: (AppointmentId::new(ids.uuid()), PostId::new(ids.uuid())),
            }),
            _ => return Err(Invalid::Characters("line of the town's list")),
        }
    }
    Ok(out)
}

/// Writes the town into an organisation. Answers the people with their log-in names, so that they can be given passwords.
pub(crate) fn seed(
    tx: &mut Update<'_>,
    town: Town,
    lines: &[Line],
) -> Result<Vec<(StaffId, LoginName)>, OrgError> {
    let unit_of = |wanted: &str| {
        lines.iter().find_map(|line| match line {
            Line::Unit { id, key, .. } if *key == wanted => Some(*id),
            _ => None,
        })
    };
    let mut people = Vec::new();
    let mut order = 0;
    for line in lines {
        match line {
            Line::Unit {
                id, parent, name, ..
            } => {
                order += 10;
                let unit = NewUnit {
                    parent: unit_of(parent),
                    name,
                    order,
                    period: Period::since(BEGAN),
                };
                unit_create(tx, town, *id, &unit)?;
            }
            Line::Staff {
                id,
                login,
                name,
                yomi,
                unit,
                title,
                period,
                appointment,
                phone,
                address,
            } => {
                let staff = NewStaff {
                    name: name.clone(),
                    yomi: yomi.clone(),
                    login: login.clone(),
                    address: address.clone(),
                    phone: (*phone).to_owned(),
                    employment: employment(title),
                };
                staff_add(tx, town, *id, &staff)?;
                if let Some(unit) = unit_of(unit) {
                    let how = (Tenure::Main, *period);
                    place(tx, town, *id, (unit, title), how, *appointment)?;
                }
                people.push((*id, login.clone()));
            }
            Line::Role {
                id,
                unit,
                title,
                role,
            } => {
                let of_unit = unit_of(unit)
                    .map(|unit| posts_of(tx, town, unit))
                    .transpose()?;
                let mut posts = of_unit.into_iter().flatten();
                if let Some((post, _)) = posts.find(|(_, post)| post.title.as_str() == *title) {
                    let grant = Grant {
                        role: *role,
                        bearer: Bearer::Post(post),
                        period: Period::since(BEGAN),
                    };
                    role_grant(tx, town, *id, &grant)?;
                }
            }
            Line::Held {
                login,
                unit,
                title,
                tenure,
                period,
                appointment,
            } => {
                let who = people.iter().find(|(_, known)| known == login);
                if let (Some((id, _)), Some(unit)) = (who, unit_of(unit)) {
                    let how = (*tenure, *period);
                    place(tx, town, *id, (unit, title), how, *appointment)?;
                }
            }
        }
    }
    Ok(people)
}

/// The first and the last day of a line; since the town began, and with no end, where they are not told.
fn period(days: &[&str]) -> Result<Period, Invalid> {
    let told = |text: &&str| match text.parse::<Date>() {
        Ok(day) => Ok(day),
        Err(_) => Err(Invalid::Characters("day of the town's list")),
    };
    let mut days = days.iter().filter(|text| !text.is_empty()).map(told);
    let from = days.next().unwrap_or(Ok(BEGAN))?;
    match days.next() {
        None => Ok(Period::since(from)),
        Some(last) => Period::between(from, last?),
    }
}

/// Appoints a person to the post of a title in a unit; several may hold it.
pub(super) fn place(
    tx: &mut Update<'_>,
    town: Town,
    staff: StaffId,
    (unit, title): (UnitId, &str),
    (tenure, period): (Tenure, Period),
    (appointment, fresh): (AppointmentId, PostId),
) -> Result<(), OrgError> {
    let stands = TITLES.iter().position(|known| *known == title);
    let order = stands.unwrap_or(TITLES.len()).saturating_add(1);
    let order = u16::try_from(order).unwrap_or(u16::MAX);
    let wanted = Post {
        unit,
        title: Title::new(title)?,
        kind: PostKind::Ordinary,
        order,
        period: Period::since(BEGAN),
    };
    let post = post_like(tx, town, fresh, &wanted, &period)?;
    let new = Appointment {
        staff,
        post,
        tenure,
        period,
    };
    appoint(tx, town, appointment, &new)
}

pub(super) fn employment(title: &str) -> Employment {
    if title == "会計年度任用職員" {
        Employment::FiscalYear
    } else {
        Employment::Regular
    }
}

/// Whether a log-in name is one of the town's list.
pub(crate) fn is_of_the_town(login: &LoginName) -> bool {
    TOWN.lines().any(|row| {
        row.strip_prefix("staff\t")
            .and_then(|rest| rest.split('\t').next())
            == Some(login.as_str())
    })
}
