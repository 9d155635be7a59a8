//! Dates, numbers and amounts the way the person's region writes them.
//!
//! The words come from the language, the forms from the region: an English page in Germany says "21 Nov 2026" and
//! "1.234,50". The browser knows both, so this costs no bytes.

use guanxi_domain::kernel::currency::{Currency, Money};
use guanxi_i18n::Language;
use leptos::prelude::*;

use super::script::{Script, script_of};
use super::zone;
use crate::ui::intl;

/// Where 0 decimals are customary although ISO 4217 counts cents.
const WITHOUT_CENTS: [&str; 1] = ["TWD"];
const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

/// Formats for one person: language, region, time zone. All methods follow changes of the three.
#[derive(Clone, Copy)]
pub struct Formats {
    language: Signal<Language>,
    /// The ISO 3166 code, such as `TW`.
    pub region: RwSignal<String>,
    /// The IANA name, such as `Asia/Taipei`.
    pub time_zone: RwSignal<String>,
}

impl Formats {
    /// Makes them for the page, with the browser's region and zone until a person is known.
    pub fn provide(language: Signal<Language>) -> Self {
        let formats = Self {
            language,
            region: RwSignal::new(intl::browser_region()),
            time_zone: RwSignal::new(intl::browser_zone()),
        };
        provide_context(formats);
        formats
    }

    /// Those of the page.
    pub fn here() -> Self {
        expect_context()
    }

    /// A number given in plain form (`1234.5`).
    pub fn number(self, plain: &str) -> String {
        intl::number(
            &self.region_locale(),
            &[("maximumFractionDigits", "6")],
            plain,
        )
    }

    /// A number given in plain form with at least so many digits behind the mark; what is no number stays as it is.
    pub fn number_or_text(self, text: &str, digits: u32) -> String {
        if !is_plain_number(text) {
            return text.to_owned();
        }
        let digits = digits.to_string();
        let options = [
            ("minimumFractionDigits", digits.as_str()),
            ("maximumFractionDigits", "6"),
        ];
        intl::number(&self.region_locale(), &options, text)
    }

    /// A count.
    pub fn count(self, count: i64) -> String {
        self.number(&count.to_string())
    }

    /// A percentage given in hundredths (`15` is 15 %).
    pub fn percent(self, plain: &str) -> String {
        format!("{} %", self.number(plain))
    }

    /// An amount without its currency, with the currency's digits and a true minus.
    pub fn amount(self, money: Money) -> String {
        let digits = shown_digits(money).to_string();
        let options = [
            ("minimumFractionDigits", digits.as_str()),
            ("maximumFractionDigits", digits.as_str()),
        ];
        intl::number(&self.region_locale(), &options, &money.major().to_string())
            .replace('-', "\u{2212}")
    }

    /// An amount with its currency's code before it.
    pub fn money(self, money: Money) -> String {
        format!("{} {}", money.currency, self.amount(money))
    }

    /// A calendar day `YYYY-MM-DD`.
    pub fn day(self, day: &str) -> String {
        zone::day_millis(day).map_or_else(|| day.to_owned(), |millis| self.date_of(millis, "UTC"))
    }

    /// A moment in RFC 3339 as date and time in the person's zone.
    pub fn instant(self, instant: &str) -> String {
        let Some(millis) = zone::instant_millis(instant) else {
            return instant.to_owned();
        };
        let zone = self.time_zone.get();
        format!(
            "{} {}",
            self.date_of(millis, &zone),
            self.time_of(millis, &zone)
        )
    }

    /// The date of a moment in the person's zone.
    pub fn instant_day(self, instant: &str) -> String {
        let zone = self.time_zone.get();
        zone::instant_millis(instant)
            .map_or_else(|| instant.to_owned(), |millis| self.date_of(millis, &zone))
    }

    /// The time of day of a moment in the person's zone.
    pub fn instant_time(self, instant: &str) -> String {
        let zone = self.time_zone.get();
        zone::instant_millis(instant)
            .map_or_else(|| instant.to_owned(), |millis| self.time_of(millis, &zone))
    }

