//! A prefecture that does not exist: its own office and nineteen towns, twelve thousand people with units, posts,
//! extensions and mail, as the house is made for. The same number gives the same people on every machine.

mod mail;
mod names;

use sekisho_appliance::fill::{Clerk, Hall, Room};

pub use mail::{Letter, letters_of};

use crate::mutate::Random;

const SEED: u64 = 0x5eed_0f0f_9e37_0001;

/// The share of the prefecture's own office among all people: 7,000 of 12,000.
const OFFICE: (usize, usize) = (7, 12);

/// How many towns stand beside it.
const TOWNS: usize = 19;

/// 部 and the 課 in them; every 課 has some 係.
const DEPARTMENTS: [(&str, &[&str]); 8] = [
    (
        "総務部",
        &[
            "総務課",
            "人事課",
            "財政課",
            "税務課",
            "情報政策課",
            "管財課",
        ],
    ),
    (
        "企画部",
        &["企画課", "広報課", "統計課", "国際課", "地域振興課"],
    ),
    (
        "生活環境部",
        &[
            "市民課",
            "環境課",
            "消防防災課",
            "危機管理課",
            "廃棄物対策課",
        ],
    ),
    (
        "保健福祉部",
        &[
            "福祉課",
            "子育て支援課",
            "健康推進課",
            "介護保険課",
            "医務課",
            "障害福祉課",
        ],
    ),
    ("商工観光部", &["商工課", "観光課", "労政課", "企業立地課"]),
    (
        "農林水産部",
        &["農政課", "農地課", "林務課", "水産課", "畜産課"],
    ),
    (
        "土木部",
        &[
            "土木課",
            "道路課",
            "河川課",
            "都市計画課",
            "建築課",
            "用地課",
            "上下水道課",
        ],
    ),
    (
        "教育委員会",
        &[
            "教育総務課",
            "学校教育課",
            "生涯学習課",
            "文化財課",
            "給食センター",
        ],
    ),
];

const SECTIONS: [&str; 4] = ["総務係", "企画係", "管理係", "指導係"];

/// 職位 of a section, the highest first; whoever comes later is 主事 or 会計年度任用職員.
const TITLES: [&str; 6] = ["係長", "主査", "主任", "主任", "主事", "主事"];

/// A prefecture of so many people in all.
pub fn prefecture(people: usize) -> Vec<Hall> {
    let office = people * OFFICE.0 / OFFICE.1;
    let mut halls = vec![hall(0, "やまなみ県", "yamanami.example", office)];
    for town in 0..TOWNS {
        let rest = people - office;
        let many = rest / TOWNS + usize::from(town < rest % TOWNS);
        let (name, domain) = names::town(town);
        halls.push(hall(town + 1, name, domain, many));
    }
    halls
}

fn hall(number: usize, name: &str, domain: &str, people: usize) -> Hall {
    let rooms = rooms(people);
    let sections: Vec<usize> = (0..rooms.len())
        .filter(|at| rooms.iter().all(|room| room.above != Some(*at)))
        .collect();
    let clerks = (0..people).map(|at| clerk(number, at, &sections)).collect();
    Hall {
        name: name.to_owned(),
        domain: domain.to_owned(),
        rooms,
        clerks,
    }
}

/// Units for so many people: 部, 課 and 係 where there are many, 課 and 係 in a town.
fn rooms(people: usize) -> Vec<Room> {
    let mut rooms = Vec::new();
    let many = people > 1_000;
    // Sections of about twelve, sixteen in an office.
    let wanted = (people / if many { 16 } else { 8 }).max(2);
    let departments = DEPARTMENTS
        .iter()
        .map(|(_, courses)| courses.len())
        .sum::<usize>();
    let sections = wanted.div_ceil(departments).max(1);
    let mut made = 0;
    for (department, courses) in DEPARTMENTS {
        let mut above = None;
        if many {
            above = Some(rooms.len());
            rooms.push(Room {
                above: None,
                name: department.to_owned(),
            });
        }
        for course in courses {
            if made >= wanted {
                return rooms;
            }
            let place = rooms.len();
            rooms.push(Room {
                above,
                name: (*course).to_owned(),
            });
            for section in 0..sections {
                let base = SECTIONS[section % SECTIONS.len()];
                let name = match section / SECTIONS.len() {
                    0 => base.to_owned(),
                    more => format!("第{}{base}", more + 1),
                };
                rooms.push(Room {
                    above: Some(place),
                    name,
                });
                made += 1;
            }
        }
    }
    rooms
}

fn clerk(hall: usize, at: usize, sections: &[usize]) -> Clerk {
    let number = u64::try_from(hall * 100_000 + at).unwrap();
    let mut random = Random::of(SEED, number);
    let (name, yomi) = names::person(&mut random);
    let room = sections[at % sections.len()];
    let rank = at / sections.len();
    let title = match TITLES.get(rank) {
        Some(title) => title,
        None if random.chance(70) => "主事",
        None => "会計年度任用職員",
    };
    // Of a hundred, three hold a second post.
    let beside = random.chance(3).then(|| *random.one(sections));
    Clerk {
        name,
        yomi,
        login: format!("u{hall:02}{at:05}"),
        phone: format!("{:04}", 1000 + (hall * 131 + at * 7) % 9000),
        room,
        title: (*title).to_owned(),
        beside: beside.filter(|other| *other != room),
        // The first one cares for the whole organisation.
        administers: at == 0,
    }
}
