//! Lists in columns: which column is sorted and how an address says it, the words of the head, the parts of a long
//! list. The page itself draws them by `part::table_head` and `part::pager`; all of it works by links.

/// A column as a module names it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Its word in addresses; empty for a column that cannot be sorted.
    pub key: &'static str,
    /// Its word on screen.
    pub word: &'static str,
    /// Whether it holds numbers, which stand at the end of their cell.
    pub number: bool,
}

impl Column {
    /// A column that sorts.
    pub(crate) fn sorts(key: &'static str, word: &'static str) -> Self {
        Self {
            key,
            word,
            number: false,
        }
    }

    /// A column that stands as it is.
    pub(crate) fn fixed(word: &'static str) -> Self {
        Self::sorts("", word)
    }

    /// The same with numbers in it.
    pub(crate) fn of_numbers(self) -> Self {
        Self {
            number: true,
            ..self
        }
    }
}

/// By which column a list is sorted, and whether from the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sort {
    /// The column's word in addresses.
    pub key: &'static str,
    /// Whether the last stands first.
    pub down: bool,
}

impl Sort {
    /// Reads `name` or `-name` as an address says it; anything else is the list's own order.
    pub(crate) fn asked(text: &str, columns: &[Column]) -> Option<Self> {
        let (name, down) = match text.strip_prefix('-') {
            Some(name) => (name, true),
            None => (text, false),
        };
        let mut known = columns.iter().filter(|column| !column.key.is_empty());
        known.find(|column| column.key == name).map(|column| Self {
            key: column.key,
            down,
        })
    }

    /// How an address says it.
    pub(crate) fn tag(self) -> String {
        let sign = if self.down { "-" } else { "" };
        [sign, self.key].concat()
    }

    /// Puts rows into this order by what `part` says of each; equal ones stay as they stood.
    pub(crate) fn order<T, K: Ord>(self, rows: &mut [T], part: impl Fn(&T) -> K) {
        if self.down {
            rows.sort_by_cached_key(|row| std::cmp::Reverse(part(row)));
        } else {
            rows.sort_by_cached_key(part);
        }
    }
}

/// One heading as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// The word.
    pub word: &'static str,
    /// Whether numbers stand below it.
    pub number: bool,
    /// Where a click on it leads; empty for a column that cannot be sorted.
    pub href: String,
    /// `ascending`, `descending`, or empty.
    pub sorted: &'static str,
}

/// The headings over a list: a click sorts up, the next one down, the third gives the list's own order back.
/// `address` makes the address of the same list from the word of a sort, empty for none.
pub(crate) fn heads(
    columns: &[Column],
    sort: Option<Sort>,
    address: impl Fn(&str) -> String,
) -> Vec<Head> {
    let head = |column: &Column| {
        let mine = sort.filter(|sort| sort.key == column.key);
        let next = match mine {
            None => Some(false),
            Some(Sort { down: false, .. }) => Some(true),
            Some(Sort { down: true, .. }) => None,
        };
        let next = next.map(|down| Sort {
            key: column.key,
            down,
        });
        Head {
            word: column.word,
            number: column.number,
            href: if column.key.is_empty() {
                String::new()
            } else {
                address(&next.map(Sort::tag).unwrap_or_default())
            },
            sorted: match mine {
                None => "",
                Some(Sort { down: false, .. }) => "ascending",
                Some(Sort { down: true, .. }) => "descending",
            },
        }
    };
    columns.iter().map(head).collect()
}

/// Which part of a long list is shown, and the ways to the parts beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pages {
    /// The place of the first row, from 1.
    pub first: usize,
    /// The place of the last row.
    pub last: usize,
    /// How many there are in all.
    pub total: usize,
    /// The address of the part before; empty for none.
    pub before: String,
    /// The address of the part after; empty for none.
    pub after: String,
    /// The word of the link before.
    pub before_word: &'static str,
    /// The word of the link after.
    pub after_word: &'static str,
}

/// A cut through a long list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Which part, from 1.
    pub page: usize,
    /// How many rows a part has.
    pub size: usize,
    /// How many rows there are.
    pub total: usize,
}

impl Cut {
    /// The part an address asks for, or the nearest there is.
    pub(crate) fn asked(text: &str, size: usize, total: usize) -> Self {
        let last = total.div_ceil(size.max(1)).max(1);
        Self {
            page: text.parse::<usize>().unwrap_or(1).clamp(1, last),
            size: size.max(1),
            total,
        }
    }

    /// How many rows stand before it.
    pub(crate) fn skipped(self) -> usize {
        self.page.saturating_sub(1).saturating_mul(self.size)
    }

    /// The ways on; none where everything is shown. `address` makes the address of a part from its number.
    pub(crate) fn pages(
        self,
        words: (&'static str, &'static str),
        address: impl Fn(usize) -> String,
    ) -> Option<Pages> {
        if self.total <= self.size {
            return None;
        }
        let last = self.skipped().saturating_add(self.size).min(self.total);
        let way = |there: bool, page: usize| {
            if there { address(page) } else { String::new() }
        };
        Some(Pages {
            first: self.skipped().saturating_add(1),
            last,
            total: self.total,
            before: way(self.page > 1, self.page.saturating_sub(1)),
            after: way(last < self.total, self.page.saturating_add(1)),
            before_word: words.0,
            after_word: words.1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column> {
        vec![
            Column::sorts("name", "氏名"),
            Column::fixed("印"),
            Column::sorts("count", "件数").of_numbers(),
        ]
    }

    #[test]
    fn a_heading_sorts_up_then_down_then_not() {
        let step = |asked: &str| {
            let sort = Sort::asked(asked, &columns());
            let heads = heads(&columns(), sort, |tag| format!("?sort={tag}"));
            (heads[0].sorted, heads[0].href.clone())
        };
        assert_eq!(step(""), ("", "?sort=name".to_owned()));
        assert_eq!(step("name"), ("ascending", "?sort=-name".to_owned()));
        assert_eq!(step("-name"), ("descending", "?sort=".to_owned()));
        assert_eq!(step("count").0, "");
    }

    #[test]
    fn only_a_column_that_sorts_is_taken_from_an_address() {
        for nonsense in ["", "-", "印", "nobody", "--name"] {
            assert_eq!(Sort::asked(nonsense, &columns()), None, "{nonsense}");
        }
        let heads = heads(&columns(), None, str::to_owned);
        assert!(heads[1].href.is_empty() && heads[2].number);
    }

    #[test]
    fn equal_rows_stay_as_they_stood_either_way_round() {
        let mut rows = vec![("b", 1), ("a", 1), ("c", 0)];
        let sort = |down| Sort { key: "count", down };
        sort(false).order(&mut rows, |row| row.1);
        assert_eq!(rows, [("c", 0), ("b", 1), ("a", 1)]);
        sort(true).order(&mut rows, |row| row.1);
        assert_eq!(rows, [("b", 1), ("a", 1), ("c", 0)]);
    }

    #[test]
    fn a_cut_never_leads_beyond_the_list() {
        let pages = |asked: &str, total| {
            Cut::asked(asked, 100, total).pages(("前", "次"), |page| page.to_string())
        };
        assert_eq!(pages("1", 100), None);
        let last = pages("9", 250).expect("parts");
        assert_eq!((last.first, last.last), (201, 250));
        assert_eq!((last.before.as_str(), last.after.as_str()), ("2", ""));
        assert_eq!(pages("x", 101).expect("parts").after, "2");
        assert_eq!(Cut::asked("0", 0, 0).page, 1);
    }
}