    /// A moment in milliseconds since the epoch: the time when it is today, else date and time.
    pub fn moment(self, millis: f64) -> String {
        let zone = self.time_zone.get();
        let time = self.time_of(millis, &zone);
        if zone::local(millis, &zone).starts_with(&self.today()) {
            time
        } else {
            format!("{} {time}", self.date_of(millis, &zone))
        }
    }

    /// How long ago or how far off a moment is: "3 days ago"; beyond a month its date.
    pub fn relative(self, instant: &str) -> String {
        let Some(millis) = zone::instant_millis(instant) else {
            return instant.to_owned();
        };
        let seconds = (millis - js_sys::Date::now()) / 1000.0;
        if seconds.abs() > 31.0 * DAY {
            return self.date_of(millis, &self.time_zone.get());
        }
        let (size, unit) = relative_unit(seconds);
        intl::relative(&self.words_locale(), (seconds / size).round(), unit)
    }

    /// How far a calendar day is from today: "today", "tomorrow", "in 3 days".
    pub fn relative_day(self, day: &str) -> String {
        match (zone::day_millis(day), zone::day_millis(&self.today())) {
            (Some(day), Some(today)) => intl::relative(
                &self.words_locale(),
                ((day - today) / 1000.0 / DAY).round(),
                "day",
            ),
            _ => day.to_owned(),
        }
    }

    /// Today's date `YYYY-MM-DD` in the person's zone.
    pub fn today(self) -> String {
        zone::day_in(&self.time_zone.get())
    }

    /// The day `YYYY-MM-DD` of a moment in the person's zone; empty for what is no moment.
    pub fn local_day(self, instant: &str) -> String {
        let zone = self.time_zone.get();
        let local = zone::instant_millis(instant).map(|millis| zone::local(millis, &zone));
        local
            .and_then(|local| local.get(..10).map(str::to_owned))
            .unwrap_or_default()
    }

    /// What the person's clocks show at a moment, as `YYYY-MM-DDTHH:MM`; empty for what is no moment.
    pub fn local(self, instant: &str) -> String {
        let zone = self.time_zone.get();
        zone::instant_millis(instant)
            .map(|millis| zone::local(millis, &zone))
            .unwrap_or_default()
    }

    /// What they show now.
    pub fn local_now(self) -> String {
        zone::local(js_sys::Date::now(), &self.time_zone.get())
    }

    /// A time of day in minutes after midnight, as clocks are written.
    pub fn clock(self, minute: i32) -> String {
        self.time_of(f64::from(minute) * MINUTE * 1000.0, "UTC")
    }

    /// Minutes from one moment to another; nothing when one of them is no moment.
    pub fn minutes_between(from: &str, until: &str) -> Option<i32> {
        let millis = zone::instant_millis(until)? - zone::instant_millis(from)?;
        Some((millis / MINUTE / 1000.0) as i32)
    }

    /// The moment some minutes after another one.
    pub fn minutes_later(instant: &str, minutes: i32) -> Option<String> {
        let millis = zone::instant_millis(instant)? + f64::from(minutes) * MINUTE * 1000.0;
        zone::instant_of(&zone::local(millis, "UTC"), "UTC")
    }

    /// The moment in RFC 3339 at which the person's clocks show `YYYY-MM-DDTHH:MM`.
    pub fn instant_at(self, local: &str) -> Option<String> {
        zone::instant_of(local, &self.time_zone.get_untracked())
    }

    /// The days later at which clocks in a zone show the same time as at this moment.
    pub fn days_later(self, instant: &str, days: i64, zone: &str) -> Option<String> {
        let local = zone::local(zone::instant_millis(instant)?, zone);
        let (day, time) = local.split_once('T')?;
        let millis = zone::day_millis(day)? + days as f64 * DAY * 1000.0;
        let moved = zone::local(millis, "UTC");
        zone::instant_of(&format!("{}T{time}", moved.get(..10)?), zone)
    }

