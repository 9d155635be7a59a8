//! Activities as a calendar of RFC 5545.

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarClassification, ICalendarComponent, ICalendarComponentType, ICalendarEntry,
    ICalendarParameter, ICalendarParticipationStatus, ICalendarProperty, ICalendarRecurrenceRule,
    ICalendarStatus, ICalendarTransparency, ICalendarValue, ICalendarValueType, Uri,
};
use calcard::{Entry, Parser};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use guanxi_domain::activities::activities::series;
use guanxi_domain::activities::attendees::Attendee;
use guanxi_domain::activities::mentions::plain;
use guanxi_domain::kernel::calendar::Calendar;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::value::Value;
use guanxi_persistence::engine::calendar::WORLD;

/// Most days of a rule that are counted as gone by.
const MOST_GONE: usize = 1_000;

/// When an event is.
struct When {
    day: NaiveDate,
    /// The time of day and the zone; nothing for whole days.
    clock: Option<(NaiveTime, String)>,
    seconds: i64,
}

/// The calendar as text. Fields that the owner of the feed may not read are left out.
pub fn written(
    activities: &[Document],
    zone: &str,
    now: Instant,
    hidden: &dyn Fn(&str) -> bool,
) -> String {
    let mut root = ICalendarComponent::new(ICalendarComponentType::VCalendar);
    root.add_property(ICalendarProperty::Version, "2.0");
    root.add_property(ICalendarProperty::Prodid, "-//Guanxi//Guanxi//EN");
    let mut calendar = ICalendar {
        components: vec![root],
    };
    for activity in activities {
        let Some(event) = event(activity, zone, now, hidden) else {
            continue;
        };
        let place = u32::try_from(calendar.components.len()).unwrap_or(u32::MAX);
        calendar.components.push(event);
        calendar.components[0].component_ids.push(place);
    }
    calendar.add_missing_timezones();
    calendar.to_string()
}

fn event(
    activity: &Document,
    zone: &str,
    now: Instant,
    hidden: &dyn Fn(&str) -> bool,
) -> Option<ICalendarComponent> {
    let when = when(activity, zone)?;
    let mut event = ICalendarComponent::new(ICalendarComponentType::VEvent);
    let own = activity.id().to_string();
    let uid = activity.get("external_uid").as_text().unwrap_or(&own);
    event.add_uid(uid);
    event.add_dtstamp(PartialDateTime::from_utc_timestamp(seconds(now)));
    event.add_sequence(activity.version());
    let text =
        |name: &str| Some(activity.text(name)).filter(|text| !text.is_empty() && !hidden(name));
    if let Some(subject) = text("subject") {
        event.add_property(ICalendarProperty::Summary, subject);
    }
    if let Some(body) = text("body") {
        event.add_property(ICalendarProperty::Description, plain(body).as_str());
    }
    if let Some(location) = text("location") {
        event.add_property(ICalendarProperty::Location, location);
    }
    event.entries.extend(times(&when));
    event.entries.extend(recurrence(activity, &when));
    let private = *activity.get("is_private") == Value::Bool(true);
    if private {
        event.add_property(ICalendarProperty::Class, ICalendarClassification::Private);
    }
    event.add_property(ICalendarProperty::Status, ICalendarStatus::Confirmed);
    if when.clock.is_none() {
        event.add_property(
            ICalendarProperty::Transp,
            ICalendarTransparency::Transparent,
        );
    }
    if !hidden("attendees") {
        let attendees = activity.typed_rows::<Attendee>("attendees");
        event.entries.extend(attendees.iter().filter_map(attendee));
    }
    Some(event)
}

fn seconds(at: Instant) -> i64 {
    at.micros().div_euclid(1_000_000)
}

fn when(activity: &Document, zone: &str) -> Option<When> {
    let own = activity
        .get("time_zone")
        .as_text()
        .unwrap_or(zone)
        .to_owned();
    let starts = activity.get("starts_at").as_instant();
    let wall = starts.and_then(|at| WORLD.wall(&own, at));
    let lasts = match (starts, activity.get("ends_at").as_instant()) {
        (Some(starts), Some(ends)) => ends.seconds_since(starts),
        _ => 0,
    };
    match (wall, activity.get("due_on")) {
        (Some(wall), _) if *activity.get("all_day") != Value::Bool(true) => Some(When {
            day: wall.date(),
            clock: Some((wall.time(), own)),
            seconds: lasts,
        }),
        (Some(wall), _) => Some(When {
            day: wall.date(),
            clock: None,
            seconds: lasts,
        }),
        (None, Value::Day(day)) => Some(When {
            day: *day,
            clock: None,
            seconds: 0,
        }),
        _ => None,
    }
}

