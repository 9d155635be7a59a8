//! The clock moves: back by an hour, on by ten years and back again, over both changes of daylight saving time.
//! Reminders come once, tokens are right, nothing lasts less than no time, work that comes again goes on.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use reqwest::Method;
use serde_json::json;

use super::Bed;
use crate::api::Api;
use crate::figures::Figures;
use crate::place::Place;
use crate::server::{Around, Server};

const HOUR: i64 = 3_600;
const TEN_YEARS: i64 = 10 * 365 * 24 * HOUR;
/// Both changes in Europe in 2027, in seconds since 1970.
const SPRING: i64 = 1_806_195_600;
const AUTUMN: i64 = 1_824_944_400;
/// How long before a change the clock is set.
const BEFORE: i64 = 3;
/// Over the change while it runs.
const OVER: Duration = Duration::from_secs(5);
/// Work that comes again does so each minute; looked at every two seconds.
/// How soon work goes on when the clock was set right.
const AGAIN: Duration = Duration::from_secs(15);
const REMINDED: Duration = Duration::from_secs(100);

/// A clock that is set from outside.
struct Clock {
    file: PathBuf,
}

impl Clock {
    fn new(place: &Place) -> Result<Self> {
        let clock = Self {
            file: place.folder.join("clock"),
        };
        clock.set(0)?;
        Ok(clock)
    }

    /// So many seconds from the true time.
    fn set(&self, offset: i64) -> Result<()> {
        // Put in place whole: it is read all the time.
        let new = self.file.with_extension("new");
        fs::write(&new, format!("{offset:+}\n"))?;
        Ok(fs::rename(new, &self.file)?)
    }

