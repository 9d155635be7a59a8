//! Power loss on a database file: the tail of its log is gone or spoilt. What is left opens, is whole, and is the
//! state of an earlier instant.
//!
//! The server is halted for a moment, so that file and log are copied as of one instant. What the log handed over to
//! the file already was synced before, which no loss of power undoes; cuts begin behind it.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::Bed;
use crate::api::Api;
use crate::chance::Chance;
use crate::figures::Figures;
use crate::ledger::Standing;
use crate::place::{Place, column};
use crate::server::Server;
use crate::writers::{Done, Plan, Silence, Writers, unavailable};

const WAL_HEADER: u64 = 32;
const FRAME_HEADER: u64 = 24;
/// Where the shared index tells how many frames are valid, and how many were or are being handed over.
const VALID_FRAMES: u64 = 16;
const HANDED_OVER: u64 = 128;

/// A copy of a live database as of one instant.
struct Copied {
    folder: PathBuf,
    /// Where the log may be cut: behind what was handed over, up to its end.
    cuttable: (u64, u64),
}

/// Cuts and spoils logs, as often as the size says.
///
/// # Errors
/// When a copy does not open.
pub fn run(bed: &mut Bed) -> Result<Figures> {
    let rounds: usize = bed.size.number("FAULTS_WAL_ROUNDS", 100, 4)?;
    let writers = bed.size.number("FAULTS_WRITERS", 20, 20)?;
    let place = bed.place()?;
    let server = Server::start(&place)?;
    let mut figures = Figures::default();
    let mut cut_off = 0;
    for round in 0..rounds {
        let plan = Plan {
            writers,
            tag: format!("W{round}"),
            folder: place.folder.clone(),
            silence: Silence::Passes,
            refusal: unavailable,
        };
        let working = Writers::start(&Api::sign_in(&server.url)?, &plan);
        working.until_more(1, Duration::from_secs(30))?;
        sleep(bed.chance.time(Duration::from_millis(900)));
        let copied = copy(&place, &server)?;
        let done = working.end()?;
        let whole = positions(&copied.folder, None)?;
        harm(&copied, round, &mut bed.chance)?;
        let left = positions(&copied.folder, Some(&place))?;
        figures.must(left <= whole, || "more than there was".to_owned());
        cut_off += whole - left;
        is_a_beginning(&copied.folder, &done, &mut figures)?;
        fs::remove_dir_all(&copied.folder)?;
        figures.rounds += 1;
        figures.acknowledged += acknowledged(&done);
    }
    figures.must(rounds < 10 || cut_off > 0, || {
        "no cut hit anything".to_owned()
    });
    figures.remarks.push(format!("{cut_off} events cut off"));
    Ok(figures)
}

fn acknowledged(done: &[Done]) -> usize {
    let all = done.iter().flat_map(|done| &done.entries);
    all.filter(|entry| entry.standing == Standing::Acknowledged)
        .count()
}

/// Halts the server, copies, and lets it go on.
fn copy(place: &Place, server: &Server) -> Result<Copied> {
    let folder = place.folder.join("copy");
    fs::create_dir_all(&folder)?;
    server.signal("STOP")?;
    // The signal takes a moment until every thread stands.
    sleep(Duration::from_millis(20));
    let copied = copy_files(place, &folder);
    server.signal("CONT")?;
    copied
}

fn copy_files(place: &Place, folder: &Path) -> Result<Copied> {
    for name in ["guanxi.sqlite", "guanxi.sqlite-wal"] {
        fs::copy(place.data.join(name), folder.join(name))?;
    }
    let index = fs::File::open(place.data.join("guanxi.sqlite-shm"))?;
    let number = |at: u64| -> Result<u64> {
        let mut bytes = [0; 4];
        index.read_exact_at(&mut bytes, at)?;
        Ok(u64::from(u32::from_ne_bytes(bytes)))
    };
    let log = fs::File::open(folder.join("guanxi.sqlite-wal"))?;
    let mut page = [0; 4];
    log.read_exact_at(&mut page, 8)
        .context("a log with a header")?;
    let frame = FRAME_HEADER + u64::from(u32::from_be_bytes(page));
    let end = |frames: u64| WAL_HEADER + frames * frame;
    Ok(Copied {
        folder: folder.to_owned(),
        cuttable: (end(number(HANDED_OVER)?), end(number(VALID_FRAMES)?)),
    })
}

