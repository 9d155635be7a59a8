//! A disk that is full, and one that can only be read: reads go on, health tells, and writing resumes by itself.
//!
//! Files that are open for writing keep a file system from being made read-only, so that is what the server is told:
//! each write answers "read-only file system".

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::Bed;
use crate::api::Api;
use crate::figures::Figures;
use crate::oracle;
use crate::place::Place;
use crate::server::Server;
use crate::tools::{self, Fiu};
use crate::writers::{Plan, Silence, Writers, entries};

const SOON: Duration = Duration::from_secs(10);
/// The size of the small disk.
const SIZE: &str = "size=192m";
/// What is told to writers as long as it lasts.
const READ_ONLY: [&str; 3] = [
    "posix/io/rw/pwrite",
    "posix/io/rw/ftruncate",
    "posix/io/sync/fsync",
];
/// The number of "read-only file system".
const EROFS: u32 = 30;

/// Not now, or no room.
const fn no_room(status: u16) -> bool {
    matches!(status, 503 | 507)
}

/// A file system in memory; gone with it.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        let path = folder.to_str().context("a path as text")?;
        let mounted = tools::run("mount", &["-t", "tmpfs", "-o", SIZE, "guanxi-faults", path]);
        mounted.context("a small disk needs the right to mount: run this as root")?;
        Ok(Self(folder))
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }

    /// Until nothing more fits.
    fn fill(&self) -> Result<()> {
        let mut file = File::create(self.ballast())?;
        for size in [1 << 20, 1 << 12, 1 << 8, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
        Ok(())
    }

    fn free(&self) -> Result<()> {
        Ok(fs::remove_file(self.ballast())?)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = tools::run("umount", &["--lazy", &self.0.display().to_string()]);
    }
}

/// Fills the disk and makes it read-only, as often as the size says.
///
/// # Errors
/// When the tools are not there or the server does not come back.
pub fn run(bed: &mut Bed) -> Result<Figures> {
    let rounds = bed.size.number("FAULTS_DISK_ROUNDS", 20, 1)?;
    let mut figures = Figures::default();
    full(bed, rounds, &mut figures)?;
    read_only(bed, rounds, &mut figures)?;
    figures
        .remarks
        .push(format!("{rounds} times full, {rounds} times read-only"));
    Ok(figures)
}

fn full(bed: &mut Bed, rounds: usize, figures: &mut Figures) -> Result<()> {
    let place = bed.empty()?;
    let data = place.folder.join("disk");
    // Gone before the folder around it is.
    let place = place.with_data(data.clone());
    let disk = SmallDisk::mount(data)?;
    place.fill()?;
    let server = Server::start(&place)?;
    for round in 0..rounds {
        let harm = || disk.fill();
        trouble(
            &place,
            &server,
            &format!("F{round}"),
            harm,
            || disk.free(),
            figures,
        )?;
    }
    drop(server);
    place.check()
}

fn read_only(bed: &mut Bed, rounds: usize, figures: &mut Figures) -> Result<()> {
    let place = bed.place()?;
    let fiu = Fiu::new(&place.folder)?;
    let server = Server::start_in(&place, &fiu.around())?;
    let on = READ_ONLY.map(|point| format!("enable name={point},failinfo={EROFS}"));
    let off = READ_ONLY.map(|point| format!("disable name={point}"));
    for round in 0..rounds {
        let harm = || fiu.tell(&server, &on);
        trouble(
            &place,
            &server,
            &format!("O{round}"),
            harm,
            || fiu.tell(&server, &off),
            figures,
        )?;
    }
    drop(server);
    place.check()
}

/// One time of trouble under writers: told, borne, and over when it is over.
fn trouble(
    place: &Place,
    server: &Server,
    tag: &str,
    harm: impl Fn() -> Result<()>,
    heal: impl Fn() -> Result<()>,
    figures: &mut Figures,
) -> Result<()> {
    let api = Api::sign_in(&server.url)?;
    let plan = Plan {
        writers: 8,
        tag: tag.to_owned(),
        folder: place.folder.clone(),
        silence: Silence::Passes,
        refusal: no_room,
    };
    // A disk of its own holds the data; the ledgers lie elsewhere.
    let working = Writers::start(&api, &plan);
    working.until_more(5, SOON)?;
    harm()?;
    let told = server.until_unready(SOON);
    sleep(Duration::from_millis(300));
    let read = api.get("/api/v1/accounts?limit=20");
    let live = server.health("live");
    heal()?;
    told.context("health never told")?;
    figures.must(read.as_ref().is_ok_and(|read| read.status == 200), || {
        format!("reads did not go on: {read:?}")
    });
    figures.must(live == Some(200), || "live said no".to_owned());
    let begun = Instant::now();
    server.until_ready(SOON)?;
    working.until_more(1, SOON)?;
    figures.recovered(begun.elapsed(), SOON);
    let done = working.end()?;
    let refused: usize = done.iter().map(|done| done.refused).sum();
    figures.must(refused > 0, || "nothing was refused".to_owned());
    figures.rounds += 1;
    oracle::account_for(&api, place, tag, &entries(&done), figures)
}
