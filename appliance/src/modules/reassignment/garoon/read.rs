//! The three files, as the incumbent's help describes them: CSV without a head (one is passed over when it is there),
//! UTF-8 or CP932, `*` for what stays as it is.

use std::collections::HashSet;

/// 組織: current code, name, new code, parent's code, memo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Organisation {
    /// What it is referred to by.
    pub code: String,
    /// What it is referred to by from now on.
    pub new_code: String,
    /// Its name.
    pub name: String,
    /// The code of the one above; empty for the top.
    pub parent: String,
}

/// 組織の所属ユーザー: a code and the log-in names of its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Members {
    /// Of which organisation.
    pub code: String,
    /// Who.
    pub logins: Vec<String>,
}

/// ユーザー: what a list of 人事異動 can use of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct User {
    /// ログイン名.
    pub login: String,
    /// The log-in name they shall have, where it is another one.
    pub new_login: Option<String>,
    /// 表示名.
    pub name: String,
    /// よみ.
    pub yomi: String,
    /// メールアドレス.
    pub address: String,
    /// 内線.
    pub phone: String,
    /// 役職, where the file has a head that names it.
    pub title: String,
}

/// Where the users' columns are.
struct Places {
    name: usize,
    new_login: usize,
    yomi: Vec<usize>,
    address: usize,
    phone: usize,
    title: Option<usize>,
}

/// As the common administration writes its users, without a head.
const BARE: (usize, usize, [usize; 2], usize, usize) = (1, 2, [6, 7], 10, 15);

fn records(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{FEFF}');
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows = reader.into_records().filter_map(Result::ok);
    rows.map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect())
        .filter(|row: &Vec<String>| row.iter().any(|cell| !cell.is_empty()))
        .collect()
}

fn cell(row: &[String], place: usize) -> &str {
    row.get(place).map_or("", String::as_str)
}

/// What is given anew: neither empty nor `*`.
fn anew(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty() && *text != "*")
}

/// Whether a row is the head of a file.
fn is_head(row: &[String]) -> bool {
    let first = cell(row, 0);
    first.ends_with("組織コード") || first.ends_with("ログイン名")
}

/// Reads the file of organisations.
pub(super) fn organisations(text: &str) -> Vec<Organisation> {
    let rows = records(text).into_iter().filter(|row| !is_head(row));
    rows.map(|row| {
        let code = anew(cell(&row, 0))
            .or(anew(cell(&row, 2)))
            .unwrap_or_default();
        Organisation {
            code: code.to_owned(),
            new_code: anew(cell(&row, 2)).unwrap_or(code).to_owned(),
            name: anew(cell(&row, 1)).unwrap_or(code).to_owned(),
            parent: anew(cell(&row, 3)).unwrap_or_default().to_owned(),
        }
    })
    .filter(|row| !row.name.is_empty())
    .collect()
}

/// Reads the file of members.
pub(super) fn members(text: &str) -> Vec<Members> {
    let rows = records(text).into_iter().filter(|row| !is_head(row));
    rows.map(|row| {
        let mut seen = HashSet::new();
        let logins = row.iter().skip(1).filter(|login| !login.is_empty());
        Members {
            code: cell(&row, 0).to_owned(),
            logins: logins.filter(|one| seen.insert(*one)).cloned().collect(),
        }
    })
    .collect()
}

/// Reads the file of users; the column of passwords is passed over.
pub(super) fn users(text: &str) -> Vec<User> {
    let mut rows = records(text);
    let places = match rows.first() {
        Some(first) if is_head(first) => {
            let places = named(first);
            rows.remove(0);
            places
        }
        _ => {
            let (name, new_login, yomi, address, phone) = BARE;
            Places {
                name,
                new_login,
                yomi: yomi.to_vec(),
                address,
                phone,
                title: None,
            }
        }
    };
    let user = |row: Vec<String>| {
        let login = cell(&row, 0).to_owned();
        let text = |place: usize| anew(cell(&row, place)).unwrap_or_default().to_owned();
        let yomi: Vec<&str> = (places.yomi.iter())
            .filter_map(|place| anew(cell(&row, *place)))
            .collect();
        User {
            new_login: anew(cell(&row, places.new_login))
                .filter(|new| *new != login)
                .map(str::to_owned),
            name: text(places.name),
            yomi: yomi.join(" "),
            address: text(places.address),
            phone: text(places.phone),
            title: places.title.map(text).unwrap_or_default(),
            login,
        }
    };
    rows.into_iter().map(user).collect()
}

/// The columns by the words over them.
fn named(head: &[String]) -> Places {
    let find = |words: &[&str]| {
        let mut words = words.iter();
        words.find_map(|word| head.iter().position(|cell| cell == word))
    };
    let nowhere = usize::MAX;
    let whole = find(&["よみがな", "よみ", "ふりがな"]);
    let parts = [
        find(&["姓(よみ)", "姓(よみがな)"]),
        find(&["名(よみ)", "名(よみがな)"]),
    ];
    Places {
        name: find(&["表示名", "名前"]).unwrap_or(1),
        new_login: find(&["新ログイン名", "新しいログイン名"]).unwrap_or(nowhere),
        yomi: match whole {
            Some(place) => vec![place],
            None => parts.into_iter().flatten().collect(),
        },
        address: find(&["メールアドレス", "E-mail"]).unwrap_or(nowhere),
        phone: find(&["内線", "内線番号", "連絡先"]).unwrap_or(nowhere),
        title: find(&["役職", "役職名"]),
    }
}