/// Cuts the log anywhere, also inside a frame, or spoils a few bytes of it.
fn harm(copied: &Copied, round: usize, chance: &mut Chance) -> Result<()> {
    let (from, to) = copied.cuttable;
    let log = OpenOptions::new()
        .read(true)
        .write(true)
        .open(copied.folder.join("guanxi.sqlite-wal"))?;
    let at = from + chance.below(to.saturating_sub(from));
    if round.is_multiple_of(2) {
        return Ok(log.set_len(at)?);
    }
    let mut bytes = [0; 8];
    let read = log.read_at(&mut bytes, at)?;
    let flipped = bytes.map(|byte| !byte);
    Ok(log.write_all_at(flipped.get(..read).unwrap_or_default(), at)?)
}

/// How many events there are, one after the other without a gap; held against `guanxi check` too where a place is given.
fn positions(folder: &Path, checked: Option<&Place>) -> Result<usize> {
    let file = folder.join("guanxi.sqlite");
    if let Some(place) = checked {
        let output = place.command("check").env("GUANXI_DATA", folder).output()?;
        let said = crate::place::said("guanxi check", &output)?;
        ensure!(said.contains(", 0 faults"), "guanxi check: {said}");
        let whole = column(&file, "PRAGMA integrity_check")?;
        ensure!(whole == ["ok"], "integrity_check: {whole:?}");
    } else {
        // Looked at in a copy, or looking would hand the log over.
        return looked_at_elsewhere(folder);
    }
    contiguous(&file)
}

fn looked_at_elsewhere(folder: &Path) -> Result<usize> {
    let other = folder.join("look");
    fs::create_dir_all(&other)?;
    for name in ["guanxi.sqlite", "guanxi.sqlite-wal"] {
        fs::copy(folder.join(name), other.join(name))?;
    }
    let found = contiguous(&other.join("guanxi.sqlite"));
    fs::remove_dir_all(&other)?;
    found
}

fn contiguous(file: &Path) -> Result<usize> {
    let sql = "SELECT count(*) || ' ' || max(seq) FROM event_log";
    let found = column(file, sql)?;
    let (count, last) = found
        .first()
        .and_then(|text| text.split_once(' '))
        .context("events")?;
    ensure!(count == last, "{count} events, the last is number {last}");
    Ok(count.parse()?)
}

/// Of each writer a beginning of what it wrote, and each record as its events tell it.
fn is_a_beginning(folder: &Path, done: &[Done], figures: &mut Figures) -> Result<()> {
    let file = folder.join("guanxi.sqlite");
    let held: std::collections::HashSet<String> = column(&file, "SELECT name FROM accounts")?
        .into_iter()
        .collect();
    for done in done {
        let there = done
            .entries
            .iter()
            .take_while(|entry| held.contains(&entry.name))
            .count();
        let later = done
            .entries
            .iter()
            .skip(there)
            .any(|entry| held.contains(&entry.name));
        figures.must(!later, || {
            "something is there without what came before".to_owned()
        });
    }
    let replayed = "SELECT count(*) FROM accounts a WHERE NOT EXISTS (SELECT 1 FROM event_log e, json_each(e.changes) c \
         WHERE e.record_id = a.id AND e.version = a.version AND json_extract(c.value, '$.field') = 'name' \
         AND json_extract(c.value, '$.new') = a.name)";
    let astray = column(&file, replayed)?;
    figures.must(astray == ["0"], || {
        format!("{astray:?} records are not as their events tell")
    });
    let without = "SELECT count(*) FROM event_log e WHERE e.entity = 'account' AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = e.record_id)";
    let without = column(&file, without)?;
    figures.must(without == ["0"], || {
        format!("{without:?} events without their record")
    });
    Ok(())
}