    fn around(&self) -> Result<Around> {
        let library = library()?;
        let variable = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Ok(Around {
            before: Vec::new(),
            variables: vec![
                variable("LD_PRELOAD", &library),
                variable("FAKETIME_TIMESTAMP_FILE", &self.file.display().to_string()),
                variable("FAKETIME_NO_CACHE", "1"),
                variable("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            ],
        })
    }
}

fn library() -> Result<String> {
    for folder in fs::read_dir("/usr/lib")?.flatten() {
        let library = folder.path().join("faketime/libfaketimeMT.so.1");
        if library.exists() {
            return Ok(library.display().to_string());
        }
    }
    bail!("libfaketime is not here: scripts/setup.sh faults")
}

fn now() -> Result<i64> {
    Ok(i64::try_from(
        SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs(),
    )?)
}

/// What lives through all of it.
struct Scene {
    place: Place,
    server: Server,
    clock: Clock,
    sale: String,
    ids: HashSet<String>,
    made: usize,
}

/// Moves the clock about.
///
/// # Errors
/// When the library is not there or the server does not answer.
pub fn run(bed: &mut Bed) -> Result<Figures> {
    let many = bed.size.number("FAULTS_CLOCK_RECORDS", 50, 10)?;
    let place = bed.place()?;
    let clock = Clock::new(&place)?;
    let server = Server::start_in(&place, &clock.around()?)?;
    let api = Api::sign_in(&server.url)?;
    let sale = api.make("/opportunities", &json!({ "name": "Through all times" }))?;
    let mut scene = Scene {
        place,
        server,
        clock,
        sale,
        ids: HashSet::new(),
        made: 0,
    };
    let mut figures = Figures::default();
    let soon = reminder(&api, 1_800)?;
    let offsets = [
        -HOUR,
        0,
        SPRING - BEFORE - now()?,
        AUTUMN - BEFORE - now()?,
        TEN_YEARS,
        0,
    ];
    let (mut old, mut before) = (api, 0);
    for offset in offsets {
        scene.clock.set(offset)?;
        let ahead = offset > HOUR;
        old = tokens(&scene, &old, offset - before, &mut figures)?;
        before = offset;
        records(&mut scene, &old, many, &mut figures)?;
        if ahead {
            // Whatever is due is told, once.
            sleep(OVER);
            reminded(&scene, &soon, &mut figures)?;
        }
        figures.rounds += 1;
    }
    goes_on(&old, &mut figures)?;
    once(&scene, &soon, &mut figures)?;
    ids(&scene, &mut figures);
    drop(scene.server);
    scene.place.check()?;
    figures
        .remarks
        .push("back 1 h, on 10 years and back, over both changes in 2027".to_owned());
    Ok(figures)
}

/// A token counts in its ten minutes by the clock, neither before nor after; signing in anew always helps.
fn tokens(scene: &Scene, old: &Api, moved: i64, figures: &mut Figures) -> Result<Api> {
    let found = old.get("/api/v1/me")?.status;
    figures.must(found == 401, || {
        format!("a token of {moved} s ago is answered {found}")
    });
    let new = Api::sign_in(&scene.server.url)?;
    figures.must(new.get("/api/v1/me")?.status == 200, || {
        "a new token does not hold".to_owned()
    });
    Ok(new)
}

/// Records are made as always, and nothing lasts less than no time.
fn records(scene: &mut Scene, api: &Api, many: usize, figures: &mut Figures) -> Result<()> {
    for n in 0..many {
        scene.ids.insert(api.make(
            "/accounts",
            &json!({ "name": format!("At {} {n}", figures.rounds) }),
        )?);
        scene.made += 1;
        figures.acknowledged += 1;
    }
    let sale = api
        .get(&format!("/api/v1/opportunities/{}", scene.sale))?
        .expect(200)?;
    for field in ["days_in_stage", "age_days"] {
        let days = sale[field]
            .as_i64()
            .with_context(|| format!("{field} of {sale}"))?;
        figures.must(days >= 0, || format!("{field} is {days}"));
    }
    Ok(())
}

/// An activity that reminds in so many seconds, by the true clock.
fn reminder(api: &Api, seconds: i64) -> Result<String> {
    let due = now()? + seconds;
    let me = api.get("/api/v1/me")?.expect(200)?;
    let owner = me
        .pointer("/user/id")
        .or_else(|| me.get("id"))
        .with_context(|| me.to_string())?;
    let body = json!({ "kind": "task", "subject": "Remind me", "owner_id": owner, "remind_at": rfc3339(due) });
    api.make("/activities", &body)
}

/// Work that comes again does not wait for the moment that the clock showed when it was ahead.
fn goes_on(api: &Api, figures: &mut Figures) -> Result<()> {
    let begun = Instant::now();
    loop {
        let told = api.get("/api/v1/operations")?.expect(200)?;
        let jobs = told["jobs"].as_array().context("jobs")?;
        let timers = jobs
            .iter()
            .find(|job| job["name"] == "use_timers")
            .context("use_timers")?;
        let next = timers["next_at"].as_str().context("a next time")?;
        if *next < *rfc3339(now()? + HOUR) {
            return Ok(());
        }
        if begun.elapsed() > AGAIN {
            figures.must(false, || format!("work waits until {next}"));
            return Ok(());
        }
        sleep(Duration::from_millis(200));
    }
}

/// Waits until somebody was reminded.
fn reminded(scene: &Scene, activity: &str, figures: &mut Figures) -> Result<()> {
    let begun = Instant::now();
    while times(scene, activity)? == 0 && begun.elapsed() < REMINDED {
        sleep(Duration::from_millis(500));
    }
    once(scene, activity, figures)
}

fn once(scene: &Scene, activity: &str, figures: &mut Figures) -> Result<()> {
    let times = times(scene, activity)?;
    figures.must(times == 1, || format!("reminded {times} times"));
    Ok(())
}

fn times(scene: &Scene, activity: &str) -> Result<usize> {
    let api = Api::sign_in(&scene.server.url)?;
    let events = api
        .send(
            Method::GET,
            &format!("/api/v1/activities/{activity}/events"),
            &json!(null),
        )?
        .expect(200)?;
    let events = events["data"].as_array().context("events")?;
    Ok(events
        .iter()
        .filter(|event| event["verb"] == "remind" || event["verb"] == "reminded")
        .count())
}

fn ids(scene: &Scene, figures: &mut Figures) {
    let made = scene.made;
    let different = scene.ids.len();
    figures.doubled += made - different;
}

/// A moment as the API takes it.
fn rfc3339(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400);
    let (year, month, day) = civil(days);
    let of_day = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Year, month and day of so many days after 1 January 1970, by Howard Hinnant's `civil_from_days`.
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::{AUTUMN, SPRING, rfc3339};

    #[test]
    fn moments_are_written_as_the_calendar_has_them() {
        assert_eq!(rfc3339(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(rfc3339(SPRING), "2027-03-28T01:00:00Z");
        assert_eq!(rfc3339(AUTUMN), "2027-10-31T01:00:00Z");
    }
}
