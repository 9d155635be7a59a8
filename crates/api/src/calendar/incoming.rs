//! `POST /agenda/import`: events of an iCalendar file become meetings of the caller, each once.

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarClassification, ICalendarComponent, ICalendarComponentType, ICalendarEntry,
    ICalendarProperty, ICalendarValue,
};
use calcard::{Entry, Parser};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use guanxi_domain::access::Actor;
use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::kernel::calendar::Calendar;
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::value::Value;
use guanxi_persistence::engine::calendar::WORLD;
use guanxi_persistence::{Error, How, Tx};
use serde_json::{Map, Value as Json, json};

use super::ics::day_of;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Pairs, Reading, bytes};

const CALENDAR: &str = "text/calendar";
/// Most events of one file.
const MOST: usize = 2_000;
/// Longest subject.
const SUBJECT: usize = 500;

/// The file.
pub struct File(Bytes);

impl FromRequest for File {
    type Error = Refusal;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = bytes(request, payload, &[CALENDAR]);
        Box::pin(async move { Ok(Self(bytes.await?)) })
    }
}

/// What became of the events.
#[derive(Default)]
struct Outcome {
    created: usize,
    skipped: usize,
    refused: Vec<Json>,
}

/// Takes the events over; what is there already is left alone.
pub async fn import(caller: Caller, pairs: Pairs, file: File) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    let events = read(&file.0, &caller.actor.zone)?;
    let outcome = caller
        .write(move |tx, actor| take_over(tx, actor, &events))
        .await?;
    Ok(HttpResponse::Ok().json(json!({
        "created": outcome.created, "skipped": outcome.skipped, "refused": outcome.refused,
    })))
}

fn take_over(tx: &mut Tx, actor: &Actor, events: &[Map<String, Json>]) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    for event in events {
        let uid = event
            .get("external_uid")
            .and_then(Json::as_str)
            .unwrap_or_default();
        let known = tx.having(&ACTIVITY, "external_uid", &Value::text(uid))?;
        if known.iter().any(|one| one.owner() == actor.user) {
            outcome.skipped += 1;
            continue;
        }
        let mut body = event.clone();
        settle_past(&mut body, tx.now);
        match tx.savepoint(|tx| tx.create(actor, &ACTIVITY, &body, How::Plain)) {
            Ok(_) => outcome.created += 1,
            Err(Error::Violations(found)) => {
                let first = found.0.first().map_or("invalid", |one| one.code);
                outcome.refused.push(json!({ "uid": uid, "code": first }));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(outcome)
}

/// What is over took place; nobody is to be told that it is overdue.
fn settle_past(body: &mut Map<String, Json>, now: Instant) {
    let end = ["ends_at", "starts_at"]
        .iter()
        .find_map(|name| body.get(*name));
    let end = end
        .and_then(Json::as_str)
        .and_then(|text| text.parse::<Instant>().ok());
    if let Some(end) = end.filter(|end| *end < now && !body.contains_key("recurrence")) {
        body.insert("done_at".to_owned(), json!(end.to_string()));
    }
}

/// The events as bodies of meetings.
fn read(file: &[u8], zone: &str) -> Result<Vec<Map<String, Json>>, Refusal> {
    let text = std::str::from_utf8(file).map_err(|_| Refusal::bad_request("not_utf8"))?;
    let Entry::ICalendar(calendar) = Parser::new(text).entry() else {
        return Err(Refusal::bad_request("not_a_calendar"));
    };
    let is_event = |one: &&ICalendarComponent| one.component_type == ICalendarComponentType::VEvent;
    let events: Vec<_> = calendar
        .components
        .iter()
        .filter(is_event)
        .take(MOST)
        .collect();
    let moved: Vec<(String, NaiveDate)> = events.iter().filter_map(|event| moved(event)).collect();
    let bodies = events
        .iter()
        .filter_map(|event| meeting(&calendar, event, zone, &moved));
    Ok(bodies.collect())
}

/// One time of a series that stands elsewhere: which series, and the day it was on.
fn moved(event: &ICalendarComponent) -> Option<(String, NaiveDate)> {
    let entry = event.property(&ICalendarProperty::RecurrenceId)?;
    Some((
        event.uid()?.to_owned(),
        date(entry).map(|wall| wall.date())?,
    ))
}

fn meeting(
    calendar: &ICalendar,
    event: &ICalendarComponent,
    zone: &str,
    moved_times: &[(String, NaiveDate)],
) -> Option<Map<String, Json>> {
    let uid = event.uid()?;
    let start = event.property(&ICalendarProperty::Dtstart)?;
    let wall = date(start)?;
    let zone = zone_of(calendar, start, zone);
    let whole = is_day(start);
    let begins = WORLD.moment(&zone, wall)?;
    let mut body = Map::new();
    let mut put = |name: &str, value: Json| drop(body.insert(name.to_owned(), value));
    put("kind", json!("meeting"));
    let subject: String = text(event, &ICalendarProperty::Summary)
        .unwrap_or("–")
        .chars()
        .take(SUBJECT)
        .collect();
    put("subject", json!(subject.replace(['\r', '\n'], " ")));
    put("starts_at", json!(begins.to_string()));
    put("time_zone", json!(zone));
    put("all_day", json!(whole));
    if let Some(end) = ends(calendar, event, &zone, begins) {
        put("ends_at", json!(end.to_string()));
    }
    if let Some(words) = text(event, &ICalendarProperty::Description) {
        put("body", json!(words));
    }
    if let Some(place) = text(event, &ICalendarProperty::Location) {
        let place: String = place
            .replace(['\r', '\n'], " ")
            .chars()
            .take(SUBJECT)
            .collect();
        put("location", json!(place));
    }
    let class = event
        .property(&ICalendarProperty::Class)
        .and_then(|entry| entry.values.first());
    let open = matches!(
        class,
        None | Some(ICalendarValue::Classification(
            ICalendarClassification::Public
        ))
    );
    put("is_private", json!(!open));
    let own_day = moved(event).map(|(_, day)| day);
    put(
        "external_uid",
        json!(own_day.map_or_else(|| uid.to_owned(), |day| format!("{uid}/{day}"))),
    );
    if let (Some(rule), None) = (rule(event, &zone), own_day) {
        put("recurrence", json!(rule));
        let left_out = left_out(event, uid, moved_times);
        if !left_out.is_empty() {
            put("exceptions", json!(left_out));
        }
    }
    Some(body)
}

fn text<'a>(event: &'a ICalendarComponent, name: &ICalendarProperty) -> Option<&'a str> {
    let value = event.property(name)?.values.first()?.as_text()?;
    Some(value.trim()).filter(|text| !text.is_empty())
}

