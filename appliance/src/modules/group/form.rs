//! What people are found by, as an address or a form carries it.

use crate::org::{GroupId, Member, PostId, PostKind, Rule, StaffId, Title, UnitId};
use uuid::Uuid;

/// Writes it.
pub(super) fn code(member: &Member) -> String {
    match member {
        Member::Staff(id) => format!("staff:{}", id.uuid()),
        Member::Post(id) => format!("post:{}", id.uuid()),
        Member::Unit(id) => format!("unit:{}", id.uuid()),
        Member::Branch(id) => format!("branch:{}", id.uuid()),
        Member::Group(id) => format!("group:{}", id.uuid()),
        Member::Rule(rule) => {
            let unit = rule.unit.map(|unit| unit.uuid().to_string());
            let title = rule.title.as_ref().map_or("", Title::as_str);
            format!(
                "rule:{}:{}:{title}",
                unit.as_deref().unwrap_or(""),
                kind_code(rule.kind)
            )
        }
    }
}

fn kind_code(kind: Option<PostKind>) -> &'static str {
    match kind {
        None => "",
        Some(PostKind::Ordinary) => "ordinary",
        Some(PostKind::Representative) => "representative",
    }
}

/// Reads it.
pub(super) fn member(code: &str) -> Option<Member> {
    let (what, rest) = code.split_once(':')?;
    if what == "rule" {
        let mut parts = rest.splitn(3, ':');
        let (unit, kind, title) = (parts.next()?, parts.next()?, parts.next()?);
        return rule(unit, kind, title).map(Member::Rule);
    }
    let id = Uuid::try_parse(rest).ok()?;
    Some(match what {
        "staff" => Member::Staff(StaffId::new(id)),
        "post" => Member::Post(PostId::new(id)),
        "unit" => Member::Unit(UnitId::new(id)),
        "branch" => Member::Branch(UnitId::new(id)),
        "group" => Member::Group(GroupId::new(id)),
        _ => return None,
    })
}

/// Reads a rule; one that everybody fits is none.
pub(super) fn rule(unit: &str, kind: &str, title: &str) -> Option<Rule> {
    let unit = match unit {
        "" => None,
        id => Some(UnitId::new(Uuid::try_parse(id).ok()?)),
    };
    let kind = match kind {
        "" => None,
        "ordinary" => Some(PostKind::Ordinary),
        "representative" => Some(PostKind::Representative),
        _ => return None,
    };
    let title = match title.trim() {
        "" => None,
        title => Some(Title::new(title).ok()?),
    };
    (kind.is_some() || title.is_some()).then_some(Rule { unit, title, kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_finds_people_is_read_as_it_was_written() {
        let id = Uuid::from_u128(7);
        let rule = |unit, kind, title: &str| {
            Member::Rule(Rule {
                unit,
                kind,
                title: (!title.is_empty()).then(|| Title::new(title).expect("title")),
            })
        };
        for one in [
            Member::Staff(StaffId::new(id)),
            Member::Post(PostId::new(id)),
            Member::Unit(UnitId::new(id)),
            Member::Branch(UnitId::new(id)),
            Member::Group(GroupId::new(id)),
            rule(Some(UnitId::new(id)), None, "課長:補佐"),
            rule(None, Some(PostKind::Representative), ""),
        ] {
            assert_eq!(member(&code(&one)), Some(one));
        }
        for bad in [
            "",
            "staff",
            "staff:x",
            "rule::",
            "rule:::",
            "rule::x:課長",
            "king:1",
        ] {
            assert_eq!(member(bad), None, "{bad}");
        }
    }
}
