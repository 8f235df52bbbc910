//! Passwords: argon2id, few at a time, on threads of their own. A name that does not exist costs as much as one that does.

use super::threads::Threads;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use sekisho_platform::id::Ids;
use std::sync::Arc;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

/// How hashing fails.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PasswordError {
    /// The parameters or the memory were refused.
    #[error("hashing a password")]
    Hash(#[source] argon2::password_hash::Error),
    /// The threads could not be started.
    #[error("starting the threads that hash passwords")]
    Threads(#[source] std::io::Error),
    /// The program is stopping.
    #[error("waiting for a turn to hash a password")]
    Stopping,
}

/// More bytes than the longest password of ours has.
const LONGEST: usize = 1_024;

/// The one form of a password, whichever keyboard wrote it (NIST SP 800-63B-4: NFKC before hashing): half-width and
/// full-width letters, and letters put together from parts, are the same.
pub(crate) fn normal(password: &str) -> String {
    password.nfkc().collect()
}

/// How much work a hash is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes.
    pub passes: u32,
}

impl Cost {
    /// What a running appliance uses: 19 MiB, two passes.
    pub(crate) const PROPER: Self = Self {
        memory: 19_456,
        passes: 2,
    };

    /// For tests of everything else than the hash itself.
    #[cfg(test)]
    pub(crate) const CHEAP: Self = Self {
        memory: 64,
        passes: 1,
    };
}

/// Hashes and verifies, at most a few at once.
#[derive(Clone, Debug)]
pub(crate) struct Passwords {
    /// Whoever goes away while they wait for a turn is not hashed for.
    turns: Arc<Semaphore>,
    threads: Threads,
    cost: Cost,
    /// Verified when there is no such person, so that the answer takes as long.
    nobody: Arc<str>,
}

impl Passwords {
    /// A hasher that runs `at_once` hashes together.
    pub(crate) fn new(cost: Cost, at_once: usize, ids: &dyn Ids) -> Result<Self, PasswordError> {
        let nobody = hash_now(cost, &ids.secret(), ids.secret())?;
        Ok(Self {
            turns: Arc::new(Semaphore::new(at_once.max(1))),
            threads: Threads::start(at_once).map_err(PasswordError::Threads)?,
            cost,
            nobody: nobody.into(),
        })
    }

    /// Does other heavy work about passwords on a thread of its own, waiting for a turn like a hash.
    pub(super) async fn beside<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> R + Send + 'static,
    ) -> Result<R, PasswordError> {
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| PasswordError::Stopping)?;
        let done = self.threads.run(move || {
            let _turn = turn;
            work()
        });
        done.await.ok_or(PasswordError::Stopping)
    }

    /// Hashes a new password, waiting for a turn.
    pub(crate) async fn hash(
        &self,
        password: String,
        salt: [u8; 32],
    ) -> Result<String, PasswordError> {
        let cost = self.cost;
        self.beside(move || hash_now(cost, normal(&password).as_bytes(), salt))
            .await?
    }

    /// Whether the password is the one behind the hash; with no hash the same work is done for nothing.
    pub(crate) async fn verify(
        &self,
        password: String,
        hash: Option<String>,
    ) -> Result<bool, PasswordError> {
        let nobody = Arc::clone(&self.nobody);
        self.beside(move || {
            // One longer than any of ours is not worth a hash, yet must cost one.
            let password = if password.len() > LONGEST {
                String::new()
            } else {
                normal(&password)
            };
            let known = hash.is_some();
            let stored = hash.as_deref().unwrap_or(&nobody);
            let right = matches(password.as_bytes(), stored);
            known && right
        })
        .await
    }
}

/// Hashes here and now; for seeding, where a thread may block.
pub(crate) fn hash_now(
    cost: Cost,
    password: &[u8],
    salt: [u8; 32],
) -> Result<String, PasswordError> {
    let params = Params::new(cost.memory, cost.passes, 1, None)
        .map_err(|error| PasswordError::Hash(error.into()))?;
    let salt: Vec<u8> = salt.iter().copied().take(16).collect();
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        hash: Some(output(&params, password, &salt).map_err(PasswordError::Hash)?),
        salt: Some(Salt::new(&salt).map_err(|error| PasswordError::Hash(error.into()))?),
        params: ParamsString::try_from(&params).map_err(PasswordError::Hash)?,
    };
    Ok(hash.to_string())
}

