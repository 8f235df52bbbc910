//! What the host tells a reader besides the bytes. A hint only: the reader believes the bytes.

use serde::{Deserialize, Serialize};

/// One reading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadJob {
    /// The name the bytes came under.
    pub name: Option<String>,
    /// True where the bytes are a whole mail, whatever they look like.
    pub as_mail: bool,
}
