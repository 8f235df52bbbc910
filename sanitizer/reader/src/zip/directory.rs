//! The container: where each member is, read in one way only.
//!
//! Two readers that understand one archive differently are how content slips past an inspector. So the
//! central directory and the local headers must agree, members must not overlap, the archive begins at the
//! first byte and ends at the last.

use sekisho_ir::{Limits, Reason};

use super::names;

/// The members of an archive.
#[derive(Debug)]
pub(crate) struct Directory<'a> {
    /// In the order of the central directory.
    pub(crate) members: Vec<Member<'a>>,
    /// True where bytes belong to no member; they are nowhere looked at.
    pub(crate) extra_bytes: bool,
}

/// One member.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    /// Its path as decoded, not cleaned.
    pub(crate) name: String,
    /// True where the charset of the path was guessed.
    pub(crate) guessed: bool,
    /// A folder.
    pub(crate) directory: bool,
    /// A link, device or the like.
    pub(crate) special: bool,
    /// Behind a password.
    pub(crate) encrypted: bool,
    pub(super) method: u16,
    pub(super) sum: u32,
    pub(super) size: u64,
    pub(super) packed: &'a [u8],
}

const END: u32 = 0x0605_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const LOCAL: u32 = 0x0403_4b50;
const END_64: u32 = 0x0606_4b50;
const LOCATOR_64: u32 = 0x0706_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;

impl<'a> Directory<'a> {
    /// Reads the directory of an archive.
    pub(crate) fn read(input: &'a [u8], limits: &Limits) -> Result<Self, Reason> {
        let end = End::find(input)?;
        if end.entries > limits.children.saturating_mul(8) {
            return Err(Reason::TooMany);
        }
        let mut fields = Fields(
            input
                .get(end.start..end.start.checked_add(end.size).ok_or(Reason::Malformed)?)
                .ok_or(Reason::Malformed)?,
        );
        let mut members = Vec::with_capacity(end.entries);
        let mut places = Vec::with_capacity(end.entries);
        for _ in 0..end.entries {
            let (member, place) = member(input, &mut fields, end.start).ok_or(Reason::Malformed)?;
            members.push(member);
            places.push(place);
        }
        if !fields.0.is_empty() {
            return Err(Reason::Malformed);
        }
        places.sort_unstable();
        let mut at = 0;
        let mut extra_bytes = false;
        for (index, (from, to)) in places.into_iter().enumerate() {
            if from < at || (index == 0 && from != 0) {
                return Err(Reason::Malformed);
            }
            extra_bytes |= from > at;
            at = to;
        }
        extra_bytes |= end.start > at;
        let files = members.iter().filter(|member| !member.directory).count();
        if files > limits.children {
            return Err(Reason::TooMany);
        }
        Ok(Self {
            members,
            extra_bytes,
        })
    }
}

struct End {
    entries: usize,
    start: usize,
    size: usize,
}

impl End {
    fn find(input: &[u8]) -> Result<Self, Reason> {
        let last = input.len().checked_sub(22).ok_or(Reason::Malformed)?;
        let first = last.saturating_sub(usize::from(u16::MAX));
        let at = (first..=last)
            .rev()
            .find(|at| {
                let mut fields = Fields(input.get(*at..).unwrap_or_default());
                fields.u32() == Some(END)
                    && fields.skip(16).is_some()
                    && fields
                        .u16()
                        .is_some_and(|comment| usize::from(comment) == fields.0.len())
            })
            .ok_or(Reason::Malformed)?;
        Self::parse(input, at).ok_or(Reason::Malformed)
    }

    fn parse(input: &[u8], at: usize) -> Option<Self> {
        let mut fields = Fields(input.get(at..)?);
        fields.skip(4)?;
        let (disk, start_disk) = (fields.u16()?, fields.u16()?);
        let (here, entries) = (fields.u16()?, fields.u16()?);
        let (size, start) = (fields.u32()?, fields.u32()?);
        let swollen = entries == u16::MAX || size == u32::MAX || start == u32::MAX;
        if swollen {
            return Self::parse_64(input, at);
        }
        if disk != 0 || start_disk != 0 || here != entries {
            return None;
        }
        let end = Self {
            entries: usize::from(entries),
            start: usize::try_from(start).ok()?,
            size: usize::try_from(size).ok()?,
        };
        let after = end.start.checked_add(end.size)?;
        // Between the directory and its end only the 64-bit end may stand.
        (after == at || (after < at && Self::parse_64(input, at).is_some())).then_some(end)
    }

    fn parse_64(input: &[u8], at: usize) -> Option<Self> {
        let mut locator = Fields(input.get(at.checked_sub(20)?..at)?);
        if locator.u32()? != LOCATOR_64 || locator.u32()? != 0 {
            return None;
        }
        let place = usize::try_from(locator.u64()?).ok()?;
        if locator.u32()? != 1 {
            return None;
        }
        let mut fields = Fields(input.get(place..at.checked_sub(20)?)?);
        if fields.u32()? != END_64 {
            return None;
        }
        let length = usize::try_from(fields.u64()?).ok()?;
        if length != fields.0.len() || length < 44 {
            return None;
        }
        fields.skip(4)?;
        if fields.u32()? != 0 || fields.u32()? != 0 {
            return None;
        }
        let (here, entries) = (fields.u64()?, fields.u64()?);
        let (size, start) = (fields.u64()?, fields.u64()?);
        let end = Self {
            entries: usize::try_from(entries).ok()?,
            start: usize::try_from(start).ok()?,
            size: usize::try_from(size).ok()?,
        };
        (here == entries && end.start.checked_add(end.size)? == place).then_some(end)
    }
}

