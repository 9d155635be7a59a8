//! Exact decimal numbers with six places: quantities, unit prices, rates, percentages.

use std::fmt;
use std::str::FromStr;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal as Wide, RoundingStrategy};

/// A number counted in millionths. On the wire a string such as `"9.5"`, in both databases an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

/// Digits behind the point that a [`Decimal`] keeps.
pub const PLACES: u32 = 6;
const SCALE: i64 = 1_000_000;

/// Why a text is no [`Decimal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Not digits with an optional sign and point.
    #[error("not a decimal number")]
    Unreadable,
    /// More than six digits behind the point.
    #[error("more than six decimal places")]
    TooPrecise,
    /// Beyond what 64 bits of millionths hold.
    #[error("out of range")]
    OutOfRange,
}

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From a count of millionths, as stored.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// The count of millionths, as stored.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// A whole number, or `None` when it does not fit.
    pub const fn from_int(whole: i64) -> Option<Self> {
        match whole.checked_mul(SCALE) {
            Some(micros) => Some(Self(micros)),
            None => None,
        }
    }

    /// A share in percent with one place, half up (away from zero); nothing of nothing.
    pub fn percent(part: i64, whole: i64) -> Option<Self> {
        if whole == 0 {
            return None;
        }
        let share = Wide::from(part) * Wide::ONE_HUNDRED / Wide::from(whole);
        Self::from_wide(share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
    }

    /// The wide form for arithmetic.
    pub fn wide(self) -> Wide {
        Wide::from_i128_with_scale(i128::from(self.0), PLACES)
    }

    /// From a wide result, rounded half up (away from zero) to six places.
    pub fn from_wide(wide: Wide) -> Option<Self> {
        wide.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero)
            .checked_mul(Wide::from(SCALE))?
            .to_i64()
            .map(Self)
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(fraction) || digits.ends_with('.') {
            return Err(DecimalError::Unreadable);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > PLACES as usize {
            return Err(DecimalError::TooPrecise);
        }
        let joined = format!("{whole}{fraction:0<6}");
        let micros = joined
            .parse::<i128>()
            .map_err(|_| DecimalError::OutOfRange)?;
        let signed = if negative { -micros } else { micros };
        i64::try_from(signed)
            .map(Self)
            .map_err(|_| DecimalError::OutOfRange)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros = self.0.unsigned_abs();
        let (whole, rest) = (micros / SCALE as u64, micros % SCALE as u64);
        if rest == 0 {
            return write!(out, "{sign}{whole}");
        }
        let digits = format!("{rest:06}");
        write!(out, "{sign}{whole}.{}", digits.trim_end_matches('0'))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back_in_its_shortest_form() {
        for (text, shortest) in [
            ("0", "0"),
            ("-0.50", "-0.5"),
            ("9.500000", "9.5"),
            ("124.75", "124.75"),
        ] {
            assert_eq!(text.parse::<Decimal>().unwrap().to_string(), shortest);
        }
    }

    #[test]
    fn shares_have_one_place_rounded_half_up() {
        for (part, whole, share) in [
            (1, 3, "33.3"),
            (2, 3, "66.7"),
            (1, 2_000, "0.1"),
            (-1, 2_000, "-0.1"),
            (3, 2, "150"),
            (i64::MAX, i64::MAX, "100"),
        ] {
            assert_eq!(Decimal::percent(part, whole).unwrap().to_string(), share);
        }
        assert_eq!(Decimal::percent(1, 0), None);
        assert_eq!(Decimal::percent(i64::MAX, 1), None);
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for text in [
            "", ".", "1.", ".5", "1e3", "+1", "1,5", "NaN", "--1", "1.2.3", " 1",
        ] {
            assert_eq!(
                text.parse::<Decimal>(),
                Err(DecimalError::Unreadable),
                "{text}"
            );
        }
        assert_eq!(
            "0.1234567".parse::<Decimal>(),
            Err(DecimalError::TooPrecise)
        );
        assert_eq!(
            "9223372036855".parse::<Decimal>(),
            Err(DecimalError::OutOfRange)
        );
    }
}