    /// A calendar day as a heading: "Mon, Nov 23" and the like.
    pub fn weekday(self, day: &str) -> String {
        let options = [
            ("weekday", "short"),
            ("month", "short"),
            ("day", "numeric"),
            ("timeZone", "UTC"),
        ];
        zone::day_millis(day).map_or_else(
            || day.to_owned(),
            |millis| intl::date(&self.words_locale(), &options, millis),
        )
    }

    /// The weekday of a calendar day alone: "Mon".
    pub fn weekday_name(self, day: &str) -> String {
        let options = [("weekday", "short"), ("timeZone", "UTC")];
        zone::day_millis(day).map_or_else(
            || day.to_owned(),
            |millis| intl::date(&self.words_locale(), &options, millis),
        )
    }

    /// The month of a calendar day: "November 2026".
    pub fn month(self, day: &str) -> String {
        let options = [("month", "long"), ("year", "numeric"), ("timeZone", "UTC")];
        zone::day_millis(day).map_or_else(
            || day.to_owned(),
            |millis| intl::date(&self.words_locale(), &options, millis),
        )
    }

    /// The day with which weeks begin in this region, 1 for Monday to 7 for Sunday.
    pub fn week_start(self) -> i64 {
        intl::first_weekday(&self.region_locale()).unwrap_or(1)
    }

    /// The decimal mark and the mark between groups of digits, as typed in this region.
    pub fn separators(self) -> (char, char) {
        let sample = self.number("12345.6");
        let mut marks = sample
            .chars()
            .filter(|letter| !letter.is_ascii_digit())
            .collect::<Vec<_>>();
        let decimal = marks.pop().unwrap_or('.');
        (
            decimal,
            marks
                .pop()
                .unwrap_or(if decimal == ',' { '.' } else { ',' }),
        )
    }

    /// The language of a text, as far as its letters tell, when it is another one than the page's.
    pub fn lang_of(self, text: &str) -> Option<&'static str> {
        let script = script_of(text)?;
        let page = self.language.get();
        let lang = match script {
            Script::Traditional => Language::ZhHant.tag(),
            Script::Simplified => Language::ZhHans.tag(),
            Script::Japanese => "ja",
            Script::Korean => "ko",
            // Characters that all have in common are the page's own if it is Chinese, else the region's.
            Script::Han if page == Language::En => {
                Language::negotiate([format!("zh-{}", self.region.get()).as_str(), "zh"]).tag()
            }
            Script::Han => page.tag(),
        };
        (lang != page.tag()).then_some(lang)
    }

    /// The name of a currency, region or language in the page's language, by its code.
    pub fn name_of(self, kind: &str, code: &str) -> String {
        intl::display_name(self.language.get().tag(), kind, code)
    }

    fn date_of(self, millis: f64, zone: &str) -> String {
        let month = if self.language.get() == Language::En {
            "short"
        } else {
            "numeric"
        };
        let options = [
            ("year", "numeric"),
            ("month", month),
            ("day", "numeric"),
            ("timeZone", zone),
        ];
        intl::date(&self.words_locale(), &options, millis)
    }

    fn time_of(self, millis: f64, zone: &str) -> String {
        let cycle = intl::hour_cycle(&self.region_locale());
        let options = [
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("hourCycle", cycle.as_str()),
            ("timeZone", zone),
        ];
        intl::date(&self.words_locale(), &options, millis)
    }

    /// For forms without words: the region's own main language.
    fn region_locale(self) -> String {
        let region = self.region.get();
        intl::main_locale(&region)
    }

    /// For forms with words: the page's language in this region, or as it is written around the world.
    fn words_locale(self) -> String {
        let (language, region) = (self.language.get(), self.region.get());
        let tag = format!("{}-{region}", language.tag());
        if region.is_empty() || (language == Language::En && !intl::knows(&tag)) {
            return if language == Language::En {
                "en-GB".to_owned()
            } else {
                language.tag().to_owned()
            };
        }
        tag
    }
}

