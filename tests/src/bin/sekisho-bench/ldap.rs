//! The peer for people: OpenLDAP's slapd with the same people in its own database, indexed for parts of words, asked
//! over its own protocol and TLS with the bench's certificate. What we fold (width, kana, old forms) stands folded in it too, or it would find less.

use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustls::{ClientConnection, StreamOwned};
use sekisho_appliance::fill::Hall;
use sekisho_appliance::search_index::fold;
use tests::served::{Door, Place};

/// What a page of people shows of them.
pub(crate) const ENTRY: &[&str] = &[
    "uid",
    "cn",
    "sn",
    "mail",
    "telephoneNumber",
    "title",
    "departmentNumber",
];

/// What the person picker shows of them.
pub(crate) const OFFER: &[&str] = &[
    "uid",
    "cn",
    "sn",
    "telephoneNumber",
    "title",
    "departmentNumber",
];

const SCHEMAS: [&str; 3] = ["core", "cosine", "inetorgperson"];

/// A running slapd.
pub(crate) struct Slapd {
    child: Child,
    door: Door,
}

/// A connection to it.
pub(crate) struct Ldap {
    stream: BufReader<StreamOwned<ClientConnection, TcpStream>>,
    number: u8,
}

/// What somebody is found by: each field folded and without spaces, as the roster has it.
pub(crate) fn found_by(hall: &Hall) -> impl Iterator<Item = (String, [String; 5])> + '_ {
    hall.clerks.iter().map(|clerk| {
        let address = format!("{}@{}", clerk.login, hall.domain);
        let fields = [
            &clerk.name,
            &clerk.yomi,
            &clerk.login,
            &address,
            &clerk.phone,
        ];
        (
            clerk.login.clone(),
            fields.map(|field| fold(field).replace(' ', "")),
        )
    })
}

