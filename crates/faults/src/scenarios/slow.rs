//! Slow and greedy clients: headers, bodies and readers that creep, and connections that say nothing, against a server
//! with few descriptors. Others are served all the while.

use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};

use super::Bed;
use crate::api::Api;
use crate::figures::Figures;
use crate::server::{Around, Server};
use crate::tools::{need, run as tool};

const AGAIN: Duration = Duration::from_secs(5);
/// How long others may wait for an answer meanwhile; what the attacking tool itself allows.
const PATIENCE: Duration = Duration::from_secs(5);
const DESCRIPTORS: &str = "--nofile=256:256";

/// Attacks a server, in each mode as long as the size says.
///
/// # Errors
/// When the tools are not there or the server cannot be asked.
pub fn run(bed: &mut Bed) -> Result<Figures> {
    need("slowhttptest")?;
    need("prlimit")?;
    let seconds: u64 = bed.size.number("FAULTS_SLOW_SECONDS", 30, 2)?;
    let connections: usize = bed.size.number("FAULTS_SLOW_CONNECTIONS", 200, 200)?;
    let idle: usize = bed.size.number("FAULTS_IDLE_CONNECTIONS", 1_000, 240)?;
    let place = bed.place()?;
    let around = Around {
        before: ["prlimit", DESCRIPTORS].map(str::to_owned).to_vec(),
        variables: Vec::new(),
    };
    let server = Server::start_in(&place, &around)?;
    let mut figures = Figures::default();
    for (mode, path) in [
        ("-H", "/health/ready"),
        ("-B", "/api/v1/auth/sign_in"),
        ("-X", "/api/openapi.json"),
    ] {
        let others = Others::start(&server)?;
        let said = attack(mode, &format!("{}{path}", server.url), seconds, connections)?;
        figures.must(!said.contains("NO"), || {
            format!("slowhttptest {mode}: service available: NO")
        });
        figures.must(said.contains("YES"), || {
            format!("slowhttptest {mode} saw nothing: {said}")
        });
        over(mode, others, &server, &mut figures)?;
    }
    let others = Others::start(&server)?;
    silent(&server, idle, Duration::from_secs(seconds))?;
    over("idle", others, &server, &mut figures)?;
    drop(server);
    place.check()?;
    figures.remarks.push(format!(
        "{connections} slow and {idle} idle connections, {seconds} s each, 256 descriptors"
    ));
    Ok(figures)
}

/// What slowhttptest said of the availability, second by second.
fn attack(mode: &str, url: &str, seconds: u64, connections: usize) -> Result<String> {
    let output = Command::new("slowhttptest")
        .args([
            mode,
            "-c",
            &connections.to_string(),
            "-r",
            &connections.to_string(),
        ])
        .args(["-l", &seconds.to_string(), "-i", "2", "-p", "5", "-u", url])
        // Reads few bytes at a time through a small window.
        .args(if mode == "-X" {
            &["-w", "10", "-y", "20", "-n", "2", "-z", "32", "-k", "3"][..]
        } else {
            &[]
        })
        .stderr(Stdio::null())
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = said
        .lines()
        .filter(|line| line.contains("service available"));
    Ok(told.collect::<Vec<_>>().join(" "))
}

/// Connections that say nothing.
fn silent(server: &Server, many: usize, time: Duration) -> Result<()> {
    let own = std::process::id().to_string();
    let most = format!("--nofile={}", many + 512);
    tool("prlimit", &["--pid", &own, &most]).context("room for so many connections")?;
    let address = server.url.trim_start_matches("http://").to_owned();
    let mut held = Vec::new();
    for _ in 0..many {
        // What does not even get in is held back just as well.
        held.extend(TcpStream::connect_timeout(
            &address.parse()?,
            Duration::from_millis(200),
        ));
    }
    sleep(time);
    Ok(())
}

/// Somebody who works meanwhile.
struct Others {
    stop: Arc<AtomicBool>,
    work: JoinHandle<Result<(usize, usize, Duration)>>,
}

impl Others {
    fn start(server: &Server) -> Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let (told, base) = (Arc::clone(&stop), server.url.clone());
        let api = Api::sign_in(&base)?;
        Ok(Self {
            stop,
            work: std::thread::spawn(move || {
                let (mut asked, mut failed, mut slowest) = (0, 0, Duration::ZERO);
                while !told.load(Ordering::SeqCst) {
                    let begun = Instant::now();
                    let well = api
                        .get("/api/v1/accounts?limit=1")
                        .is_ok_and(|answer| answer.status == 200);
                    asked += 1;
                    failed += usize::from(!well);
                    slowest = slowest.max(begun.elapsed());
                    sleep(Duration::from_millis(100));
                }
                Ok((asked, failed, slowest))
            }),
        })
    }

    fn end(self) -> Result<(usize, usize, Duration)> {
        self.stop.store(true, Ordering::SeqCst);
        self.work
            .join()
            .map_err(|_| anyhow!("the one who works panicked"))?
    }
}

/// Nobody noticed, and somebody new is served soon.
fn over(mode: &str, others: Others, server: &Server, figures: &mut Figures) -> Result<()> {
    let begun = Instant::now();
    server.until_ready(AGAIN)?;
    Api::sign_in(&server.url)?;
    figures.recovered(begun.elapsed(), AGAIN);
    let (asked, failed, slowest) = others.end()?;
    ensure!(asked > 0, "nobody worked meanwhile");
    figures.rounds += 1;
    figures.acknowledged += asked - failed;
    figures.must(failed == 0, || {
        format!("{mode}: {failed} of {asked} requests of others failed")
    });
    figures.must(slowest < PATIENCE, || {
        format!("{mode}: others waited {slowest:.1?}")
    });
    Ok(())
}
