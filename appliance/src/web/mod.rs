//! What every page stands in: the frame, its words, the files it loads, the headers it is sent with.

pub(crate) mod assets;
pub(crate) mod layout;
pub(crate) mod text;
