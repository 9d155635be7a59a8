//! Recurrence rules of RFC 5545, as far as they are about days: the time of day belongs to the record.

use chrono::{DateTime, NaiveDate, NaiveTime};
use guanxi_domain::kernel::calendar::BadRecurrence;
use rrule::{Frequency, RRule, RRuleSet, Tz, Unvalidated};

/// Most days looked up at once.
const MOST: usize = 1_000;

/// The days of a rule that began on `first`: those from `from` on, at most so many.
pub fn days(
    rule: &str,
    first: NaiveDate,
    from: NaiveDate,
    most: usize,
) -> Result<Vec<NaiveDate>, BadRecurrence> {
    let start = midnight(first);
    let rule = read(rule)?.validate(start).map_err(|_| BadRecurrence)?;
    let found = RRuleSet::new(start).rrule(rule).after(midnight(from));
    let most = u16::try_from(most.min(MOST)).unwrap_or(u16::MAX);
    let found = found.all(most).dates;
    Ok(found.iter().map(|moment| moment.date_naive()).collect())
}

/// Days have no zone; midnight in UTC stands for them.
fn midnight(day: NaiveDate) -> DateTime<Tz> {
    day.and_time(NaiveTime::MIN)
        .and_utc()
        .with_timezone(&Tz::UTC)
}

fn read(text: &str) -> Result<RRule<Unvalidated>, BadRecurrence> {
    let known =
        |byte: u8| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'=' | b';' | b',' | b'+' | b'-');
    if !text.bytes().all(known) {
        return Err(BadRecurrence);
    }
    let parts = text.split(';').map(part).collect::<Result<Vec<_>, _>>()?;
    let rule: RRule<Unvalidated> = parts.join(";").parse().map_err(|_| BadRecurrence)?;
    match rule.get_freq() {
        _ if rule.get_interval() == 0 => Err(BadRecurrence),
        Frequency::Yearly | Frequency::Monthly | Frequency::Weekly | Frequency::Daily => Ok(rule),
        _ => Err(BadRecurrence),
    }
}

/// One part of a rule. A rule ends with a day; the time that other programs add to it is left out.
fn part(text: &str) -> Result<String, BadRecurrence> {
    let (name, value) = text.split_once('=').ok_or(BadRecurrence)?;
    match name {
        "BYHOUR" | "BYMINUTE" | "BYSECOND" => Err(BadRecurrence),
        "UNTIL" => {
            let day = value.get(..8).ok_or(BadRecurrence)?;
            let day = NaiveDate::parse_from_str(day, "%Y%m%d").map_err(|_| BadRecurrence)?;
            Ok(format!("UNTIL={}T000000Z", day.format("%Y%m%d")))
        }
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn told(rule: &str, first: &str, from: &str) -> Result<String, BadRecurrence> {
        let days = days(rule, first.parse().unwrap(), from.parse().unwrap(), 4)?;
        Ok(days
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" "))
    }

    #[test]
    fn days_repeat_as_rfc_5545_says() {
        let of = |rule, from| told(rule, "2026-01-05", from).unwrap();
        assert_eq!(
            of("FREQ=DAILY;COUNT=3", "2026-01-06"),
            "2026-01-06 2026-01-07"
        );
        assert_eq!(
            of("FREQ=WEEKLY;BYDAY=MO,TH", "2026-01-06"),
            "2026-01-08 2026-01-12 2026-01-15 2026-01-19"
        );
        assert_eq!(
            of("FREQ=MONTHLY;BYDAY=-1FR", "2026-02-01"),
            "2026-02-27 2026-03-27 2026-04-24 2026-05-29"
        );
        assert_eq!(
            of(
                "FREQ=WEEKLY;INTERVAL=2;UNTIL=20260202T225959Z",
                "2026-01-06"
            ),
            "2026-01-19 2026-02-02"
        );
        assert_eq!(
            told("FREQ=YEARLY", "2024-02-29", "2024-03-01").unwrap(),
            "2028-02-29 2032-02-29 2036-02-29 2040-02-29"
        );
    }

    #[test]
    fn what_is_no_rule_of_days_is_refused() {
        for rule in [
            "",
            "weekly",
            "FREQ=HOURLY",
            "FREQ=DAILY;BYHOUR=9,17",
            "FREQ=DAILY;COUNT=0;UNTIL=x",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY\nRRULE:FREQ=DAILY",
        ] {
            assert!(told(rule, "2026-01-05", "2026-01-05").is_err(), "{rule}");
        }
    }

    #[test]
    fn a_rule_that_never_comes_true_ends() {
        assert_eq!(
            told(
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                "2026-01-05",
                "2026-01-05"
            )
            .unwrap(),
            ""
        );
    }
}
