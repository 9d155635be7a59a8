//! Moments and days between the wire (UTC) and the person's time zone.

use guanxi_domain::customers::contacting::minute_of;
use js_sys::Date;

use super::intl;

/// Milliseconds of midnight UTC of a calendar day `YYYY-MM-DD`.
pub(super) fn day_millis(day: &str) -> Option<f64> {
    (day.len() == 10)
        .then(|| Date::parse(&format!("{day}T00:00:00Z")))
        .filter(|millis| !millis.is_nan())
}

/// Milliseconds of a moment in RFC 3339.
pub(super) fn instant_millis(instant: &str) -> Option<f64> {
    Some(Date::parse(instant)).filter(|millis| !millis.is_nan())
}

/// A moment as `YYYY-MM-DDTHH:MM` in a zone, the form of the platform's input.
pub(super) fn local(millis: f64, zone: &str) -> String {
    // Swedish writes dates as ISO does, which spares putting parts together.
    let options = [
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("hourCycle", "h23"),
        ("timeZone", zone),
    ];
    intl::date("sv-SE", &options, millis).replace(' ', "T")
}

/// The day `YYYY-MM-DD` that calendars in a zone show now.
pub fn day_in(zone: &str) -> String {
    let local = local(Date::now(), zone);
    local.get(..10).unwrap_or_default().to_owned()
}

/// The minute of the day that clocks in a zone show now.
pub fn minute_in(zone: &str) -> Option<u16> {
    minute_of(local(Date::now(), zone).get(11..16)?)
}

/// The moment in RFC 3339 (UTC) at which clocks in a zone show `YYYY-MM-DDTHH:MM`.
pub(super) fn instant_of(local_text: &str, zone: &str) -> Option<String> {
    let shown = Date::parse(&format!("{local_text}:00Z"));
    if shown.is_nan() {
        return None;
    }
    let offset = |millis: f64| {
        Date::parse(&format!("{}:00Z", local(millis, zone))) - (millis - millis % 60_000.0)
    };
    // The offset may differ on both sides of a change to or from summer time, so look twice.
    let near = shown - offset(shown);
    let millis = shown - offset(near);
    let text = Date::new(&millis.into()).to_iso_string().as_string()?;
    Some(text.replace(".000Z", "Z"))
}
