//! What stands in people's calendars: the times of activities between two moments, those that come back included.

use std::collections::HashSet;

use chrono::{Days, NaiveDate, NaiveTime};
use guanxi_domain::access::{Action, Actor};
use guanxi_domain::activities::activities::{ACTIVITY, series};
use guanxi_domain::kernel::calendar::Calendar;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::value::Value;
use uuid::Uuid;

use super::calendar::{WORLD, day_of, day_start, zone};
use super::read::{Reader, load};
use super::scope;
use crate::cells;
use crate::error::Result;
use crate::sql::Sql;

/// Most activities looked at; whoever has more in so short a time sees the first of them.
const MOST: usize = 2_000;
/// Most times of one activity that comes back.
const MOST_TIMES: usize = 400;

/// The end of the year 9999 in microseconds: nothing is planned for later.
const END: i64 = 253_402_300_799_999_999;

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// From then on.
    pub from: Instant,
    /// Until then.
    pub until: Instant,
}

/// One time of an activity.
#[derive(Debug, Clone, PartialEq)]
pub struct Time {
    /// Which activity.
    pub activity: Document,
    /// Whether whoever asks may see more of it than that the time is taken.
    pub seen: bool,
    /// When it begins and ends.
    pub span: Span,
    /// The first and last day, of what takes whole days.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

/// What somebody is asked to and has not answered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Invitations {
    /// The next time of each, the soonest first.
    pub times: Vec<Time>,
    /// How many there are; no more than are looked at.
    pub total: usize,
}

impl Reader<'_> {
    /// What takes these users' time, in the order in which it begins. Days are those of the asker's zone.
    pub fn agenda(&mut self, actor: &Actor, users: &[Uuid], span: Span) -> Result<Vec<Time>> {
        let activities = self.activities_of(users, span, zone_of(actor))?;
        let ids: Vec<Uuid> = activities.iter().map(Document::id).collect();
        let seen = self.seen_among(actor, &ids)?;
        let mut times: Vec<Time> = activities
            .into_iter()
            .flat_map(|activity| {
                let seen = seen.contains(&activity.id());
                let times: Vec<Time> = times(&activity, span, zone_of(actor), seen).collect();
                times
            })
            .collect();
        times.sort_by_key(|time| (time.span.from, time.activity.id()));
        Ok(times)
    }

    /// What the actor is asked to from a moment on and has not answered.
    pub fn invitations(
        &mut self,
        actor: &Actor,
        from: Instant,
        most: usize,
    ) -> Result<Invitations> {
        let Some(user) = actor.user.filter(|_| !actor.hides(&ACTIVITY, "attendees")) else {
            return Ok(Invitations::default());
        };
        let span = Span {
            from,
            until: Instant::from_micros(END),
        };
        let mut asked = self.activities_where(span, zone_of(actor), |sql| {
            sql.push("x.status = 'open' AND EXISTS (SELECT 1 FROM attendees g WHERE g.parent_id = x.id AND g.answer = 'needs_action' AND g.user_id = ")
                .bind(user)
                .push(")");
        })?;
        let ids: Vec<Uuid> = asked.iter().map(Document::id).collect();
        let seen = self.seen_among(actor, &ids)?;
        asked.retain(|activity| seen.contains(&activity.id()));
        let next = |activity: &Document| times(activity, span, zone_of(actor), true).next();
        let mut times: Vec<Time> = asked.iter().filter_map(next).collect();
        times.sort_by_key(|time| (time.span.from, time.activity.id()));
        let total = times.len();
        times.truncate(most);
        Ok(Invitations { times, total })
    }

    /// The activities of a user that another calendar may show: planned and lately done ones.
    pub fn feed(&mut self, user: &Actor, since: Instant) -> Result<Vec<Document>> {
        let Some(id) = user.user else {
            return Ok(Vec::new());
        };
        let span = Span {
            from: since,
            until: Instant::from_micros(END),
        };
        let mut activities = self.activities_of(&[id], span, zone_of(user))?;
        let ids: Vec<Uuid> = activities.iter().map(Document::id).collect();
        let seen = self.seen_among(user, &ids)?;
        activities.retain(|activity| seen.contains(&activity.id()));
        Ok(activities)
    }

    /// Activities of users that may have a time within the span, whoever asks.
    fn activities_of(&mut self, users: &[Uuid], span: Span, zone: &str) -> Result<Vec<Document>> {
        self.activities_where(span, zone, |sql| {
            sql.push("x.status <> 'cancelled' AND (x.owner_id");
            sql.in_ids(users);
            sql.push(" OR EXISTS (SELECT 1 FROM attendees g WHERE g.parent_id = x.id AND g.answer <> 'declined' AND g.user_id");
            sql.in_ids(users).push("))");
        })
    }

    /// Activities of a condition (alias `x`) that may have a time within the span, whoever asks.
    fn activities_where(
        &mut self,
        span: Span,
        zone: &str,
        which: impl FnOnce(&mut Sql),
    ) -> Result<Vec<Document>> {
        let world = std::sync::Arc::clone(&self.world);
        let zone = super::calendar::zone(zone);
        let last = span.until.min(Instant::from_micros(END));
        let (first, last) = (day_of(zone, span.from), day_of(zone, last));
        // East of Greenwich the last moment that is stored lies in a year of five digits, which sorts before the others.
        let last = NaiveDate::from_ymd_opt(9999, 12, 31).map_or(last, |day| last.min(day));
        let condition = |sql: &mut Sql| {
            sql.push("t.id IN (SELECT x.id FROM activities x WHERE x.deleted_at IS NULL AND x.kind <> 'note' AND ");
            which(sql);
            sql.push(" AND (x.anchor_id IS NULL OR EXISTS (SELECT 1 FROM anchors a WHERE a.id = x.anchor_id AND a.deleted_at IS NULL))");
            sql.push(" AND ((x.starts_at < ").bind(span.until);
            sql.push(" AND (COALESCE(x.ends_at, x.starts_at) >= ")
                .bind(span.from);
            sql.push(" OR (x.recurrence IS NOT NULL AND x.status = 'open'))) OR (x.starts_at IS NULL AND x.due_on <= ").bind(last);
            sql.push(" AND (x.due_on >= ").bind(first);
            sql.push(" OR (x.recurrence IS NOT NULL AND x.status = 'open'))))");
            sql.push(&format!(
                " ORDER BY COALESCE(x.starts_at, x.created_at), x.id LIMIT {MOST})"
            ));
            sql.uncached();
        };
        load(self.conn, &world, &ACTIVITY, condition, false)
    }

    fn seen_among(&mut self, actor: &Actor, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
        if ids.is_empty() || !actor.may_read(&ACTIVITY) {
            return Ok(HashSet::new());
        }
        let mut seen = HashSet::new();
        for part in ids.chunks(500) {
            let mut sql = Sql::text(
                self.conn.dialect(),
                "SELECT t.id FROM activities t WHERE t.id",
            );
            sql.in_ids(part);
            scope::push(&mut sql, actor, &ACTIVITY, Action::Read, "t");
            sql.uncached();
            let found = cells::rows(self.conn, sql, |row| row.id(0).unwrap_or_default())?;
            seen.extend(found);
        }
        Ok(seen)
    }
}

