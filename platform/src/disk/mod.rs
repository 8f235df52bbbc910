//! A folder of files as the durable parts of the platform see it: writes that are only promised once they are
//! synced, and names that are only promised once the folder is.
//!
//! [`Folder`] is a real one. [`SimDisk`] remembers every operation and can be cut off at any of them, keeping,
//! dropping and tearing whatever had not been synced.

mod folder;
mod sim;

use std::fmt::Debug;
use std::io;
use std::sync::Arc;

pub use folder::Folder;
pub use sim::{Crashes, SimDisk};

/// A folder of files.
pub trait Disk: Debug + Send + Sync + 'static {
    /// The names in it.
    fn list(&self) -> io::Result<Vec<String>>;
    /// Makes a new, empty file; an error when the name is taken.
    fn create(&self, name: &str) -> io::Result<Arc<dyn DiskFile>>;
    /// Opens a file that is there.
    fn open(&self, name: &str) -> io::Result<Arc<dyn DiskFile>>;
    /// Gives a file another name, in place of what had it before.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// Removes a name.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// Makes the names made and removed so far survive a power cut.
    fn sync(&self) -> io::Result<()>;
}

/// One file, written and read anywhere.
pub trait DiskFile: Debug + Send + Sync + 'static {
    /// How long it is.
    fn size(&self) -> io::Result<u64>;
    /// Fills `out` from `offset`; an error when the file ends before.
    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()>;
    /// Writes all of `bytes` at `offset`, growing the file when needed.
    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()>;
    /// Cuts or grows it; what is grown reads as zeros.
    fn set_size(&self, size: u64) -> io::Result<()>;
    /// Grows it to `size` with the room reserved, so that writing there needs no more.
    fn reserve(&self, size: u64) -> io::Result<()>;
    /// Makes what was written so far survive a power cut.
    fn sync(&self) -> io::Result<()>;
}