/// What clocks or calendars show at an entry; of a moment in UTC what they show there.
fn date(entry: &ICalendarEntry) -> Option<NaiveDateTime> {
    partial_wall(entry.values.first()?.as_partial_date_time()?)
}

fn partial_wall(date: &PartialDateTime) -> Option<NaiveDateTime> {
    let time = match date.hour {
        Some(hour) => NaiveTime::from_hms_opt(
            hour.into(),
            date.minute.unwrap_or(0).into(),
            date.second.unwrap_or(0).min(59).into(),
        )?,
        None => NaiveTime::MIN,
    };
    Some(day_of(date)?.and_time(time))
}

fn is_day(entry: &ICalendarEntry) -> bool {
    let first = entry
        .values
        .first()
        .and_then(ICalendarValue::as_partial_date_time);
    first.is_some_and(|date| date.hour.is_none())
}

/// The zone of an entry: by its name, by what the file says about that name, or that of whoever imports.
fn zone_of(calendar: &ICalendar, entry: &ICalendarEntry, usual: &str) -> String {
    let usual = if usual.is_empty() { "UTC" } else { usual };
    let date = entry
        .values
        .first()
        .and_then(ICalendarValue::as_partial_date_time);
    if date.is_some_and(|date| date.tz_hour.is_some()) {
        return "UTC".to_owned();
    }
    let named = entry
        .tz_id()
        .and_then(|name| calendar.build_tz_resolver().resolve(name));
    match named {
        Some(Tz::Tz(zone)) => zone.name().to_owned(),
        _ => usual.to_owned(),
    }
}

fn ends(
    calendar: &ICalendar,
    event: &ICalendarComponent,
    zone: &str,
    begins: Instant,
) -> Option<Instant> {
    if let Some(entry) = event.property(&ICalendarProperty::Dtend) {
        return WORLD.moment(&zone_of(calendar, entry, zone), date(entry)?);
    }
    let duration = event
        .property(&ICalendarProperty::Duration)?
        .values
        .first()?;
    match duration {
        ICalendarValue::Duration(duration) => {
            Some(begins.plus_seconds(duration.as_seconds().max(0)))
        }
        _ => None,
    }
}

/// The rule; its end is a day where the meeting is.
fn rule(event: &ICalendarComponent, zone: &str) -> Option<String> {
    let ICalendarValue::RecurrenceRule(rule) =
        event.property(&ICalendarProperty::Rrule)?.values.first()?
    else {
        return None;
    };
    let mut rule = (**rule).clone();
    if let Some(until) = rule.until.take() {
        let wall = partial_wall(&until)?;
        let utc = until.hour.is_some() && until.tz_hour.is_some();
        let wall = if utc {
            WORLD.wall(zone, Instant::from(wall.and_utc()))?
        } else {
            wall
        };
        let day = wall.date().and_time(NaiveTime::MIN).and_utc();
        rule.until = Some(PartialDateTime::from_date_timestamp(day.timestamp()));
    }
    Some(rule.to_string())
}

/// Days on which a series is not: left out, or moved elsewhere.
fn left_out(event: &ICalendarComponent, uid: &str, moved: &[(String, NaiveDate)]) -> String {
    let entries = event
        .entries
        .iter()
        .filter(|entry| entry.name == ICalendarProperty::Exdate);
    let values = entries.flat_map(|entry| entry.values.iter());
    let days = values
        .filter_map(ICalendarValue::as_partial_date_time)
        .filter_map(day_of);
    let moved = moved
        .iter()
        .filter(|(series, _)| series == uid)
        .map(|(_, day)| *day);
    let days: Vec<String> = days.chain(moved).map(|day| day.to_string()).collect();
    days.join(",")
}
