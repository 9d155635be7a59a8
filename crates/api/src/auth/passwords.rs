//! Hashing passwords with Argon2id: slow on purpose, so only a few at a time and never where the
//! database is written.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, Params};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use unicode_normalization::UnicodeNormalization;

use crate::app::blocking;
use crate::refusal::Refusal;

/// Hashes passwords, a few at a time: each takes some 19 MiB.
pub struct Passwords {
    turns: Arc<Semaphore>,
}

/// A turn at hashing; others wait until it is dropped.
pub struct Turn {
    _permit: OwnedSemaphorePermit,
}

/// What came of comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Not this password.
    Wrong,
    /// This password.
    Right,
    /// This password, but hashed by older rules; here it is by the present ones.
    Outdated(String),
}

const AT_ONCE: usize = 4;

/// Stands in where there is no hash, so that a missing user takes as long as a wrong password. It is written out,
/// because one made at run time could fail to be made, and then nobody would be told apart by the clock.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$8cavA/m3NOdYFaSYH7U10A$ActCEY/ygKyQG/xLBfMSRFs/WBtd+PRjlYbRipnPFCw";

impl Passwords {
    /// With as many turns as there are processors, at most four.
    pub fn new() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            turns: Arc::new(Semaphore::new(processors.min(AT_ONCE))),
        }
    }

    /// Waits for a turn.
    pub async fn turn(&self) -> Result<Turn, Refusal> {
        let permit = Arc::clone(&self.turns).acquire_owned().await;
        permit
            .map(|permit| Turn { _permit: permit })
            .map_err(|_| Refusal::internal())
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

impl Turn {
    /// The hash to store for a password.
    pub async fn hash(&self, password: &str) -> Result<String, Refusal> {
        let password = normal(password);
        blocking(move || hash(password.as_bytes()).ok_or_else(Refusal::internal)).await
    }

    /// Compares with a stored hash. Without one it takes as long and says no.
    pub async fn compare(
        &self,
        password: &str,
        stored: Option<String>,
    ) -> Result<Verdict, Refusal> {
        let password = normal(password);
        blocking(move || Ok(compare(password.as_bytes(), stored.as_deref()))).await
    }
}

/// The same password from every keyboard: NFC.
pub fn normal(password: &str) -> String {
    password.nfc().collect()
}

/// The hash to store for a password, now and here: for the command line, where nobody waits.
pub fn hash_now(password: &str) -> Option<String> {
    hash(normal(password).as_bytes())
}

fn hash(password: &[u8]) -> Option<String> {
    let hash: PasswordHash = Argon2::default().hash_password(password).ok()?;
    Some(hash.to_string())
}

fn compare(password: &[u8], stored: Option<&str>) -> Verdict {
    let against = stored.unwrap_or(NOBODY);
    let Ok(parsed) = PasswordHash::new(against) else {
        return Verdict::Wrong;
    };
    let same = Argon2::default().verify_password(password, &parsed).is_ok();
    if !same || stored.is_none() {
        return Verdict::Wrong;
    }
    if Params::try_from(&parsed).is_ok_and(|params| is_current(&params)) {
        return Verdict::Right;
    }
    hash(password).map_or(Verdict::Right, Verdict::Outdated)
}

fn is_current(params: &Params) -> bool {
    let wanted = Params::DEFAULT;
    params.m_cost() == wanted.m_cost()
        && params.t_cost() == wanted.t_cost()
        && params.p_cost() == wanted.p_cost()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_counts() {
        let long = format!("{}a", "x".repeat(72));
        let stored = hash(long.as_bytes()).unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert_eq!(compare(long.as_bytes(), Some(&stored)), Verdict::Right);
        let other = format!("{}b", "x".repeat(72));
        assert_eq!(compare(other.as_bytes(), Some(&stored)), Verdict::Wrong);
    }

    #[test]
    fn composed_and_decomposed_letters_are_one_password() {
        assert_eq!(normal("cafe\u{301} crème"), normal("café cre\u{300}me"));
    }

    #[test]
    fn nobody_has_no_password_and_takes_as_long() {
        let password = b"nobody has this password";
        assert_eq!(compare(password, None), Verdict::Wrong);
        assert_eq!(compare(password, Some(NOBODY)), Verdict::Right, "as dear");
    }

    #[test]
    fn a_hash_by_older_rules_is_made_anew() {
        let weak = Argon2::from(Params::new(8 * 1024, 1, 1, None).unwrap());
        let stored: PasswordHash = weak.hash_password(b"the same password").unwrap();
        match compare(b"the same password", Some(&stored.to_string())) {
            Verdict::Outdated(fresh) => {
                assert_eq!(compare(b"the same password", Some(&fresh)), Verdict::Right)
            }
            other => panic!("{other:?}"),
        }
    }
}