/// Reads what a person typed as a number: full-width digits, the region's marks, spaces. `None` when it is none.
pub fn read_number(text: &str, decimal: char, group: char) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        match narrow(letter) {
            digit @ '0'..='9' => plain.push(digit),
            '-' | '\u{2212}' if plain.is_empty() => plain.push('-'),
            mark if mark == decimal && !plain.contains('.') => plain.push('.'),
            mark if mark == group || mark.is_whitespace() || mark == '\'' || mark == '\u{2019}' => {
            }
            _ => return None,
        }
    }
    let plain = plain.strip_suffix('.').unwrap_or(&plain);
    let plain = match plain.strip_prefix("-.").or(plain.strip_prefix('.')) {
        Some(fraction) if plain.starts_with('-') => format!("-0.{fraction}"),
        Some(fraction) => format!("0.{fraction}"),
        None => plain.to_owned(),
    };
    (plain.is_empty() || is_plain_number(&plain)).then_some(plain)
}

/// An amount in major units in plain form, as an exact amount; `None` when it is none or too precise.
pub fn read_money(amount: &str, currency: &str) -> Option<Money> {
    let currency: Currency = currency.parse().ok()?;
    let (sign, digits) = amount
        .strip_prefix('-')
        .map_or((1, amount), |digits| (-1, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let places = usize::try_from(currency.digits()).ok()?;
    if !is_plain_number(amount) || fraction.trim_end_matches('0').len() > places {
        return None;
    }
    let fraction = fraction.get(..places.min(fraction.len()))?;
    let minor: i64 = format!("{whole}{fraction:0<places$}").parse().ok()?;
    Some(Money {
        minor: sign * minor,
        currency,
    })
}

/// Digits behind the mark when shown: none where nobody trades in cents, unless there are some.
pub(super) fn shown_digits(money: Money) -> u32 {
    let digits = money.currency.digits();
    let whole = money.minor % 10_i64.pow(digits) == 0;
    if whole && WITHOUT_CENTS.contains(&money.currency.code()) {
        0
    } else {
        digits
    }
}

fn relative_unit(seconds: f64) -> (f64, &'static str) {
    match seconds.abs() {
        near if near < MINUTE => (1.0, "second"),
        near if near < HOUR => (MINUTE, "minute"),
        near if near < DAY => (HOUR, "hour"),
        _ => (DAY, "day"),
    }
}

fn narrow(letter: char) -> char {
    match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        '\u{3002}' => '.',
        other => other,
    }
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::{read_money, read_number};

    #[test]
    fn numbers_are_read_the_way_people_type_them() {
        for (typed, decimal, group, plain) in [
            ("1,234.50", '.', ',', Some("1234.50")),
            ("1.234,50", ',', '.', Some("1234.50")),
            ("１２３４．５", '.', ',', Some("1234.5")),
            ("1 234,5", ',', '\u{202f}', Some("1234.5")),
            ("\u{2212}5", '.', ',', Some("-5")),
            (".5", '.', ',', Some("0.5")),
            ("7.", '.', ',', Some("7")),
            ("", '.', ',', Some("")),
            ("12k", '.', ',', None),
            ("1.2.3", '.', ',', None),
            ("-", '.', ',', None),
        ] {
            assert_eq!(
                read_number(typed, decimal, group).as_deref(),
                plain,
                "{typed}"
            );
        }
    }

    #[test]
    fn amounts_are_exact() {
        let minor = |amount, currency| read_money(amount, currency).map(|money| money.minor);
        assert_eq!(minor("1234.5", "EUR"), Some(123_450));
        assert_eq!(minor("-0.05", "USD"), Some(-5));
        assert_eq!(minor("100", "JPY"), Some(100));
        assert_eq!(minor("100.00", "JPY"), Some(100));
        assert_eq!(minor("100.5", "JPY"), None);
        assert_eq!(minor("1.005", "EUR"), None);
        assert_eq!(minor("abc", "EUR"), None);
        assert_eq!(minor("1", "ABC"), None);
    }
}
