//! Errors of the disk: reads, writes and syncs that fail by chance and one by one. No answer claims what is not so.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::Bed;
use crate::api::Api;
use crate::figures::Figures;
use crate::oracle;
use crate::place::Place;
use crate::server::Server;
use crate::tools::{Fiu, need};
use crate::writers::{Plan, Silence, Writers, entries};

/// The points of failure by libfiu's names. SQLite syncs with one of the two, whichever it was built for.
const POINTS: [&str; 4] = [
    "posix/io/rw/pread",
    "posix/io/rw/pwrite",
    "posix/io/sync/fsync",
    "posix/io/sync/fdatasync",
];
/// The same as the kernel calls them, as far as the one writer uses them all the time.
const CALLS: [&str; 3] = ["pwrite64", "fsync", "pread64"];
const AGAIN: Duration = Duration::from_secs(10);
/// How long the writer may take to come to the call that is to fail.
const PATIENCE: Duration = Duration::from_secs(60);

/// Any problem that says it is the server's.
const fn fault(status: u16) -> bool {
    status >= 500
}

fn plan(place: &Place, tag: &str) -> Plan {
    Plan {
        writers: 8,
        tag: tag.to_owned(),
        folder: place.folder.clone(),
        silence: Silence::Passes,
        refusal: fault,
    }
}

/// Lets calls fail, as often as the size says.
///
/// # Errors
/// When the tools are not there or the server does not come back.
pub fn run(bed: &mut Bed) -> Result<Figures> {
    need("strace")?;
    let seconds = bed.size.number("FAULTS_IO_SECONDS", 60, 3)?;
    let nth = bed.size.number("FAULTS_IO_NTH", 200, 2)?;
    let single = bed.size.number("FAULTS_IO_SINGLE", 400, 10)?;
    let place = bed.place()?;
    let fiu = Fiu::new(&place.folder)?;
    let mut figures = Figures::default();
    let mut refused = by_chance(&place, &fiu, seconds, &mut figures)?;
    refused += one_at_a_time(bed, &place, &fiu, single, &mut figures)?;
    let mut counted = single;
    for call in CALLS {
        let (injected, more) = one_by_one(&place, call, nth, &mut figures)?;
        counted += injected;
        refused += more;
    }
    figures.rounds = counted;
    figures.must(refused > 0, || {
        "nothing was refused: did anything fail?".to_owned()
    });
    figures.remarks.push(format!("{counted} errors one by one, and one call in a hundred for {seconds} s; {refused} answers of 5xx"));
    Ok(figures)
}

/// One call in a hundred fails, for a while.
fn by_chance(place: &Place, fiu: &Fiu, seconds: u64, figures: &mut Figures) -> Result<usize> {
    let server = Server::start_in(place, &fiu.around())?;
    let working = Writers::start(&Api::sign_in(&server.url)?, &plan(place, "C"));
    let every = |point: &&str| format!("enable_random name={point},probability=0.01,failinfo=5");
    fiu.tell(&server, &POINTS.iter().map(every).collect::<Vec<_>>())?;
    sleep(Duration::from_secs(seconds));
    figures.must(server.health("live") == Some(200), || {
        "live said no".to_owned()
    });
    let off = |point: &&str| format!("disable name={point}");
    fiu.tell(&server, &POINTS.iter().map(off).collect::<Vec<_>>())?;
    afterwards(place, server, working, "C", figures)
}

/// One call fails at a random moment, again and again.
fn one_at_a_time(
    bed: &mut Bed,
    place: &Place,
    fiu: &Fiu,
    single: usize,
    figures: &mut Figures,
) -> Result<usize> {
    let server = Server::start_in(place, &fiu.around())?;
    let working = Writers::start(&Api::sign_in(&server.url)?, &plan(place, "S"));
    for round in 0..single {
        // The first three are used whatever SQLite was built for.
        let point = POINTS.get(round % 3).copied().unwrap_or_default();
        fiu.tell(
            &server,
            &[format!("enable name={point},onetime,failinfo=5")],
        )?;
        sleep(bed.chance.time(Duration::from_millis(80)));
    }
    afterwards(place, server, working, "S", figures)
}

/// How many calls fail before others begin to write: a token lives ten minutes.
const SLICE: usize = 40;

/// The Nth call of the writer fails, for each N; how many did, and how many answers said so.
fn one_by_one(
    place: &Place,
    call: &str,
    most: usize,
    figures: &mut Figures,
) -> Result<(usize, usize)> {
    let mut refused = 0;
    for from in (1..=most).step_by(SLICE) {
        let server = Server::start(place)?;
        let tag = format!("N{from}{call}");
        let working = Writers::start(&Api::sign_in(&server.url)?, &plan(place, &tag));
        let writer = thread(&server, "sqlite-writer")?;
        for nth in from..=most.min(from + SLICE - 1) {
            inject(place, &writer, call, nth)?;
        }
        refused += afterwards(place, server, working, &tag, figures)?;
    }
    Ok((most, refused))
}

/// The id of a thread by its name.
fn thread(server: &Server, name: &str) -> Result<String> {
    for task in fs::read_dir(format!("/proc/{}/task", server.id()))? {
        let task = task?;
        if fs::read_to_string(task.path().join("comm"))?.trim() == name {
            return Ok(task.file_name().to_string_lossy().into_owned());
        }
    }
    anyhow::bail!("no thread {name}")
}

/// Waits until the thread met the failing call.
fn inject(place: &Place, thread: &str, call: &str, nth: usize) -> Result<()> {
    let trace = place.folder.join("strace");
    let mut strace = Command::new("strace")
        .args(["-q", "-p", thread, "-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:error=EIO:when={nth}"), "-o"])
        .arg(&trace)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let met = until_injected(&trace, &mut strace);
    // Asked politely it lets go of the thread.
    let _ = Command::new("kill").arg(strace.id().to_string()).status();
    strace.wait()?;
    let _ = fs::remove_file(&trace);
    met.with_context(|| format!("call {nth} of {call}"))
}

fn until_injected(trace: &Path, strace: &mut Child) -> Result<()> {
    let begun = Instant::now();
    loop {
        let said = fs::read_to_string(trace).unwrap_or_default();
        if said.contains("INJECTED") {
            return Ok(());
        }
        ensure!(strace.try_wait()?.is_none(), "strace ended: {said}");
        ensure!(begun.elapsed() < PATIENCE, "the writer never came to it");
        sleep(Duration::from_millis(2));
    }
}

/// Well again, killed, and everything acknowledged is there; how many answers were refusals.
fn afterwards(
    place: &Place,
    server: Server,
    working: Writers,
    tag: &str,
    figures: &mut Figures,
) -> Result<usize> {
    let begun = Instant::now();
    server.until_ready(AGAIN)?;
    working.until_more(1, AGAIN)?;
    figures.recovered(begun.elapsed(), AGAIN);
    let done = working.end()?;
    server.kill()?;
    let server = Server::start(place)?;
    oracle::account_for(
        &Api::sign_in(&server.url)?,
        place,
        tag,
        &entries(&done),
        figures,
    )?;
    drop(server);
    place.check()?;
    Ok(done.iter().map(|done| done.refused).sum())
}