fn zone_of(actor: &Actor) -> &str {
    if actor.zone.is_empty() {
        "UTC"
    } else {
        &actor.zone
    }
}

/// The times of an activity within a span, in order.
fn times<'a>(
    activity: &'a Document,
    span: Span,
    viewer: &'a str,
    seen: bool,
) -> impl Iterator<Item = Time> + 'a {
    let own = activity.get("time_zone").as_text().unwrap_or(viewer);
    let starts = activity.get("starts_at").as_instant();
    let wall = starts.and_then(|at| WORLD.wall(own, at));
    let whole = activity.get("all_day") == &Value::Bool(true) || wall.is_none();
    let day = match (wall, activity.get("due_on")) {
        (Some(wall), _) => Some(wall.date()),
        (None, Value::Day(day)) => Some(*day),
        _ => None,
    };
    let lasts = match (starts, activity.get("ends_at").as_instant()) {
        (Some(starts), Some(ends)) => (ends.micros() - starts.micros()).max(0),
        _ => 0,
    };
    let clock = activity
        .text("starts_wall")
        .parse()
        .ok()
        .or(wall.map(|wall| wall.time()));
    let days = day.map(|day| days_of(activity, day, span, own, lasts));
    days.into_iter()
        .flatten()
        .filter_map(move |on| {
            if whole {
                return whole_days(activity, on, lasts, viewer, seen);
            }
            let from = WORLD.moment(own, on.and_time(clock.unwrap_or(NaiveTime::MIN)))?;
            let until = Instant::from_micros(from.micros().saturating_add(lasts));
            let span = Span { from, until };
            Some(Time {
                activity: activity.clone(),
                seen,
                span,
                days: None,
            })
        })
        .filter(move |time| {
            let begins = time.span.from >= span.from;
            time.span.from < span.until && (begins || time.span.until > span.from)
        })
}

/// What takes whole days takes them in the zone of whoever looks: a holiday is one everywhere.
fn whole_days(
    activity: &Document,
    on: NaiveDate,
    lasts: i64,
    viewer: &str,
    seen: bool,
) -> Option<Time> {
    const DAY: i64 = 86_400_000_000;
    let more = u64::try_from((lasts - 1).max(0) / DAY).unwrap_or(0);
    let last = on.checked_add_days(Days::new(more))?;
    let zone = zone(viewer);
    let span = Span {
        from: day_start(zone, on),
        until: day_start(zone, last.checked_add_days(Days::new(1))?),
    };
    Some(Time {
        activity: activity.clone(),
        seen,
        span,
        days: Some((on, last)),
    })
}

/// The days on which it begins, those that its rule leaves out aside.
fn days_of(
    activity: &Document,
    day: NaiveDate,
    span: Span,
    zone_name: &str,
    lasts: i64,
) -> Vec<NaiveDate> {
    let open = activity.text("status") == "open";
    let rule = activity
        .get("recurrence")
        .as_text()
        .filter(|rule| open && !rule.is_empty());
    let Some(rule) = rule else {
        return vec![day];
    };
    let first = match activity.get("series_on") {
        Value::Day(first) => *first,
        _ => day,
    };
    // What began before the span may last into it, and days begin at other moments elsewhere.
    let early = Instant::from_micros(span.from.micros().saturating_sub(lasts));
    let from = day_of(zone(zone_name), early)
        .pred_opt()
        .unwrap_or(day)
        .max(day);
    let left_out = series::left_out(activity).unwrap_or_default();
    let days = WORLD
        .days(rule, first, from, MOST_TIMES)
        .unwrap_or_default();
    let mut days: Vec<NaiveDate> = days
        .into_iter()
        .filter(|one| !left_out.contains(one))
        .collect();
    // A time that was moved stands where it was moved to.
    if from <= day && !days.contains(&day) && !left_out.contains(&day) {
        days.push(day);
        days.sort_unstable();
    }
    days
}