/// Whether a password is the one behind a hash of ours. The comparison takes the same time wherever it differs.
fn matches(password: &[u8], stored: &str) -> bool {
    let Ok(stored) = PasswordHash::new(stored) else {
        return false;
    };
    let ours = stored.algorithm == Algorithm::Argon2id.ident()
        && stored.version == Some(Version::V0x13.into());
    let (Ok(params), Some(salt), true) = (Params::try_from(&stored), &stored.salt, ours) else {
        return false;
    };
    output(&params, password, salt).is_ok_and(|output| stored.hash == Some(output))
}

fn output(
    params: &Params,
    password: &[u8],
    salt: &[u8],
) -> Result<Output, argon2::password_hash::Error> {
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    argon.hash_password_into_with_memory(password, salt, &mut out, memory(params.block_count()))?;
    Ok(Output::new(&out)?)
}

/// Working memory that goes back to the machine the moment it is dropped. The C library keeps freed blocks of up to
/// 32 MiB for the thread that had them; what is reserved beyond that is mapped by itself, and what is never touched
/// costs nothing. Without this, every thread that ever checked a password would hold 19 MiB for ever.
fn memory(blocks: usize) -> Vec<Block> {
    const MAPPED: usize = 33 * 1024 * 1024 / Block::SIZE;
    let mut memory = Vec::with_capacity(blocks.max(MAPPED));
    memory.resize(blocks, Block::new());
    memory
}

#[cfg(test)]
mod tests {
    use super::*;
    use sekisho_platform::id::CountingIds;

    #[tokio::test]
    async fn only_the_right_password_of_a_real_person_is_right() {
        let ids = CountingIds::new();
        let passwords = Passwords::new(Cost::CHEAP, 2, &ids).expect("hasher");
        let hash = passwords
            .hash("鳥の声で始まる朝".to_owned(), ids.secret())
            .await
            .expect("hash");
        assert!(hash.starts_with("$argon2id$"));
        assert!(
            passwords
                .verify("鳥の声で始まる朝".to_owned(), Some(hash.clone()))
                .await
                .expect("verify")
        );
        assert!(
            !passwords
                .verify("鳥の声で始まる夜".to_owned(), Some(hash))
                .await
                .expect("verify")
        );
        let typed_wide = passwords
            .hash("ﾄﾘの声ABC".to_owned(), ids.secret())
            .await
            .expect("hash");
        assert!(
            passwords
                .verify("トリの声ＡＢＣ".to_owned(), Some(typed_wide))
                .await
                .expect("verify"),
            "the width of letters is the keyboard's, not the person's"
        );
        assert!(
            !passwords
                .verify("なんでも".to_owned(), None)
                .await
                .expect("verify")
        );
    }

    #[test]
    fn our_hashes_are_those_of_the_standard() {
        use argon2::password_hash::{PasswordHasher, PasswordVerifier};
        let ours = hash_now(Cost::CHEAP, "鳥の声".as_bytes(), [3; 32]).expect("hash");
        let parsed = PasswordHash::new(&ours).expect("a PHC string");
        Argon2::default()
            .verify_password("鳥の声".as_bytes(), &parsed)
            .expect("the library agrees");
        let theirs: PasswordHash = Argon2::default()
            .hash_password_with_salt(b"x", &[4; 16])
            .expect("the library hashes");
        assert!(matches(b"x", &theirs.to_string()));
        for bad in [
            "",
            "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAA",
            "$argon2id$v=19$m=64,t=1,p=1",
        ] {
            assert!(!matches(b"x", bad), "{bad}");
        }
    }

    #[test]
    fn the_proper_cost_is_the_one_on_record() {
        let hash = hash_now(Cost::PROPER, b"x", [1; 32]).expect("hash");
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
    }
}
