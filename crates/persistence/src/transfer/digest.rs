//! What the rows of a table come to, in whatever order they come.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// How many rows there are, and the sum of their hashes: the same rows give the same, in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Digest {
    /// How many rows.
    pub rows: u64,
    /// The sum of their SHA-256, modulo 2²⁵⁶.
    #[serde(rename = "digest")]
    sum: Sum,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Sum([u64; 4]);

impl Digest {
    /// Counts a row in, as it is written.
    pub(super) fn add(&mut self, row: &[u8]) {
        self.rows += 1;
        let mut carry = 0_u128;
        for (word, bytes) in self.sum.0.iter_mut().zip(Sha256::digest(row).chunks(8)) {
            let bytes = bytes
                .iter()
                .rev()
                .fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
            let sum = u128::from(*word) + bytes + carry;
            *word = u64::try_from(sum & u128::from(u64::MAX)).unwrap_or_default();
            carry = sum >> 64;
        }
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.sum
            .0
            .iter()
            .rev()
            .try_for_each(|word| write!(out, "{word:016x}"))
    }
}

impl Serialize for Sum {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let digest = Digest {
            rows: 0,
            sum: *self,
        };
        to.collect_str(&digest)
    }
}

impl<'de> Deserialize<'de> for Sum {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let bad = || serde::de::Error::custom("a digest has 64 hexadecimal digits");
        let mut words = [0; 4];
        for (i, word) in words.iter_mut().rev().enumerate() {
            let digits = text.get(16 * i..16 * i + 16).ok_or_else(bad)?;
            *word = u64::from_str_radix(digits, 16).map_err(|_| bad())?;
        }
        if text.len() == 64 {
            Ok(Self(words))
        } else {
            Err(bad())
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn of(rows: &[&str]) -> Digest {
        let mut digest = Digest::default();
        rows.iter().for_each(|row| digest.add(row.as_bytes()));
        digest
    }

    #[test]
    fn the_same_rows_come_to_the_same_in_any_order() {
        assert_eq!(of(&["a", "b", "c"]), of(&["c", "a", "b"]));
        assert_ne!(of(&["a", "b"]), of(&["a", "c"]));
        assert_ne!(of(&["a", "a"]), of(&["a", "a", "a", "a"]));
        assert_ne!(of(&["a", "a"]), of(&["b", "b"]));
    }

    #[test]
    fn a_digest_is_read_as_it_is_written() {
        let digest = of(&["a", "b", "c"]);
        let text = serde_json::to_string(&digest).unwrap();
        assert_eq!(serde_json::from_str::<Digest>(&text).unwrap(), digest);
        assert!(text.contains(&digest.to_string()), "{text}");
        assert!(serde_json::from_str::<Digest>(&text.replace(['"', 'a'], "")).is_err());
    }
}
