//! Which segments the index is made of, what of them was removed, and how far it has followed: one small file, always
//! replaced as a whole. A manifest that is not what was written counts as none.

use super::format::long;
use sekisho_platform::disk::Disk;
use std::io;

/// Its name, and the name it is written under before it takes the other's place.
const NAME: &str = "index";
const NEW: &str = "index.new";

/// The first bytes, and the version.
const MAGIC: &[u8; 8] = b"SKSIDX\x00\x01";

/// One segment as the manifest names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Its number; the file is called after it.
    pub name: u64,
    /// A map of bits of the texts that were removed.
    pub dead: Vec<u64>,
}

/// What the index is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// How far it has followed; `None` while it is being built.
    pub position: Option<u64>,
    /// The number the next segment takes.
    pub next: u64,
    /// The segments.
    pub segments: Vec<Named>,
}

/// The file of a segment.
pub(super) fn file_of(name: u64) -> String {
    format!("{name:016x}.segment")
}

impl Manifest {
    fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.push(u8::from(self.position.is_some()));
        let mut number = |number: u64| out.extend_from_slice(&number.to_le_bytes());
        number(self.position.unwrap_or(0));
        number(self.next);
        number(long(self.segments.len()));
        for segment in &self.segments {
            number(segment.name);
            number(long(segment.dead.len()));
            for word in &segment.dead {
                number(*word);
            }
        }
        let own = blake3::hash(&out);
        out.extend_from_slice(own.as_bytes());
        out
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (body, own) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
        if blake3::hash(body).as_bytes().as_slice() != own {
            return None;
        }
        let (following, rest) = body.strip_prefix(MAGIC)?.split_first()?;
        let mut numbers = rest.as_chunks::<8>().0.iter();
        let mut number = || numbers.next().map(|number| u64::from_le_bytes(*number));
        let position = number()?;
        let next = number()?;
        let mut segments = Vec::new();
        for _ in 0..number()? {
            let name = number()?;
            let dead = (0..number()?).map(|_| number()).collect::<Option<_>>()?;
            segments.push(Named { name, dead });
        }
        Some(Self {
            position: (*following == 1).then_some(position),
            next,
            segments,
        })
    }

    /// Reads it; a torn one and none are the same.
    pub(super) fn read(disk: &dyn Disk) -> Option<Self> {
        let file = disk.open(NAME).ok()?;
        let mut bytes = vec![0; usize::try_from(file.size().ok()?).ok()?];
        file.read_at(0, &mut bytes).ok()?;
        Self::decode(&bytes)
    }

    /// Puts it in the place of the one before.
    pub(super) fn write(&self, disk: &dyn Disk) -> io::Result<()> {
        if disk.list()?.iter().any(|name| name == NEW) {
            disk.remove(NEW)?;
        }
        let file = disk.create(NEW)?;
        file.write_at(0, &self.encode())?;
        file.sync()?;
        // The names of the segments must be there before the name that speaks of them.
        disk.sync()?;
        disk.rename(NEW, NAME)?;
        disk.sync()
    }

    /// Removes the files of segments that it does not name.
    pub(super) fn sweep(&self, disk: &dyn Disk) -> io::Result<()> {
        for name in disk.list()? {
            let named = |segment: &Named| file_of(segment.name) == name;
            if name.ends_with(".segment") && !self.segments.iter().any(named) {
                disk.remove(&name)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sekisho_platform::disk::SimDisk;

    #[test]
    fn it_reads_back_or_not_at_all() {
        let manifest = Manifest {
            position: Some(7),
            next: 3,
            segments: vec![Named {
                name: 2,
                dead: vec![1, 0, 5],
            }],
        };
        let disk = SimDisk::new();
        assert_eq!(Manifest::read(&disk), None);
        manifest.write(&disk).unwrap();
        assert_eq!(Manifest::read(&disk), Some(manifest.clone()));
        let bytes = manifest.encode();
        for at in 0..bytes.len() {
            let mut torn = bytes.clone();
            torn[at] ^= 1;
            assert_eq!(Manifest::decode(&torn), None, "byte {at}");
            assert_eq!(Manifest::decode(&bytes[..at]), None, "cut at {at}");
        }
    }
}
