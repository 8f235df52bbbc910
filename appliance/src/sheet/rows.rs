//! The rows of a table in one piece of memory: a list of thousands is made without as many pieces for each cell.

/// Rows of cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    text: String,
    /// Where each cell ends in the text.
    cells: Vec<usize>,
    /// Where each row ends among the cells.
    ends: Vec<usize>,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    of: &'a Rows,
    from: usize,
    end: usize,
}

impl Rows {
    /// One more row.
    pub(crate) fn push<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        for cell in cells {
            self.text.push_str(cell.as_ref());
            self.cells.push(self.text.len());
        }
        self.ends.push(self.cells.len());
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Each row.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        let mut from = 0;
        self.ends.iter().map(move |end| {
            let of = self;
            let row = Row {
                of,
                from,
                end: *end,
            };
            from = *end;
            row
        })
    }

    /// How long all cells are, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }

    fn start(&self, cell: usize) -> usize {
        let before = cell.checked_sub(1).and_then(|cell| self.cells.get(cell));
        before.copied().unwrap_or(0)
    }
}

impl<'a> Row<'a> {
    /// Each cell.
    pub(crate) fn cells(self) -> impl Iterator<Item = &'a str> {
        let Row { of, from, end } = self;
        (from..end).map(move |cell| {
            let text = of.start(cell)..of.start(cell.saturating_add(1));
            of.text.get(text).unwrap_or_default()
        })
    }
}
