//! Access tokens found good a moment ago. Each is sent with hundreds of requests, and its signature does not change.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use guanxi_persistence::database::now;

use super::access_token::{self, Claims};
use super::keys::Keys;

/// Access tokens whose signature and claims were looked at.
#[derive(Default)]
pub struct Tokens(Mutex<HashMap<String, Claims>>);

/// More are not remembered.
const MOST: usize = 20_000;

impl Tokens {
    /// The claims of a token that we signed for this purpose and that is in its time.
    pub fn verify(&self, keys: &Keys, token: &str) -> Option<Claims> {
        let now = now();
        // A poisoned lock still holds a map that is only a memory.
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(claims) = known().get(token) {
            return claims.is_in_time(now).then(|| claims.clone());
        }
        let claims = access_token::verify(keys, token)?;
        let mut known = known();
        if known.len() >= MOST {
            known.retain(|_, claims| claims.is_in_time(now));
        }
        if known.len() < MOST {
            known.insert(token.to_owned(), claims.clone());
        }
        Some(claims)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use guanxi_domain::kernel::time::Instant;
    use uuid::Uuid;

    use super::*;

    fn keys(byte: u8) -> Keys {
        Keys::from_secret(&[byte; 32]).unwrap()
    }

    fn issued(seconds_ago: i64) -> String {
        let at = Instant::from_micros(now().micros() - seconds_ago * 1_000_000);
        access_token::issue(&keys(1), Uuid::nil(), Uuid::max(), at).unwrap()
    }

    #[test]
    fn a_token_is_good_again_and_again() {
        let (tokens, token) = (Tokens::default(), issued(0));
        for _ in 0..3 {
            assert_eq!(tokens.verify(&keys(1), &token).unwrap().sid, Uuid::max());
        }
    }

    #[test]
    fn what_is_not_good_is_not_remembered() {
        let (tokens, token) = (Tokens::default(), issued(0));
        for _ in 0..2 {
            assert_eq!(tokens.verify(&keys(2), &token), None);
            assert_eq!(tokens.verify(&keys(1), &format!("{token}=")), None);
        }
        assert!(tokens.0.lock().unwrap().is_empty());
    }

    #[test]
    fn a_remembered_token_ends_in_its_time() {
        let lifetime = i64::try_from(access_token::LIFETIME).unwrap();
        let (tokens, token) = (Tokens::default(), issued(0));
        let claims = tokens.verify(&keys(1), &token).unwrap();
        let after = |seconds: i64| Instant::from_micros(now().micros() + seconds * 1_000_000);
        assert!(claims.is_in_time(after(lifetime - 5)));
        assert!(!claims.is_in_time(after(lifetime + 60)));
        assert!(!claims.is_in_time(after(-60)));
    }
}
