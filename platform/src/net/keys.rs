//! Keys in files that only their owner can read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use ed25519_dalek::{SigningKey, VerifyingKey};

use crate::id::Ids;

/// How a key file fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The file cannot be read.
    #[error("reading the key file {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("writing the key file {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Others than its owner may read it.
    #[error("refusing the key file {}: others may read it (mode {mode:o}, want 600)", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// It holds no key.
    #[error("the file {} holds no key", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
    },
}

/// The signing key in `path`, made when there is none; its public half is kept beside it as `<path>.pub`.
pub fn load_or_create_signing(path: &Path, ids: &dyn Ids) -> Result<SigningKey, KeyError> {
    if path.exists() {
        return load_signing(path);
    }
    let key = SigningKey::from_bytes(&ids.secret());
    write_private(
        path,
        format!("{}\n", BASE64.encode(key.as_bytes())).as_bytes(),
    )?;
    write_public(&public_path(path), &key.verifying_key())?;
    Ok(key)
}

/// The signing key in `path`.
pub fn load_signing(path: &Path) -> Result<SigningKey, KeyError> {
    let bytes = decode(path, &read_private(path)?)?;
    Ok(SigningKey::from_bytes(&bytes))
}

/// The public key in `path`.
pub fn load_verifying(path: &Path) -> Result<VerifyingKey, KeyError> {
    let text = fs::read(path).map_err(|source| KeyError::Read {
        path: path.to_owned(),
        source,
    })?;
    VerifyingKey::from_bytes(&decode(path, &text)?).map_err(|_| KeyError::Malformed {
        path: path.to_owned(),
    })
}

/// Where the public half of the key in `path` is kept.
pub fn public_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".pub");
    name.into()
}

/// Writes a public key for others to read.
pub fn write_public(path: &Path, key: &VerifyingKey) -> Result<(), KeyError> {
    write(
        path,
        format!("{}\n", BASE64.encode(key.as_bytes())).as_bytes(),
        0o644,
    )
}

/// Writes a file only its owner can read: whole or not at all, and synced.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), KeyError> {
    write(path, bytes, 0o600)
}

/// Reads a file, refusing it when others than its owner may read it.
pub fn read_private(path: &Path) -> Result<Vec<u8>, KeyError> {
    let failed = |source| KeyError::Read {
        path: path.to_owned(),
        source,
    };
    let mode = fs::metadata(path).map_err(failed)?.mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyError::Exposed {
            path: path.to_owned(),
            mode,
        });
    }
    fs::read(path).map_err(failed)
}

fn write(path: &Path, bytes: &[u8], mode: u32) -> Result<(), KeyError> {
    let failed = |source| KeyError::Write {
        path: path.to_owned(),
        source,
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let mut staged = path.as_os_str().to_owned();
    staged.push(".new");
    let staged = PathBuf::from(staged);
    let _ = fs::remove_file(&staged);
    let write = || {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(&staged)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&staged, path)?;
        File::open(folder)?.sync_all()
    };
    write().map_err(failed)
}

fn decode(path: &Path, text: &[u8]) -> Result<[u8; 32], KeyError> {
    BASE64
        .decode(text.trim_ascii())
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| KeyError::Malformed {
            path: path.to_owned(),
        })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::id::SystemIds;

    #[test]
    fn a_key_is_made_once_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys").join("seal.key");
        let made = load_or_create_signing(&path, &SystemIds).unwrap();
        let again = load_or_create_signing(&path, &SystemIds).unwrap();
        assert_eq!(made, again);
        assert_eq!(
            load_verifying(&public_path(&path)).unwrap(),
            made.verifying_key()
        );
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_key_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seal.key");
        load_or_create_signing(&path, &SystemIds).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(
            load_signing(&path),
            Err(KeyError::Exposed { mode: 0o640, .. })
        ));
    }

    #[test]
    fn a_file_that_is_no_key_is_told_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seal.key");
        write_private(&path, b"short").unwrap();
        assert!(matches!(
            load_signing(&path),
            Err(KeyError::Malformed { .. })
        ));
    }
}
