//! BIFF12 records written by hand: a part is a row of them, a body a row of fields.

/// A part being written.
#[derive(Clone, Default)]
pub(crate) struct Part(pub(crate) Vec<u8>);

/// The body of a record being written.
#[derive(Clone, Default)]
pub(crate) struct Body(pub(crate) Vec<u8>);

impl Part {
    /// Adds a record.
    pub(crate) fn record(mut self, id: u16, body: &Body) -> Self {
        if id < 128 {
            self.0.push(id as u8);
        } else {
            self.0.extend([(id & 0x7f) as u8 | 0x80, (id >> 7) as u8]);
        }
        let mut size = body.0.len();
        while size >= 128 {
            self.0.push((size & 0x7f) as u8 | 0x80);
            size >>= 7;
        }
        self.0.push(size as u8);
        self.0.extend_from_slice(&body.0);
        self
    }

    /// Adds a record without a body.
    pub(crate) fn bare(self, id: u16) -> Self {
        self.record(id, &Body::default())
    }
}

/// An empty body.
pub(crate) fn body() -> Body {
    Body::default()
}

impl Body {
    pub(crate) fn raw(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    pub(crate) fn u8(self, value: u8) -> Self {
        self.raw(&[value])
    }

    pub(crate) fn u16(self, value: u16) -> Self {
        self.raw(&value.to_le_bytes())
    }

    pub(crate) fn u32(self, value: u32) -> Self {
        self.raw(&value.to_le_bytes())
    }

    /// Several numbers of four bytes.
    pub(crate) fn many(self, values: &[u32]) -> Self {
        values.iter().fold(self, |body, value| body.u32(*value))
    }

    pub(crate) fn f64(self, value: f64) -> Self {
        self.raw(&value.to_le_bytes())
    }

    pub(crate) fn wide(self, text: &str) -> Self {
        let units: Vec<u16> = text.encode_utf16().collect();
        let body = self.u32(units.len() as u32);
        units.iter().fold(body, |body, unit| body.u16(*unit))
    }

    pub(crate) fn null(self) -> Self {
        self.u32(u32::MAX)
    }

    /// A formula: its tokens, and nothing that belongs to them.
    pub(crate) fn formula(self, tokens: &[u8]) -> Self {
        self.formula_with(tokens, &[])
    }

    pub(crate) fn formula_with(self, tokens: &[u8], extra: &[u8]) -> Self {
        self.u32(tokens.len() as u32)
            .raw(tokens)
            .u32(extra.len() as u32)
            .raw(extra)
    }

    /// The beginning of a cell: its column and style.
    pub(crate) fn cell(self, column: u32, style: u32) -> Self {
        self.u32(column).u32(style)
    }
}

/// A row with nothing special.
pub(crate) fn row(number: u32) -> Body {
    body().u32(number).u32(0).u16(300).raw(&[0, 0, 0]).u32(0)
}

/// A sheet of the workbook.
pub(crate) fn bundle(state: u32, number: u32, relation: &str, name: &str) -> Body {
    body().u32(state).u32(number).wide(relation).wide(name)
}

/// A name of the whole workbook or of one sheet.
pub(crate) fn name(flags: u16, sheet: u32, text: &str, tokens: &[u8]) -> Body {
    body()
        .u16(flags)
        .u16(0)
        .u8(0)
        .u32(sheet)
        .wide(text)
        .formula(tokens)
        .null()
}
