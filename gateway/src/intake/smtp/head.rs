//! A look at a message's head while it passes: only what tells that the message goes round.
//!
//! It reads nothing else and keeps at most one line's beginning.

/// When a message counts as going round.
#[derive(Debug, Clone)]
pub(crate) struct HeadLimits {
    /// More `Received` lines than this.
    pub(crate) hops: u32,
    /// A `Sekisho-Node` line with this name: it has been here.
    pub(crate) node: String,
}

/// The beginning of a line that is enough to know it.
const ENOUGH: usize = 128;

/// Watches the lines of a head until the empty line that ends it.
#[derive(Debug)]
pub(super) struct Head {
    limits: HeadLimits,
    line: Vec<u8>,
    received: u32,
    over: bool,
}

impl Head {
    pub(super) fn new(limits: HeadLimits) -> Self {
        Self {
            limits,
            line: Vec::new(),
            received: 0,
            over: false,
        }
    }

    /// Some of a line.
    pub(super) fn text(&mut self, bytes: &[u8]) {
        if !self.over {
            let room = ENOUGH.saturating_sub(self.line.len()).min(bytes.len());
            self.line
                .extend_from_slice(bytes.get(..room).unwrap_or_default());
        }
    }

    /// The end of a line; answers whether the message goes round.
    pub(super) fn line_end(&mut self) -> bool {
        if self.over {
            return false;
        }
        if self.line.is_empty() {
            self.over = true;
            return false;
        }
        if value_of(&self.line, b"received").is_some() {
            self.received = self.received.saturating_add(1);
        }
        let ours = value_of(&self.line, b"sekisho-node").is_some_and(|value| {
            value
                .trim_ascii()
                .eq_ignore_ascii_case(self.limits.node.as_bytes())
        });
        self.line.clear();
        ours || self.received > self.limits.hops
    }
}

fn value_of<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let (start, rest) = line.split_at_checked(name.len())?;
    let value = rest.trim_ascii_start().strip_prefix(b":")?;
    start.eq_ignore_ascii_case(name).then_some(value)
}