impl Slapd {
    /// Fills a database and starts on it; none where Debian's slapd is not here.
    pub(crate) fn start(halls: &[Hall], place: &Place, folder: &Path) -> Option<Self> {
        let binary = Path::new("/usr/sbin/slapd");
        if !binary.is_file() {
            return None;
        }
        let data = folder.join("ldap");
        std::fs::create_dir_all(&data).unwrap();
        let mut config: String = SCHEMAS
            .iter()
            .map(|name| format!("include /etc/ldap/schema/{name}.schema\n"))
            .collect();
        let (certificate, key) = place.certificate();
        let (certificate, key) = (certificate.display(), key.display());
        // The longest keys it makes by itself; what is shorter than two bytes it reads through.
        config.push_str(&format!(
            "TLSCertificateFile {certificate}\nTLSCertificateKeyFile {key}\n\
             modulepath /usr/lib/ldap\nmoduleload back_mdb\nthreads 4\nsizelimit unlimited\n\
             database mdb\nmaxsize 4294967296\nsuffix \"o=house\"\ndirectory {}\n\
             index objectClass eq\nindex description sub,eq\nindex uid eq\n",
            data.display()
        ));
        let file = folder.join("slapd.conf");
        std::fs::write(&file, config).unwrap();
        let ldif = folder.join("people.ldif");
        std::fs::write(&ldif, ldif_of(halls)).unwrap();
        let added = Command::new("/usr/sbin/slapadd")
            .args(["-q", "-f"])
            .arg(&file)
            .arg("-l")
            .arg(&ldif)
            .output()
            .unwrap();
        assert!(
            added.status.success(),
            "{}",
            String::from_utf8_lossy(&added.stderr)
        );
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let child = Command::new(binary)
            .args(["-d", "0", "-f"])
            .arg(&file)
            .args(["-h", &format!("ldaps://127.0.0.1:{port}")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "slapd does not listen"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(Self {
            child,
            door: place.door().beside(port),
        })
    }

    /// Seconds of processor time it has used so far.
    pub(crate) fn processor(&self) -> f64 {
        tests::served::processor_of(self.child.id())
    }

    /// Connects.
    pub(crate) fn open(&self) -> Ldap {
        Ldap {
            stream: BufReader::with_capacity(64 * 1024, self.door.stream().unwrap()),
            number: 0,
        }
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The people as LDIF; Japanese as base64.
fn ldif_of(halls: &[Hall]) -> String {
    let coded = |text: &str| data_encoding::BASE64.encode(text.as_bytes());
    let mut out = "dn: o=house\nobjectClass: organization\no: house\n\n".to_owned();
    for (number, hall) in halls.iter().enumerate() {
        out.push_str(&format!(
            "dn: ou=h{number},o=house\nobjectClass: organizationalUnit\nou: h{number}\n\n"
        ));
        for (clerk, (login, fields)) in hall.clerks.iter().zip(found_by(hall)) {
            let place = coded(&hall.rooms[clerk.room].name);
            out.push_str(&format!(
                "dn: uid={login},ou=h{number},o=house\nobjectClass: inetOrgPerson\nuid: {login}\ncn:: {}\nsn:: {}\n\
                 mail: {login}@{}\ntelephoneNumber: {}\ntitle:: {}\ndepartmentNumber:: {place}\n",
                coded(&clerk.name),
                coded(&clerk.yomi),
                hall.domain,
                clerk.phone,
                coded(&clerk.title),
            ));
            for field in fields {
                out.push_str(&format!("description:: {}\n", coded(&field)));
            }
            out.push('\n');
        }
    }
    out
}

impl Ldap {
    /// Who of an organisation holds every word in what they are found by, by log-in name, `most` of them or all for 0;
    /// of each the `wanted` attributes come along.
    pub(crate) fn find(
        &mut self,
        hall: usize,
        words: &[String],
        (most, wanted): (u8, &[&str]),
    ) -> Vec<String> {
        self.number = self.number % 100 + 1;
        let part = |word: &String| {
            let any = tlv(0x81, word.as_bytes());
            tlv(0xa4, &[tlv(4, b"description"), tlv(0x30, &any)].concat())
        };
        let parts: Vec<u8> = words.iter().flat_map(part).collect();
        let filter = if words.len() == 1 {
            parts
        } else {
            tlv(0xa0, &parts)
        };
        let wanted: Vec<u8> = wanted
            .iter()
            .flat_map(|name| tlv(4, name.as_bytes()))
            .collect();
        let search = [
            tlv(4, format!("ou=h{hall},o=house").as_bytes()),
            tlv(10, &[2]),
            tlv(10, &[0]),
            tlv(2, &[most]),
            tlv(2, &[0]),
            tlv(1, &[0]),
            filter,
            tlv(0x30, &wanted),
        ]
        .concat();
        let message = tlv(0x30, &[tlv(2, &[self.number]), tlv(0x63, &search)].concat());
        let out = self.stream.get_mut();
        out.write_all(&message).unwrap();
        out.flush().unwrap();
        let mut found = Vec::new();
        loop {
            let (_, message) = self.read();
            let (_, rest) = split_value(&message);
            let (tag, inside, _) = cut(rest);
            match tag {
                0x64 => {
                    let (name, _) = split_value(inside);
                    let name = String::from_utf8_lossy(name).into_owned();
                    found.extend(
                        name.strip_prefix("uid=")
                            .and_then(|rest| Some(rest.split_once(',')?.0.to_owned())),
                    );
                }
                0x65 => {
                    let (code, _) = split_value(inside);
                    // 4: there are more than were wanted (RFC 4511, 4.1.9).
                    let good = code == [0] || (most > 0 && code == [4]);
                    assert!(good, "slapd refuses a search: {code:?}");
                    return found;
                }
                other => panic!("slapd answers with {other:#x}"),
            }
        }
    }

    fn read(&mut self) -> (u8, Vec<u8>) {
        let mut head = [0; 2];
        self.stream.read_exact(&mut head).unwrap();
        let mut length = usize::from(head[1]);
        if length >= 0x80 {
            let mut more = vec![0; length - 0x80];
            self.stream.read_exact(&mut more).unwrap();
            length = more
                .iter()
                .fold(0, |all, byte| all << 8 | usize::from(*byte));
        }
        let mut value = vec![0; length];
        self.stream.read_exact(&mut value).unwrap();
        (head[0], value)
    }
}

/// Tag, length, value (X.690).
fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match u8::try_from(value.len()) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            out.push(0x84);
            out.extend(u32::try_from(value.len()).unwrap().to_be_bytes());
        }
    }
    out.extend(value);
    out
}

/// The first element: its tag, its value, and what follows.
fn cut(bytes: &[u8]) -> (u8, &[u8], &[u8]) {
    let (mut at, mut length) = (2, usize::from(bytes[1]));
    if length >= 0x80 {
        let more = length - 0x80;
        length = bytes[2..2 + more]
            .iter()
            .fold(0, |all, byte| all << 8 | usize::from(*byte));
        at += more;
    }
    (bytes[0], &bytes[at..at + length], &bytes[at + length..])
}

fn split_value(bytes: &[u8]) -> (&[u8], &[u8]) {
    let (_, value, rest) = cut(bytes);
    (value, rest)
}
