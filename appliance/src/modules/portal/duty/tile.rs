//! The card of what has a deadline, and the number of what ends today.

use super::{Duty, MOST, duties, of_today, text};
use crate::cx::Cx;
use crate::modules::portal::{Body, Card, Face, Home, Link, Number, Row, Tile};
use crate::text::Language;
use crate::web::Failure;
use sekisho_platform::store::View;

/// How many lines the card shows.
const SHOWN: usize = 6;

/// 今日が期限: the number.
pub(crate) struct TodayNumber;

/// 午前中にすること: the card.
pub(crate) struct DutyCard;

impl Tile for TodayNumber {
    fn key(&self) -> &'static str {
        "duty-today"
    }

    fn word(&self, language: Language) -> &'static str {
        text::words(language).today
    }

    fn home(&self) -> Home {
        Home::Band
    }

    fn face(&self, tx: &View<'_>, cx: &Cx) -> Result<Face, Failure> {
        let today = of_today(tx, cx)?;
        // What is over presses by itself; the hint looks ahead.
        let coming = today.iter().filter(|duty| duty.due.end(&cx.zone) > cx.now);
        let next = coming.clone().next();
        let noon = text::noon(cx);
        let morning = coming.filter(|duty| duty.due.end(&cx.zone) <= noon).count();
        Ok(Face::Number(Number {
            href: "/portal/duties?by=today".to_owned(),
            count: u64::try_from(today.len()).ok(),
            hint: next.map_or_else(String::new, |duty| {
                text::nearest(cx.language(), morning, &text::lead(cx, duty.due).word)
            }),
            waits: !today.is_empty(),
            ..Number::default()
        }))
    }
}

impl Tile for DutyCard {
    fn key(&self) -> &'static str {
        "duty-list"
    }

    fn word(&self, language: Language) -> &'static str {
        text::words(language).card_name
    }

    fn home(&self) -> Home {
        Home::Column(0)
    }

    fn face(&self, tx: &View<'_>, cx: &Cx) -> Result<Face, Failure> {
        let (language, words) = (cx.language(), text::words(cx.language()));
        let all = duties(tx, cx, None, MOST)?;
        let rest = all.len().saturating_sub(SHOWN);
        let more = (rest > 0).then(|| Link {
            href: "/portal/duties".to_owned(),
            word: text::more(language, rest, all.len() < MOST),
        });
        let heading = text::card(cx, all.first().map(|duty| duty.due));
        let shown = all.into_iter().take(SHOWN).enumerate();
        let rows: Vec<Row> = shown.map(|(at, duty)| row(cx, duty, at == 0)).collect();
        Ok(Face::Card(Card {
            heading: Some(heading.to_owned()),
            hint: if rows.is_empty() { "" } else { words.order },
            link: None,
            holds: false,
            body: Body::Rows {
                rows,
                more,
                none: words.none,
            },
        }))
    }
}

/// A duty as a line.
pub(super) fn row(cx: &Cx, duty: Duty, first: bool) -> Row {
    Row {
        lead: Some(text::lead(cx, duty.due)),
        pill: text::over(cx, duty.due).or(duty.pill),
        title: duty.title,
        meta: duty.reason,
        href: duty.href,
        time: String::new(),
        datetime: cx.calendar().exact(duty.due.end(&cx.zone)),
        act: Some(duty.act),
        first,
    }
}
