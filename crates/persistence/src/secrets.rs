//! Secrets that all nodes share through the database: made at first use, and wrapped while there is a master key.

use std::str::FromStr;
use std::sync::Arc;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::cells;
use crate::connection::Conn;
use crate::error::{Error, Result};
use crate::settings;
use crate::sql::Sql;

/// Bytes of a secret, and of the master key.
const LENGTH: usize = 32;
/// Bytes of what makes each wrapping another.
const NONCE: usize = 24;
/// Names of secrets among the settings begin so.
const PREFIX: &str = "secret.";
/// Values that are wrapped begin so; what was never wrapped has no colon.
const WRAPPED: &str = "xchacha20poly1305:";

/// What is wrong with a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretFault {
    /// Wrapped, and no key was given.
    #[error(
        "the secrets in this database are wrapped by a master key, and none is given: set GUANXI_MASTER_KEY or \
         GUANXI_MASTER_KEY_FILE to the one they were wrapped by"
    )]
    KeyMissing,
    /// Wrapped by another key.
    #[error(
        "the master key is not the one by which the secret `{0}` in this database is wrapped; without that one it \
         cannot be read"
    )]
    WrongKey(String),
    /// Neither wrapped nor readable. Nothing is ever signed with an empty secret: anybody could.
    #[error("the stored secret `{0}` is damaged")]
    Damaged(String),
}

/// The key around all secrets. It is kept outside the database, so that a copy of the database gives nothing away.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey([u8; LENGTH]);

impl FromStr for MasterKey {
    type Err = &'static str;

    /// Base64, whichever of its alphabets, with or without `=` at the end.
    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        const LENIENT: GeneralPurposeConfig =
            GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
        const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);
        let text = text.trim();
        let bytes = STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text));
        let bytes = bytes.ok().and_then(|bytes| bytes.try_into().ok());
        bytes
            .map(Self)
            .ok_or("must be 32 random bytes in base64, such as `openssl rand -base64 32` prints")
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("MasterKey(…)")
    }
}

/// Opens and closes secrets, with the master key if there is one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vault(Option<Arc<MasterKey>>);

impl Vault {
    pub(crate) fn new(key: Option<MasterKey>) -> Self {
        Self(key.map(Arc::new))
    }

    /// A secret of 256 bits by name, made at first use. Two nodes that make it at once get the same.
    pub(crate) fn make(&self, conn: &mut Conn, name: &str) -> Result<Vec<u8>> {
        let fresh = self.close(name, &random::<LENGTH>()?)?;
        let stored = settings::set_once(conn, &format!("{PREFIX}{name}"), &fresh)?;
        self.open(name, &stored)
    }

    /// A secret that [`Self::make`] made; empty before.
    pub(crate) fn read(&self, conn: &mut Conn, name: &str) -> Result<Vec<u8>> {
        let stored = settings::get(conn, &format!("{PREFIX}{name}"))?;
        stored.map_or_else(|| Ok(Vec::new()), |text| self.open(name, &text))
    }

    /// Tries every secret, and wraps those that came before the master key.
    pub(crate) fn keep_all(&self, conn: &mut Conn) -> Result<()> {
        let text = format!("SELECT name, value FROM settings WHERE name LIKE '{PREFIX}%'");
        let all = cells::rows(conn, Sql::text(conn.dialect(), &text), |row| {
            (row.text(0), row.text(1))
        })?;
        for (setting, stored) in all {
            let name = setting.strip_prefix(PREFIX).unwrap_or(&setting);
            let secret = self.open(name, &stored)?;
            if self.0.is_some() && !stored.starts_with(WRAPPED) {
                self.wrap(conn, name, &stored, &secret)?;
            }
        }
        Ok(())
    }

    /// Replaces exactly what was read: another node may do the same now.
    fn wrap(&self, conn: &mut Conn, name: &str, plain: &str, secret: &[u8]) -> Result<()> {
        let mut sql = Sql::text(conn.dialect(), "UPDATE settings SET value = ");
        sql.bind(self.close(name, secret)?)
            .push(" WHERE name = ")
            .bind(format!("{PREFIX}{name}"))
            .push(" AND value = ")
            .bind(plain);
        sql.execute(conn)?;
        Ok(())
    }

