//! Currencies and money: whole minor units of an ISO 4217 currency, never added across currencies.

use std::fmt;
use std::str::FromStr;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal as Wide, RoundingStrategy};

/// An ISO 4217 currency code such as `EUR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Default for Currency {
    /// `XXX`: by ISO 4217, no currency.
    fn default() -> Self {
        Self(*b"XXX")
    }
}

/// The text is no active ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an ISO 4217 currency code")]
pub struct UnknownCurrency;

impl Currency {
    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Digits of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD. Source: ISO 4217.
    ///
    /// The New Taiwan dollar has cents by the standard but none in trade; like the banks we keep
    /// the standard here and hide the digits where amounts are shown.
    pub fn digits(self) -> u32 {
        iso_currency::Currency::from_code(self.code())
            .and_then(|known| known.exponent())
            .map_or(2, u32::from)
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        let known = iso_currency::Currency::from_code(text).ok_or(UnknownCurrency)?;
        known
            .code()
            .as_bytes()
            .try_into()
            .map(Self)
            .map_err(|_| UnknownCurrency)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

/// An exact amount: `minor` counts the currency's smallest unit (cents for EUR).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// How many minor units.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

impl Money {
    /// Rounds a wide amount in major units half up to the currency's digits (`decisions` on rounding).
    pub fn round(major: Wide, currency: Currency) -> Option<Self> {
        let digits = currency.digits();
        let minor = major
            .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
            .checked_mul(Wide::from(10_i64.pow(digits)))?
            .to_i64()?;
        Some(Self { minor, currency })
    }

    /// The amount in major units, exact.
    pub fn major(self) -> Wide {
        Wide::from_i128_with_scale(i128::from(self.minor), self.currency.digits())
    }

    /// The same amount taken away instead.
    pub fn negated(self) -> Self {
        Self {
            minor: self.minor.saturating_neg(),
            ..self
        }
    }

    /// Adds an amount of the same currency; `None` across currencies and on overflow.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        let minor = self.minor.checked_add(other.minor)?;
        Some(Self {
            minor,
            currency: self.currency,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn half_a_cent_rounds_up() {
        let euro: Currency = "EUR".parse().unwrap();
        let wide: Wide = "1185.125".parse().unwrap();
        assert_eq!(Money::round(wide, euro).unwrap().minor, 118_513);
        assert_eq!(Money::round(-wide, euro).unwrap().minor, -118_513);
    }

    #[test]
    fn digits_follow_the_currency() {
        for (code, digits) in [("EUR", 2), ("JPY", 0), ("KWD", 3), ("USD", 2)] {
            assert_eq!(code.parse::<Currency>().unwrap().digits(), digits, "{code}");
        }
    }

    #[test]
    fn unlike_currencies_are_never_added() {
        let one = |code: &str| Money {
            minor: 1,
            currency: code.parse().unwrap(),
        };
        assert_eq!(one("EUR").checked_add(one("USD")), None);
        assert_eq!(one("EUR").checked_add(one("EUR")).unwrap().minor, 2);
    }
}
