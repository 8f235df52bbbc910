//! Archives as they come, and archives that lie.

use std::io::Write;

use sekisho_ir::{Code, Document, Limits, Reason};

/// A ZIP of stored or deflated members, with knobs to lie.
#[derive(Default)]
pub(crate) struct Forge {
    bytes: Vec<u8>,
    central: Vec<u8>,
    count: u16,
}

impl Forge {
    pub(crate) fn file(mut self, name: &[u8], body: &[u8]) -> Self {
        self.add(name, name, 0, body, 0);
        self
    }

    fn add(&mut self, local: &[u8], central: &[u8], flags: u16, body: &[u8], claim: u32) {
        let mut packer =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::new(6));
        packer.write_all(body).unwrap();
        let packed = packer.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(body);
        let size = if claim > 0 {
            claim
        } else {
            u32::try_from(body.len()).unwrap()
        };
        let offset = u32::try_from(self.bytes.len()).unwrap();
        let head = |out: &mut Vec<u8>, name: &[u8]| {
            for short in [20, flags, 8, 0, 0] {
                out.extend_from_slice(&short.to_le_bytes());
            }
            for long in [crc.sum(), u32::try_from(packed.len()).unwrap(), size] {
                out.extend_from_slice(&long.to_le_bytes());
            }
            out.extend_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
            out.extend_from_slice(&[0, 0]);
        };
        self.bytes.extend_from_slice(b"PK\x03\x04");
        head(&mut self.bytes, local);
        self.bytes.extend_from_slice(local);
        self.bytes.extend_from_slice(&packed);
        self.central.extend_from_slice(b"PK\x01\x02\x14\x00");
        head(&mut self.central, central);
        self.central.extend_from_slice(&[0; 10]);
        self.central.extend_from_slice(&offset.to_le_bytes());
        self.central.extend_from_slice(central);
        self.count += 1;
    }

    pub(crate) fn close(mut self) -> Vec<u8> {
        let start = u32::try_from(self.bytes.len()).unwrap();
        self.bytes.extend_from_slice(&self.central);
        self.bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend_from_slice(&self.count.to_le_bytes());
        self.bytes.extend_from_slice(&self.count.to_le_bytes());
        self.bytes
            .extend_from_slice(&u32::try_from(self.central.len()).unwrap().to_le_bytes());
        self.bytes.extend_from_slice(&start.to_le_bytes());
        self.bytes.extend_from_slice(&[0, 0]);
        self.bytes
    }
}

fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Reason> {
    let reading = super::read(bytes, &Limits::default())?;
    let Document::Archive(archive) = &reading.document else {
        panic!("an archive")
    };
    archive.verify(&Limits::default()).unwrap();
    let bytes = |child: Option<u32>| {
        child.map_or(Vec::new(), |at| {
            reading.children[usize::try_from(at).unwrap()]
                .bytes
                .to_vec()
        })
    };
    Ok(archive
        .entries
        .iter()
        .map(|entry| (entry.path.clone(), bytes(entry.child)))
        .collect())
}

#[test]
fn members_come_out_with_their_names_in_cp932_and_utf8() {
    let (cp932, _, _) = encoding_rs::SHIFT_JIS.encode("表/ソ様式.txt");
    let zip = Forge::default()
        .file(&cp932, b"a")
        .file("予算.csv".as_bytes(), b"b")
        .close();
    let files = read(&zip).unwrap();
    assert_eq!(
        files,
        [
            ("表/ソ様式.txt".into(), b"a".to_vec()),
            ("予算.csv".into(), b"b".to_vec())
        ]
    );
}

#[test]
fn paths_that_climb_and_names_that_stand_twice_are_made_plain() {
    let zip = Forge::default()
        .file(b"../../etc/passwd", b"1")
        .file(b"C:\\x.txt", b"2")
        .file(b"a.txt", b"3")
        .file(b"A.TXT", b"4")
        .close();
    let names: Vec<_> = read(&zip)
        .unwrap()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert!(
        names
            .iter()
            .all(|name| !name.contains("..") && !name.contains(':') && !name.starts_with('/'))
    );
    assert_eq!(names[2..], ["a.txt", "A (2).TXT"]);
    let reading = super::read(&zip, &Limits::default()).unwrap();
    assert!(
        reading
            .findings
            .rows()
            .iter()
            .any(|row| row.code == Code::NameChanged)
    );
}

#[test]
fn a_member_behind_a_password_holds_the_whole() {
    let mut forge = Forge::default().file(b"a.txt", b"1");
    forge.add(b"b.txt", b"b.txt", 1, b"2", 0);
    assert_eq!(read(&forge.close()), Err(Reason::PasswordLocked));
}

#[test]
fn an_archive_with_two_meanings_is_refused() {
    let plain = Forge::default().file(b"a.txt", b"1").close();
    assert!(read(&plain).is_ok());
    let mut forge = Forge::default();
    forge.add(b"a.exe", b"a.txt", 0, b"1", 0);
    assert_eq!(read(&forge.close()), Err(Reason::Malformed), "two names");
    let mut prefixed = b"MZ".to_vec();
    prefixed.extend_from_slice(&plain);
    assert_eq!(read(&prefixed), Err(Reason::Malformed), "bytes before");
    let mut followed = plain.clone();
    followed.extend_from_slice(b"<html>");
    assert_eq!(read(&followed), Err(Reason::Malformed), "bytes after");
    assert_eq!(
        read(&plain[..plain.len() - 1]),
        Err(Reason::Malformed),
        "cut"
    );
}

#[test]
fn overlapping_members_are_refused() {
    // Two directory entries, one and the same member.
    let mut forge = Forge::default().file(b"a.txt", b"1");
    let twice = forge.central.clone();
    forge.central.extend_from_slice(&twice);
    forge.count += 1;
    assert_eq!(read(&forge.close()), Err(Reason::Malformed));
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let zeros = vec![0_u8; 64 * 1024 * 1024];
    let bomb = Forge::default().file(b"zeros", &zeros).close();
    assert!(bomb.len() < 100_000);
    assert_eq!(read(&bomb), Err(Reason::TooLarge));
    let mut liar = Forge::default();
    liar.add(b"a", b"a", 0, b"abc", 30_000_000);
    assert_eq!(read(&liar.close()), Err(Reason::Malformed));
    let mut many = Forge::default();
    for number in 0..2_000 {
        let name = number.to_string();
        many.add(name.as_bytes(), name.as_bytes(), 0, b"", 0);
    }
    assert_eq!(read(&many.close()), Err(Reason::TooMany));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>, at: usize, value: u8) {
        let _ = super::read(&bytes, &Limits::default());
        let mut zip = Forge::default().file(b"a.txt", b"hello").file(b"b/c.txt", b"there").close();
        let at = at % zip.len();
        zip[at] = value;
        let _ = super::read(&zip, &Limits::default());
    }
}
