//! The host's own recognisers of what the writer made, taken in by their source: they are no part of its interface.

#[path = "../../host/src/recheck/paper.rs"]
mod paper;
#[path = "../../host/src/recheck/walk.rs"]
mod walk;

/// True where the re-check takes these bytes for a paper of ours.
pub fn is_paper(bytes: &[u8]) -> bool {
    paper::is_paper(bytes).is_some()
}
