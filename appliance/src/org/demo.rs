//! やまびこ市: a town that does not exist, with forty staff in six units and the names that break careless programs.

use super::model::{Address, Invalid, LoginName, PersonName, Post, StaffId, UnitId, Yomi};
use super::service::{self, NewStaff, OrgError};
use sekisho_platform::id::Ids;
use sekisho_platform::store::Update;

static TOWN: &str = include_str!("demo.tsv");

/// The town's name.
pub(crate) const NAME: &str = "やまびこ市";

/// The domain of its addresses.
pub(crate) const DOMAIN: &str = "yamabiko.example";

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
        /// Extension.
        phone: &'static str,
        /// Their address.
        address: Address,
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
            ["staff", login, name, yomi, unit, title, phone] => out.push(Line::Staff {
                id: StaffId::new(ids.uuid()),
                login: LoginName::new(login)?,
                name: PersonName::new(name)?,
                yomi: Yomi::new(yomi)?,
                unit,
                title,
                phone,
                address: Address::new(&format!("{login}@{DOMAIN}"))?,
            }),
            _ => return Err(Invalid::Characters("line of the town's list")),
        }
    }
    Ok(out)
}

/// Writes the town into an organisation. Answers the people with their log-in names, so that they can be given passwords.
pub(crate) fn seed(
    tx: &mut Update<'_>,
    organisation: super::OrganisationId,
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
                service::unit_create(tx, *id, organisation, unit_of(parent), name, order)?;
            }
            Line::Staff {
                id,
                login,
                name,
                yomi,
                unit,
                title,
                phone,
                address,
            } => {
                let posts = unit_of(unit)
                    .map(|unit| Post {
                        unit,
                        title: (*title).to_owned(),
                    })
                    .into_iter()
                    .collect();
                let staff = NewStaff {
                    organisation,
                    name: name.clone(),
                    yomi: yomi.clone(),
                    login: login.clone(),
                    address: address.clone(),
                    phone: (*phone).to_owned(),
                    posts,
                };
                service::staff_add(tx, *id, &staff)?;
                people.push((*id, login.clone()));
            }
        }
    }
    Ok(people)
}

/// Whether a log-in name is one of the town's list.
pub(crate) fn is_of_the_town(login: &LoginName) -> bool {
    TOWN.lines().any(|row| {
        row.strip_prefix("staff\t")
            .and_then(|rest| rest.split('\t').next())
            == Some(login.as_str())
    })
}
