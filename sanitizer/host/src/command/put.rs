//! Writes a new file: whole or not at all, never over another, never outside the output folder.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, Mode, OFlags, RenameFlags};

/// So many files of one name are enough.
const MOST_COPIES: u32 = 10_000;

/// Puts bytes under a name into a folder inside `output`; where the name is taken, a number is added.
pub(super) fn put(
    output: &Path,
    under: &[String],
    name: &str,
    bytes: &[u8],
) -> io::Result<PathBuf> {
    let folder = folder(output, under)?;
    let made = Made::whole(&folder, bytes)?;
    let (stem, extension) = sekisho_ir::name::split_extension(name);
    let mut path = folder.join(name);
    for copy in 2..MOST_COPIES {
        match made.name(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let dot = if extension.is_empty() { "" } else { "." };
                path = folder.join(format!("{stem} ({copy}){dot}{extension}"));
            }
            Err(error) => return Err(error),
            Ok(()) => return Ok(path),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Makes the folders one by one; a link among them could lead anywhere, so it is refused.
fn folder(output: &Path, under: &[String]) -> io::Result<PathBuf> {
    let mut folder = output.to_owned();
    for name in under {
        folder.push(name);
        match fs::create_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if !fs::symlink_metadata(&folder)?.is_dir() {
                    return Err(io::ErrorKind::NotADirectory.into());
                }
            }
            made => made?,
        }
    }
    Ok(folder)
}

/// A file that is whole and has no name of its own yet.
enum Made {
    /// Without any name: if the program ends here, nothing is left of it.
    Nameless(File),
    /// Under a temporary name, where the file system knows no files without one.
    Hidden(PathBuf),
}

impl Made {
    fn whole(folder: &Path, bytes: &[u8]) -> io::Result<Self> {
        let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(0o666);
        if let Ok(nameless) = rustix::fs::open(folder, flags, mode) {
            let mut file = File::from(nameless);
            file.write_all(bytes)?;
            return Ok(Self::Nameless(file));
        }
        Self::hidden(folder, bytes)
    }

    fn hidden(folder: &Path, bytes: &[u8]) -> io::Result<Self> {
        let path = folder.join(format!(".sekisho-{}.part", std::process::id()));
        let mut file = File::create_new(&path)?;
        // From here on it is taken away again, unless it gets its name.
        let made = Self::Hidden(path);
        file.write_all(bytes)?;
        Ok(made)
    }

    /// Gives it a name that nothing has yet.
    fn name(&self, path: &Path) -> io::Result<()> {
        match self {
            Self::Nameless(file) => {
                use std::os::fd::AsRawFd;
                let own = format!("/proc/self/fd/{}", file.as_raw_fd());
                rustix::fs::linkat(CWD, own, CWD, path, AtFlags::SYMLINK_FOLLOW)?;
            }
            Self::Hidden(own) => {
                let flags = RenameFlags::NOREPLACE;
                match rustix::fs::renameat_with(CWD, own, CWD, path, flags) {
                    // Not every file system can say "unless there is one"; a second name says the same.
                    Err(rustix::io::Errno::INVAL) => fs::hard_link(own, path)?,
                    named => named?,
                }
            }
        }
        Ok(())
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        if let Self::Hidden(path) = self {
            // Gone already where it was renamed.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Made, put};

    #[test]
    fn nothing_is_written_over_and_nothing_temporary_stays() {
        let folder = tempfile::tempdir().unwrap();
        let under = ["課".to_owned()];
        let first = put(folder.path(), &under, "a.txt", b"1").unwrap();
        let second = put(folder.path(), &under, "a.txt", b"2").unwrap();
        assert_eq!(fs::read(first).unwrap(), b"1");
        assert!(second.ends_with("課/a (2).txt"));
        let hidden = Made::hidden(folder.path(), b"3").unwrap();
        let taken = hidden.name(&second).unwrap_err();
        assert_eq!(taken.kind(), std::io::ErrorKind::AlreadyExists);
        hidden.name(&folder.path().join("b.txt")).unwrap();
        drop(hidden);
        drop(Made::hidden(folder.path(), b"4").unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        assert_eq!(fs::read(folder.path().join("b.txt")).unwrap(), b"3");
    }

    #[test]
    fn a_link_in_the_output_leads_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("sub")).unwrap();
        assert!(put(folder.path(), &["sub".to_owned()], "a.txt", b"1").is_err());
        std::os::unix::fs::symlink(elsewhere.path().join("x"), folder.path().join("b.txt"))
            .unwrap();
        let put = put(folder.path(), &[], "b.txt", b"1").unwrap();
        assert!(put.ends_with("b (2).txt"));
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}
