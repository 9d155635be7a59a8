//! Refresh tokens: good for one use. The next one follows from the present one and a key, so that
//! several tabs asking at once are given the same; the database knows hashes only.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::keys::{Keys, hash_of};

/// A token taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshToken {
    /// Of which session.
    pub session: Uuid,
    /// The how-manieth of the session, from 1.
    pub generation: u32,
    link: [u8; LINK],
}

const LINK: usize = 32;
const BODY: usize = 16 + 4 + LINK;

impl RefreshToken {
    /// The first of a session.
    pub fn first(session: Uuid) -> Result<Self, getrandom::Error> {
        let mut link = [0; LINK];
        getrandom::fill(&mut link)?;
        Ok(Self {
            session,
            generation: 1,
            link,
        })
    }

    /// The one that takes its place. Without the key nobody can tell it from the present one.
    pub fn next(&self, keys: &Keys) -> Self {
        let mut link = [0; LINK];
        let mac = keys.refresh_mac(&[b"next", &self.body()]);
        link.copy_from_slice(&mac[..LINK]);
        Self {
            session: self.session,
            generation: self.generation.saturating_add(1),
            link,
        }
    }

    /// What is stored of it.
    pub fn hash(&self) -> Vec<u8> {
        hash_of(&self.link)
    }

    /// Whether this is the token whose hash is stored.
    pub fn is(&self, stored: &[u8]) -> bool {
        self.hash().ct_eq(stored).into()
    }

    /// As it travels: with a seal, so that only tokens we made are looked up at all.
    pub fn sealed(&self, keys: &Keys) -> String {
        let mut bytes = self.body();
        bytes.extend(keys.refresh_mac(&[b"seal", &self.body()]));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Out of its travelling form; `None` when we did not make it.
    pub fn open(keys: &Keys, text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (body, seal) = bytes.split_at_checked(BODY)?;
        let right: bool = keys.refresh_mac(&[b"seal", body]).ct_eq(seal).into();
        if !right {
            return None;
        }
        Some(Self {
            session: Uuid::from_slice(&body[..16]).ok()?,
            generation: u32::from_be_bytes(body[16..20].try_into().ok()?),
            link: body[20..].try_into().ok()?,
        })
    }

    fn body(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(2 * BODY);
        bytes.extend_from_slice(self.session.as_bytes());
        bytes.extend_from_slice(&self.generation.to_be_bytes());
        bytes.extend_from_slice(&self.link);
        bytes
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn tokens_travel_and_lead_to_the_next_one() {
        let keys = Keys::from_secret(&[3; 32]).unwrap();
        let first = RefreshToken::first(Uuid::max()).unwrap();
        let back = RefreshToken::open(&keys, &first.sealed(&keys)).unwrap();
        assert_eq!(back, first);
        assert_eq!(back.next(&keys), first.next(&keys));
        assert!(first.is(&first.hash()) && !first.next(&keys).is(&first.hash()));
    }

    #[test]
    fn what_we_did_not_make_is_not_looked_up() {
        let keys = Keys::from_secret(&[3; 32]).unwrap();
        let others = Keys::from_secret(&[4; 32]).unwrap();
        let token = RefreshToken::first(Uuid::max()).unwrap();
        let sealed = token.sealed(&keys);
        assert_eq!(RefreshToken::open(&others, &sealed), None);
        for text in [
            "",
            "AAAA",
            &sealed[1..],
            &sealed[..sealed.len() - 4],
            &format!("{sealed}AAAA"),
        ] {
            assert_eq!(RefreshToken::open(&keys, text), None);
        }
    }
}
