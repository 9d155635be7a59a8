//! What tokens are signed with: keys made of one secret that all nodes share through the database.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{DecodingKey, EncodingKey};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Bytes of the secret: 256 bits.
const LENGTH: usize = 32;

/// The keys of this installation.
pub struct Keys {
    pub(super) sign: EncodingKey,
    pub(super) verify: DecodingKey,
    refresh: Vec<u8>,
    preferences: Vec<u8>,
}

/// A stored secret that is damaged.
#[derive(Debug, thiserror::Error)]
#[error("the stored signing secret has less than 256 bits")]
pub struct WeakSecret;

impl Keys {
    /// The keys that a secret leads to. Each purpose has its own, so that nothing signed for one is
    /// ever good for another.
    pub fn from_secret(secret: &[u8]) -> Result<Self, WeakSecret> {
        if secret.len() < LENGTH {
            return Err(WeakSecret);
        }
        let access = mac(secret, &[b"access token"]);
        Ok(Self {
            sign: EncodingKey::from_secret(&access),
            verify: DecodingKey::from_secret(&access),
            refresh: mac(secret, &[b"refresh token"]),
            preferences: mac(secret, &[b"preference link"]),
        })
    }

    /// What is in the preference link of a contact: 256 bits that nobody guesses, the same for the same seed.
    pub fn preference_token(&self, contact: Uuid, seed: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.preferences, &[contact.as_bytes(), seed]))
    }

    /// A keyed hash for refresh tokens.
    pub(super) fn refresh_mac(&self, parts: &[&[u8]]) -> Vec<u8> {
        mac(&self.refresh, parts)
    }
}

/// HMAC-SHA256. It takes keys of any length.
fn mac(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return Vec::new();
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

/// 256 random bits for a link.
pub fn random_token() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; LENGTH];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// A password that nobody guesses and anybody can copy: 100 bits in letters and digits that are not
/// taken for each other.
pub fn random_password() -> Option<String> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).ok()?;
    let letters = bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    Some(letters.collect())
}

/// What is stored of a random token.
pub fn hash_of(token: &[u8]) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_secrets_are_refused() {
        assert!(Keys::from_secret(&[7; 31]).is_err());
        assert!(Keys::from_secret(&[7; 32]).is_ok());
    }
}