    fn close(&self, name: &str, secret: &[u8]) -> Result<String> {
        let Some(key) = &self.0 else {
            return Ok(URL_SAFE_NO_PAD.encode(secret));
        };
        let nonce = random::<NONCE>()?;
        // The name is bound in, so that no secret can be put in another's place.
        let payload = Payload {
            msg: secret,
            aad: name.as_bytes(),
        };
        let closed = cipher(key).encrypt(&XNonce::from(nonce), payload);
        let closed =
            closed.map_err(|_| Error::Internal("a secret cannot be wrapped".to_owned()))?;
        let whole = [&nonce[..], &closed].concat();
        Ok(format!("{WRAPPED}{}", URL_SAFE_NO_PAD.encode(whole)))
    }

    fn open(&self, name: &str, stored: &str) -> Result<Vec<u8>> {
        let damaged = || SecretFault::Damaged(name.to_owned());
        let Some(wrapped) = stored.strip_prefix(WRAPPED) else {
            let plain = URL_SAFE_NO_PAD.decode(stored).ok();
            let whole = plain.filter(|bytes| bytes.len() == LENGTH);
            return Ok(whole.ok_or_else(damaged)?);
        };
        let key = self.0.as_ref().ok_or(SecretFault::KeyMissing)?;
        let whole = URL_SAFE_NO_PAD.decode(wrapped).map_err(|_| damaged())?;
        let (nonce, closed) = whole.split_first_chunk::<NONCE>().ok_or_else(damaged)?;
        let payload = Payload {
            msg: closed,
            aad: name.as_bytes(),
        };
        let opened = cipher(key).decrypt(&XNonce::from(*nonce), payload);
        Ok(opened.map_err(|_| SecretFault::WrongKey(name.to_owned()))?)
    }
}

fn cipher(key: &MasterKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&key.0.into())
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const TEXT: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5Kys=";

    fn vault(text: &str) -> Vault {
        Vault::new(Some(text.parse().unwrap()))
    }

    #[test]
    fn keys_are_read_however_base64_is_written() {
        let key: MasterKey = TEXT.parse().unwrap();
        let plain = TEXT.trim_end_matches('=');
        assert_eq!(plain.parse(), Ok(key.clone()));
        assert_eq!(format!(" {TEXT}\n").parse(), Ok(key));
        let every = [0xFB_u8; 32];
        assert_eq!(
            URL_SAFE_NO_PAD.encode(every).parse(),
            Ok(MasterKey(every)),
            "with the letters of addresses"
        );
        for short in ["", "secret", "MDEyMzQ1", &TEXT[4..]] {
            assert!(short.parse::<MasterKey>().is_err(), "{short}");
        }
    }

    #[test]
    fn what_is_wrapped_opens_with_its_key_and_name_alone() {
        let (vault, other) = (vault(TEXT), vault(&URL_SAFE_NO_PAD.encode([7_u8; 32])));
        let closed = vault.close("cursor", &[9; LENGTH]).unwrap();
        assert!(closed.starts_with(WRAPPED));
        assert_ne!(closed, vault.close("cursor", &[9; LENGTH]).unwrap());
        assert_eq!(vault.open("cursor", &closed).unwrap(), [9; LENGTH]);
        let said = |vault: &Vault, name: &str| vault.open(name, &closed).unwrap_err().to_string();
        assert!(said(&other, "cursor").contains("not the one"));
        assert!(said(&vault, "sign_in").contains("not the one"));
        assert!(said(&Vault::default(), "cursor").contains("none is given"));
    }

    #[test]
    fn plain_secrets_open_with_and_without_a_key() {
        let closed = Vault::default().close("cursor", &[9; LENGTH]).unwrap();
        for vault in [Vault::default(), vault(TEXT)] {
            assert_eq!(vault.open("cursor", &closed).unwrap(), [9; LENGTH]);
            let damaged = vault.open("cursor", "AAAA").unwrap_err().to_string();
            assert!(damaged.contains("`cursor` is damaged"), "{damaged}");
        }
    }
}