fn member<'a>(
    input: &'a [u8],
    fields: &mut Fields<'a>,
    directory: usize,
) -> Option<(Member<'a>, (usize, usize))> {
    if fields.u32()? != CENTRAL {
        return None;
    }
    let maker = fields.u16()?;
    fields.skip(2)?;
    let (flags, method) = (fields.u16()?, fields.u16()?);
    fields.skip(4)?;
    let sum = fields.u32()?;
    let (short_packed, short_size) = (fields.u32()?, fields.u32()?);
    let (name, extra, comment) = (fields.u16()?, fields.u16()?, fields.u16()?);
    if fields.u16()? != 0 {
        return None;
    }
    fields.skip(2)?;
    let outer = fields.u32()?;
    let short_offset = fields.u32()?;
    let name = fields.take(usize::from(name))?;
    let extra = fields.take(usize::from(extra))?;
    fields.skip(usize::from(comment))?;

    let mut wide = Fields(field(extra, 1).unwrap_or_default());
    let mut widened = |short: u32| {
        if short == u32::MAX {
            wide.u64()
        } else {
            Some(u64::from(short))
        }
    };
    let (size, packed) = (widened(short_size)?, widened(short_packed)?);
    let offset = usize::try_from(widened(short_offset)?).ok()?;

    let mut local = Fields(input.get(offset..directory)?);
    if local.u32()? != LOCAL {
        return None;
    }
    local.skip(2)?;
    let (local_flags, local_method) = (local.u16()?, local.u16()?);
    local.skip(4)?;
    let (local_sum, local_packed, local_size) = (local.u32()?, local.u32()?, local.u32()?);
    let (local_name, local_extra) = (local.u16()?, local.u16()?);
    let same_name = local.take(usize::from(local_name))? == name;
    let local_extra = local.take(usize::from(local_extra))?;
    let streamed = flags & 8 != 0;
    let encrypted = flags & 1 != 0;
    if !same_name || local_method != method || local_flags & !6 != flags & !6 {
        return None;
    }
    let mut wide = Fields(field(local_extra, 1).unwrap_or_default());
    let mut agrees = |short: u32, whole: u64| {
        let said = if short == u32::MAX {
            wide.u64()
        } else {
            Some(u64::from(short))
        };
        said == Some(whole) || (streamed && matches!(said, None | Some(0)))
    };
    if !agrees(local_size, size) || !agrees(local_packed, packed) {
        return None;
    }
    if local_sum != sum && !(streamed && local_sum == 0) {
        return None;
    }
    let packed_bytes = local.take(usize::try_from(packed).ok()?)?;
    if streamed {
        descriptor(&mut local, sum, packed, size);
    }
    let to = directory.checked_sub(local.0.len())?;

    let decoded = names::decode(name, flags & 0x800 != 0, extra);
    let directory = decoded.text.ends_with(['/', '\\']);
    let unix = matches!(maker >> 8, 3 | 19);
    let form = (outer >> 16) & 0xf000;
    let special = unix && !matches!(form, 0 | 0x8000 | 0x4000);
    let member = Member {
        name: decoded.text,
        guessed: decoded.guessed,
        directory,
        special,
        encrypted,
        method,
        sum,
        size,
        packed: if directory { &[] } else { packed_bytes },
    };
    Some((member, (offset, to)))
}

/// Steps over the sizes that follow a streamed member, where they stand there.
fn descriptor(fields: &mut Fields<'_>, sum: u32, packed: u64, size: u64) {
    for (signed, wide) in [(true, false), (true, true), (false, false), (false, true)] {
        let mut trial = Fields(fields.0);
        let fits = (|| {
            if signed && trial.u32()? != DESCRIPTOR {
                return None;
            }
            let same = trial.u32()? == sum;
            let (p, s) = if wide {
                (trial.u64()?, trial.u64()?)
            } else {
                (u64::from(trial.u32()?), u64::from(trial.u32()?))
            };
            (same && p == packed && s == size).then_some(())
        })();
        if fits.is_some() {
            *fields = trial;
            return;
        }
    }
}

/// The extra field with this id.
pub(super) fn field(extra: &[u8], id: u16) -> Option<&[u8]> {
    let mut fields = Fields(extra);
    loop {
        let found = fields.u16()?;
        let length = fields.u16()?;
        let body = fields.take(usize::from(length))?;
        if found == id {
            return Some(body);
        }
    }
}

struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    fn skip(&mut self, length: usize) -> Option<()> {
        self.take(length).map(|_| ())
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }
}
