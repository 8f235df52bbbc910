//! Keys in files: 32 bytes in base64 on one line, the secret ones readable by their owner only.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use ed25519_dalek::{SigningKey, VerifyingKey};

use crate::id::Ids;

/// A key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read.
    #[error("reading the key {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Others than its owner may read a secret key.
    #[error("refusing the key {}: others may read it (mode {mode:o}, 600 is expected)", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The file is not a key.
    #[error("understanding the key {}: 32 bytes in base64 on one line are expected", path.display())]
    Understand {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be written.
    #[error("writing the key {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// The signing key in the file; made, mode 0600, when there is none; refused when others may read it.
pub fn load_or_create_signing(path: &Path, ids: &dyn Ids) -> Result<SigningKey, KeyError> {
    load_or_create_secret(path, ids).map(|bytes| SigningKey::from_bytes(&bytes))
}

/// Thirty-two secret bytes in the file; made, mode 0600, when there is none; refused when others may read them.
pub fn load_or_create_secret(path: &Path, ids: &dyn Ids) -> Result<[u8; 32], KeyError> {
    match fs::read_to_string(path) {
        Ok(text) => {
            let mode = fs::metadata(path).map_err(|source| KeyError::Read {
                path: path.to_owned(),
                source,
            })?;
            let mode = mode.permissions().mode() & 0o777;
            if mode & 0o077 != 0 {
                return Err(KeyError::Exposed {
                    path: path.to_owned(),
                    mode,
                });
            }
            bytes_of(path, &text)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let bytes = ids.secret();
            write(path, &bytes, 0o600)?;
            Ok(bytes)
        }
        Err(source) => Err(KeyError::Read {
            path: path.to_owned(),
            source,
        }),
    }
}

/// The public key in the file.
pub fn load_verifying(path: &Path) -> Result<VerifyingKey, KeyError> {
    let text = fs::read_to_string(path).map_err(|source| KeyError::Read {
        path: path.to_owned(),
        source,
    })?;
    VerifyingKey::from_bytes(&bytes_of(path, &text)?).map_err(|_| KeyError::Understand {
        path: path.to_owned(),
    })
}

/// Writes a public key, whatever was there before.
pub fn write_verifying(path: &Path, key: &VerifyingKey) -> Result<(), KeyError> {
    write(path, key.as_bytes(), 0o644)
}

fn bytes_of(path: &Path, text: &str) -> Result<[u8; 32], KeyError> {
    BASE64
        .decode(text.trim().as_bytes())
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| KeyError::Understand {
            path: path.to_owned(),
        })
}

/// Writes beside and renames, so that half a key is never read.
fn write(path: &Path, bytes: &[u8; 32], mode: u32) -> Result<(), KeyError> {
    let failed = |source| KeyError::Write {
        path: path.to_owned(),
        source,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let beside = path.with_added_extension("new");
    let _ = fs::remove_file(&beside);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(&beside)
        .map_err(failed)?;
    writeln!(file, "{}", BASE64.encode(bytes)).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    fs::rename(&beside, path).map_err(failed)?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new(".")))
        .and_then(|folder| folder.sync_all())
        .map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CountingIds;

    #[test]
    fn a_key_is_made_once_and_kept_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys").join("seal.key");
        let ids = CountingIds::new();
        let made = load_or_create_signing(&path, &ids).unwrap();
        let again = load_or_create_signing(&path, &ids).unwrap();
        assert_eq!(made.to_bytes(), again.to_bytes());
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(load_or_create_secret(&path, &ids).unwrap(), made.to_bytes());
        let public = folder.path().join("seal.pub");
        write_verifying(&public, &made.verifying_key()).unwrap();
        assert_eq!(load_verifying(&public).unwrap(), made.verifying_key());
    }

    #[test]
    fn a_secret_key_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seal.key");
        load_or_create_signing(&path, &CountingIds::new()).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let refused = load_or_create_signing(&path, &CountingIds::new());
        assert!(matches!(
            refused,
            Err(KeyError::Exposed { mode: 0o640, .. })
        ));
    }

    #[test]
    fn a_file_that_is_no_key_is_told_and_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seal.key");
        fs::write(&path, "not a key").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        let refused = load_or_create_signing(&path, &CountingIds::new());
        assert!(matches!(refused, Err(KeyError::Understand { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "not a key");
    }
}