/// A moment of an event: by the clocks of its zone, or a day.
fn stamped(entry: ICalendarEntry, when: &When, wall: NaiveDateTime) -> ICalendarEntry {
    let stamp = wall.and_utc().timestamp();
    match &when.clock {
        None => entry
            .with_param(ICalendarParameter::value(ICalendarValueType::Date))
            .with_value(PartialDateTime::from_date_timestamp(stamp)),
        Some((_, zone)) if zone == "UTC" => {
            entry.with_value(PartialDateTime::from_utc_timestamp(stamp))
        }
        Some((_, zone)) => entry
            .with_param(ICalendarParameter::tzid(zone.clone()))
            .with_value(PartialDateTime::from_naive_timestamp(stamp)),
    }
}

fn times(when: &When) -> Vec<ICalendarEntry> {
    let entry = |name| ICalendarEntry::new(name);
    let Some((time, zone)) = &when.clock else {
        let days = u64::try_from((when.seconds - 1).max(0) / 86_400).unwrap_or(0) + 1;
        let end = when
            .day
            .checked_add_days(Days::new(days))
            .unwrap_or(when.day);
        return vec![
            stamped(
                entry(ICalendarProperty::Dtstart),
                when,
                when.day.and_time(NaiveTime::MIN),
            ),
            stamped(
                entry(ICalendarProperty::Dtend),
                when,
                end.and_time(NaiveTime::MIN),
            ),
        ];
    };
    let start = when.day.and_time(*time);
    let mut entries = vec![stamped(entry(ICalendarProperty::Dtstart), when, start)];
    let ends = WORLD
        .moment(zone, start)
        .map(|at| at.plus_seconds(when.seconds));
    if let Some(wall) = ends
        .and_then(|at| WORLD.wall(zone, at))
        .filter(|_| when.seconds > 0)
    {
        entries.push(stamped(entry(ICalendarProperty::Dtend), when, wall));
    }
    entries
}

/// The rule from this event on, and the days it leaves out.
fn recurrence(activity: &Document, when: &When) -> Vec<ICalendarEntry> {
    let open = activity.text("status") == "open";
    let rule = activity
        .get("recurrence")
        .as_text()
        .filter(|text| open && !text.is_empty());
    let Some((text, mut rule)) = rule.and_then(|text| Some((text, rule_of(text)?))) else {
        return Vec::new();
    };
    if let (Some(count), Value::Day(first)) = (rule.count, activity.get("series_on")) {
        let days = WORLD
            .days(text, *first, *first, MOST_GONE)
            .unwrap_or_default();
        let gone = days.iter().filter(|day| **day < when.day).count();
        rule.count = Some(
            count
                .saturating_sub(u32::try_from(gone).unwrap_or(0))
                .max(1),
        );
    }
    if let Some(last) = rule.until.as_ref().and_then(day_of) {
        rule.until = Some(until(last, when));
    }
    let mut entries = vec![ICalendarEntry::new(ICalendarProperty::Rrule).with_value(rule)];
    let time = when
        .clock
        .as_ref()
        .map_or(NaiveTime::MIN, |(time, _)| *time);
    for day in series::left_out(activity).unwrap_or_default() {
        let entry = ICalendarEntry::new(ICalendarProperty::Exdate);
        entries.push(stamped(entry, when, day.and_time(time)));
    }
    entries
}

/// The end of a rule has the form of the beginning: a day, or the last moment of that day in UTC.
fn until(last: NaiveDate, when: &When) -> PartialDateTime {
    let end = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
    let moment = when
        .clock
        .as_ref()
        .and_then(|(_, zone)| WORLD.moment(zone, last.and_time(end)));
    moment.map_or_else(
        || {
            PartialDateTime::from_date_timestamp(
                last.and_time(NaiveTime::MIN).and_utc().timestamp(),
            )
        },
        |at| PartialDateTime::from_utc_timestamp(seconds(at)),
    )
}

/// The day of a date that may have a time with it.
pub fn day_of(date: &PartialDateTime) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year?.into(), date.month?.into(), date.day?.into())
}

fn rule_of(text: &str) -> Option<ICalendarRecurrenceRule> {
    let event = format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nRRULE:{text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    let Entry::ICalendar(calendar) = Parser::new(&event).entry() else {
        return None;
    };
    let mut entries = calendar
        .components
        .into_iter()
        .flat_map(|component| component.entries);
    entries.find_map(|entry| match entry.values.into_iter().next() {
        Some(ICalendarValue::RecurrenceRule(rule)) => Some(*rule),
        _ => None,
    })
}

/// Somebody with an address; iCalendar knows people by nothing else.
fn attendee(attendee: &Attendee) -> Option<ICalendarEntry> {
    let email = attendee.email.as_ref()?;
    let status = match attendee.answer.name() {
        "accepted" => ICalendarParticipationStatus::Accepted,
        "tentative" => ICalendarParticipationStatus::Tentative,
        "declined" => ICalendarParticipationStatus::Declined,
        _ => ICalendarParticipationStatus::NeedsAction,
    };
    let entry = ICalendarEntry::new(ICalendarProperty::Attendee)
        .with_param(ICalendarParameter::partstat(status));
    let entry = match &attendee.name {
        Some(name) => entry.with_param(ICalendarParameter::cn(name.clone())),
        None => entry,
    };
    Some(entry.with_value(Uri::Location(format!("mailto:{email}"))))
}
