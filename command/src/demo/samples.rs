//! The sample mails: files as an outside mail program would send them, their dates filled in when they are sent.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// One line a mail: file, minutes ago, sender, recipients. Written by `samples/make.py` beside the mails.
const LIST: &str = include_str!("../../samples/list.tsv");
/// Stands in the files where the date goes.
const DATE: &[u8] = b"@DATE@";

/// A mail to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sample {
    pub(super) name: &'static str,
    pub(super) from: &'static str,
    pub(super) to: Vec<&'static str>,
    pub(super) message: Vec<u8>,
}

/// All samples, oldest first, dated back from now.
pub(super) fn all(now: Timestamp) -> Vec<Sample> {
    LIST.lines().filter_map(|line| sample(line, now)).collect()
}

fn sample(line: &'static str, now: Timestamp) -> Option<Sample> {
    let mut fields = line.split('\t');
    let (name, ago, from) = (fields.next()?, fields.next()?, fields.next()?);
    let to = fields.next()?.split(',').collect();
    let message = FILES
        .iter()
        .find(|(file, _)| *file == name)
        .map(|(_, bytes)| *bytes)?;
    let ago = SignedDuration::from_mins(ago.parse().ok()?);
    let date = now
        .checked_sub(ago)
        .ok()?
        .to_zoned(TimeZone::fixed(jiff::tz::offset(9)));
    let date = jiff::fmt::rfc2822::to_string(&date).ok()?;
    Some(Sample {
        name,
        from,
        to,
        message: dated(message, date.as_bytes()),
    })
}

/// The message with its date, and with the line ends of the wire.
fn dated(message: &[u8], date: &[u8]) -> Vec<u8> {
    let place = message
        .windows(DATE.len())
        .position(|window| window == DATE);
    let (before, after) = match place.and_then(|place| message.split_at_checked(place)) {
        Some((before, rest)) => (before, rest.get(DATE.len()..).unwrap_or_default()),
        None => (message, &[][..]),
    };
    let date = if after.is_empty() { &[][..] } else { date };
    let mut wire = Vec::with_capacity(message.len() + message.len() / 32);
    for byte in before.iter().chain(date).chain(after) {
        if *byte == b'\n' && wire.last() != Some(&b'\r') {
            wire.push(b'\r');
        }
        wire.push(*byte);
    }
    wire
}

/// Puts the files into the program.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("../../samples/", $name, ".eml")))),*]
    };
}

static FILES: [(&str, &[u8]); 30] = files![
    "bounce-like",
    "chosei",
    "docx-plain",
    "euc-legacy",
    "event",
    "exe-as-pdf",
    "fukushi-enquiry",
    "html-inline",
    "itaiji",
    "jis-legacy",
    "kaigi-shiryo",
    "kensetsu-shitsumon",
    "kyuyo",
    "long-thread",
    "mitsumori-xlsm",
    "newsletter-html",
    "no-subject",
    "old-doc",
    "picture",
    "ppap-password",
    "ppap-zip",
    "saigai",
    "security",
    "shokai-xlsx",
    "short-english",
    "sjis-csv",
    "survey",
    "thanks",
    "xdw",
    "zumen-zip",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_sample_is_there_and_is_dated_in_the_past() {
        let now = Timestamp::from_second(1_795_000_000).unwrap();
        let samples = all(now);
        assert_eq!(samples.len(), LIST.lines().count());
        assert_eq!(samples.len(), FILES.len());
        for sample in samples {
            let text = String::from_utf8_lossy(&sample.message);
            assert!(text.contains("+0900\r\n"), "{} has no date", sample.name);
            assert!(!text.contains("@DATE@"));
            assert!(
                !text.replace("\r\n", "").contains(['\r', '\n']),
                "{}",
                sample.name
            );
            assert!(sample.to.iter().all(|to| to.ends_with("@yamabiko.example")));
        }
    }
}
