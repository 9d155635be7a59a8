//! Decimals and money: exact on every way in and out, rounded in one place only.

use guanxi_domain::kernel::currency::{Currency, Money};
use guanxi_domain::kernel::decimal::{Decimal, DecimalError};
use guanxi_domain::kernel::record::Part;
use guanxi_domain::sales::opportunity_lines::OpportunityLine;
use proptest::prelude::*;
use rust_decimal::Decimal as Wide;

use crate::support::id;

fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

fn wide(text: &str) -> Wide {
    text.parse().unwrap()
}

fn line(quantity: i64, unit_price: i64, discount: i64) -> OpportunityLine {
    OpportunityLine {
        head: Part {
            id: id(1),
            parent_id: id(2),
            position: 0,
        },
        product_id: None,
        description: None,
        quantity: Decimal::from_micros(quantity),
        unit_price: Decimal::from_micros(unit_price),
        discount_percent: Decimal::from_micros(discount),
        net: None,
    }
}

/// Quantity × price × (1 − discount) in whole numbers: millionths, millionths, 10⁻⁸.
fn exact_net(quantity: i64, price: i64, discount: i64, digits: u32) -> i128 {
    let product = i128::from(quantity) * i128::from(price) * i128::from(100_000_000 - discount);
    let divisor = 10_i128.pow(20 - digits);
    let half = divisor / 2;
    if product < 0 {
        (product - half) / divisor
    } else {
        (product + half) / divisor
    }
}

proptest! {
    #[test]
    fn a_decimal_comes_back_from_its_text(micros: i64) {
        let decimal = Decimal::from_micros(micros);
        prop_assert_eq!(decimal.to_string().parse::<Decimal>(), Ok(decimal));
        prop_assert_eq!(Decimal::from_wide(decimal.wide()), Some(decimal));
    }

    #[test]
    fn the_shortest_text_is_the_only_one(micros: i64, zeros in 0_usize..4) {
        let text = Decimal::from_micros(micros).to_string();
        prop_assert!(!text.ends_with('.'));
        prop_assert!(!text.contains('.') || !text.ends_with('0'));
        let longer = if text.contains('.') { "0".repeat(zeros) } else { format!(".{}", "0".repeat(zeros + 1)) };
        prop_assert_eq!(format!("{text}{longer}").parse::<Decimal>().unwrap().to_string(), text);
    }

    #[test]
    fn no_text_panics(text: String) {
        let _ = text.parse::<Decimal>();
        let _ = text.parse::<Currency>();
    }

    #[test]
    fn money_comes_back_from_major_units(minor: i64, code in prop_oneof!["EUR", "JPY", "KWD", "TWD"]) {
        let money = Money { minor, currency: currency(&code) };
        prop_assert_eq!(Money::round(money.major(), money.currency), Some(money));
    }

    #[test]
    fn a_line_s_net_is_exact(
        quantity in -1_000_000_000_000_i64..1_000_000_000_000,
        price in 0_i64..1_000_000_000_000,
        discount in 0_i64..=100_000_000,
        code in prop_oneof!["EUR", "JPY", "KWD"],
    ) {
        let currency = currency(&code);
        let net = line(quantity, price, discount).net_in(currency).map(|net| i128::from(net.minor));
        let exact = exact_net(quantity, price, discount, currency.digits());
        prop_assert_eq!(net, i64::try_from(exact).is_ok().then_some(exact));
    }

    #[test]
    fn sums_neither_wrap_nor_mix(a: i64, b: i64) {
        let euro = |minor| Money { minor, currency: currency("EUR") };
        let sum = euro(a).checked_add(euro(b)).map(|sum| sum.minor);
        prop_assert_eq!(sum, a.checked_add(b));
        let dollar = Money { minor: b, currency: currency("USD") };
        prop_assert_eq!(euro(a).checked_add(dollar), None);
    }
}

#[test]
fn the_ends_of_the_range_are_held() {
    for text in ["9223372036854.775807", "-9223372036854.775808"] {
        assert_eq!(text.parse::<Decimal>().unwrap().to_string(), text);
    }
    for text in [
        "9223372036854.775808",
        "-9223372036854.775809",
        &"9".repeat(60),
    ] {
        assert_eq!(
            text.parse::<Decimal>(),
            Err(DecimalError::OutOfRange),
            "{text}"
        );
    }
}

#[test]
fn zero_has_no_sign() {
    for text in ["-0", "-0.000", "0.0", "000"] {
        assert_eq!(text.parse::<Decimal>().unwrap().to_string(), "0", "{text}");
    }
}

#[test]
fn only_active_codes_are_currencies() {
    for code in ["eur", "EU", "EURO", "", "ABC", "€€€", "12A"] {
        assert!(code.parse::<Currency>().is_err(), "{code}");
    }
}

/// Golden: 5 × 100 and 3 × 200 less 10 %.
#[test]
fn a_line_discount_is_taken_from_its_line() {
    let net = |quantity, price, discount| {
        line(quantity, price, discount)
            .net_in(currency("EUR"))
            .unwrap()
            .minor
    };
    assert_eq!(net(5_000_000, 100_000_000, 0), 50_000);
    assert_eq!(net(3_000_000, 200_000_000, 10_000_000), 54_000);
}

/// Golden: 9.5 × 124.75 = 1 185.125.
#[test]
fn half_a_cent_goes_up() {
    let half = line(9_500_000, 124_750_000, 0);
    assert_eq!(half.net_in(currency("EUR")).unwrap().minor, 118_513);
    let returned = line(-9_500_000, 124_750_000, 0);
    assert_eq!(returned.net_in(currency("EUR")).unwrap().minor, -118_513);
}

/// Golden: 19 % of 25 395.20; 25 % of three nets, each rounded and together.
#[test]
fn shares_of_nets_are_rounded_once() {
    let share = |net: &str, percent: &str| {
        let tax = wide(net) * wide(percent) / Wide::ONE_HUNDRED;
        Money::round(tax, currency("EUR")).unwrap().minor
    };
    assert_eq!(share("25395.20", "19"), 482_509);
    let each: i64 = ["97.50", "65.00", "32.50"]
        .map(|net| share(net, "25"))
        .iter()
        .sum();
    assert_eq!((each, share("195.00", "25")), (4_876, 4_875));
}

/// Golden: a gross price of 2 500.00 including 8 % needs more than two places in the net price.
#[test]
fn unit_prices_keep_the_places_that_a_gross_price_needs() {
    let gross = |net: &str| {
        let net: Decimal = net.parse().unwrap();
        Money::round(net.wide() * wide("1.08"), currency("EUR"))
            .unwrap()
            .minor
    };
    assert_eq!(gross("2314.8148"), 250_000);
    assert_eq!(gross("2314.81"), 249_999);
    assert_eq!(gross("2314.82"), 250_001);
}

#[test]
fn a_net_beyond_64_bits_is_refused_and_not_wrapped() {
    assert_eq!(line(i64::MAX, i64::MAX, 0).net_in(currency("EUR")), None);
    let largest = line(9_000_000_000_000_000_000, 1_000_000, 0);
    assert_eq!(
        largest.net_in(currency("EUR")).unwrap().minor,
        900_000_000_000_000
    );
}
