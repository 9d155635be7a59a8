//! PostgreSQL goes away: stopped at once, restarted, connections dropped, the line dead, the pool starved, read-only.
//! Whoever writes hears 503 and when to come back; the server is well again by itself.

use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::Bed;
use crate::api::Api;
use crate::figures::Figures;
use crate::oracle;
use crate::place::{Engine, Place, psql, said};
use crate::relay::Relay;
use crate::server::Server;
use crate::writers::{Done, Plan, Silence, Writers, entries, unavailable};

const SOON: Duration = Duration::from_secs(10);
/// How long an answer may take while the database is away.
const AT_ONCE: Duration = Duration::from_secs(5);
const DOWN: Duration = Duration::from_secs(5);

/// A cluster that is stopped and started.
struct Cluster {
    server: String,
    data: PathBuf,
    port: u16,
}

impl Cluster {
    /// The one that `scripts/postgres.sh` made.
    fn of(server: &str) -> Result<Self> {
        let data = std::env::var_os("GUANXI_TEST_POSTGRES_DATA");
        let data =
            data.context("GUANXI_TEST_POSTGRES_DATA names no cluster: scripts/postgres.sh does")?;
        let port = server
            .rsplit_once(':')
            .and_then(|(_, rest)| rest.split('/').next());
        Ok(Self {
            server: server.to_owned(),
            data: data.into(),
            port: port.context("an address with a port")?.parse()?,
        })
    }

    /// `pg_ctl`, as the owner of the cluster.
    fn control(&self, arguments: &[&str]) -> Result<()> {
        let ours = std::fs::metadata("/proc/self")?.uid() == std::fs::metadata(&self.data)?.uid();
        let mut command = if ours {
            Command::new("pg_ctl")
        } else {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", "pg_ctl"]);
            command
        };
        let folder = self.data.parent().context("a folder around the cluster")?;
        command
            .current_dir(folder)
            .args(arguments)
            .args(["-s", "-w", "-D"])
            .arg(&self.data);
        // The server that it starts must not keep our pipes open.
        let log = std::fs::OpenOptions::new().append(true).open(self.log())?;
        let status = command.stdout(log.try_clone()?).stderr(log).status()?;
        ensure!(status.success(), "pg_ctl {arguments:?}: {status}");
        Ok(())
    }

    fn start(&self) -> Result<()> {
        let log = self.log().display().to_string();
        let options = format!("-p {}", self.port);
        self.control(&["start", "-o", &options, "-l", &log])
    }

    /// What the server says, beside its data.
    fn log(&self) -> PathBuf {
        self.data.with_extension("log")
    }
}

/// What is done to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Harm {
    Stopped,
    Restarted,
    Dropped,
    LineDead,
    Starved,
    ReadOnly,
}

/// In their turn; the short form has the first three.
const HARMS: [Harm; 6] = [
    Harm::Stopped,
    Harm::Dropped,
    Harm::ReadOnly,
    Harm::LineDead,
    Harm::Starved,
    Harm::Restarted,
];

/// Where it happens.
struct Scene {
    cluster: Cluster,
    relay: Relay,
    place: Place,
    database: String,
}

/// Takes the database away, as often as the size says.
///
/// # Errors
/// When it does not come back.
pub fn run(bed: &mut Bed) -> Result<Figures> {
    let rounds = bed.size.number("FAULTS_GONE_ROUNDS", 50, 3)?;
    let Engine::Postgres(server) = bed.engine.clone() else {
        return Ok(Figures::default());
    };
    let cluster = Cluster::of(&server)?;
    let relay = Relay::start(cluster.port)?;
    let place = bed.place()?;
    let database = place.database.clone().context("a database")?;
    let (_, name) = database.rsplit_once('/').context("a name")?;
    let relayed = format!("postgres://postgres@127.0.0.1:{}/{name}", relay.port);
    let scene = Scene {
        cluster,
        relay,
        database: name.to_owned(),
        place: place.reached_by(relayed),
    };
    let server = Server::start(&scene.place)?;
    let mut figures = Figures::default();
    let mut slowest = Duration::ZERO;
    for round in 0..rounds {
        let harm = HARMS
            .get(round % HARMS.len())
            .copied()
            .unwrap_or(Harm::Stopped);
        let done = trouble(&scene, &server, harm, &format!("G{round}"), &mut figures)
            .with_context(|| format!("{harm:?} in round {round}"))?;
        slowest = slowest.max(refusals(harm, &done, &mut figures));
    }
    drop(server);
    scene.place.check()?;
    figures
        .remarks
        .push(format!("slowest answer {:.1} s", slowest.as_secs_f64()));
    Ok(figures)
}

/// Every refusal says when to come back, and comes at once; the slowest answer.
fn refusals(harm: Harm, done: &[Done], figures: &mut Figures) -> Duration {
    let silent: usize = done.iter().map(|done| done.without_retry_after).sum();
    figures.must(silent == 0, || {
        format!("{harm:?}: {silent} refusals without Retry-After")
    });
    let slowest = done
        .iter()
        .flat_map(|done| &done.times)
        .max()
        .copied()
        .unwrap_or_default();
    // Whoever is under way when a line goes dead waits for as long as that lasts.
    let most = if harm == Harm::LineDead || harm == Harm::Starved {
        DOWN + AT_ONCE
    } else {
        AT_ONCE
    };
    figures.must(slowest < most, || {
        format!("{harm:?}: an answer took {slowest:.1?}")
    });
    slowest
}

fn trouble(
    scene: &Scene,
    server: &Server,
    harm: Harm,
    tag: &str,
    figures: &mut Figures,
) -> Result<Vec<Done>> {
    let api = Api::sign_in(&server.url)?;
    let plan = Plan {
        writers: 20,
        tag: tag.to_owned(),
        folder: scene.place.folder.clone(),
        silence: Silence::Passes,
        refusal: unavailable,
    };
    let working = Writers::start(&api, &plan);
    working.until_more(5, SOON)?;
    harmed(scene, server, harm, figures)?;
    let begun = Instant::now();
    server.until_ready(SOON)?;
    working.until_more(1, SOON)?;
    figures.recovered(begun.elapsed(), SOON);
    let done = working.end()?;
    figures.rounds += 1;
    oracle::account_for(&api, &scene.place, tag, &entries(&done), figures)?;
    Ok(done)
}

/// Does the harm, looks at health meanwhile, and ends it.
fn harmed(scene: &Scene, server: &Server, harm: Harm, figures: &mut Figures) -> Result<()> {
    let unready = |figures: &mut Figures| {
        let told = server.until_unready(SOON);
        let error = told.err();
        figures.must(error.is_none(), || {
            format!("{harm:?}: health did not tell: {error:?}")
        });
        figures.must(server.health("live") == Some(200), || {
            format!("{harm:?}: live said no")
        });
    };
    match harm {
        Harm::Stopped => {
            scene.cluster.control(&["stop", "-m", "immediate"])?;
            unready(figures);
            scene.cluster.start()
        }
        Harm::Restarted => scene.cluster.control(&["restart", "-m", "fast"]),
        Harm::Dropped => scene.drop_connections(),
        Harm::LineDead => {
            let begun = Instant::now();
            scene.relay.set_dead(true);
            unready(figures);
            sleep(DOWN.saturating_sub(begun.elapsed()));
            scene.relay.set_dead(false);
            Ok(())
        }
        Harm::Starved => {
            let mut holder = scene.hold()?;
            sleep(Duration::from_millis(500));
            figures.must(server.health("live") == Some(200), || {
                "Starved: live said no".to_owned()
            });
            ensure!(holder.wait()?.success(), "the lock was not held");
            Ok(())
        }
        Harm::ReadOnly => {
            scene.read_only("on")?;
            unready(figures);
            scene.read_only("off")
        }
    }
}

impl Scene {
    fn drop_connections(&self) -> Result<()> {
        let sql = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
            self.database
        );
        psql(&self.cluster.server, &sql).map(drop)
    }

    /// Holds the table that everybody writes to, so that every connection waits.
    fn hold(&self) -> Result<Child> {
        let url = self.place.database.as_deref().context("a database")?;
        let sql = format!(
            "BEGIN; LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep({}); COMMIT",
            DOWN.as_secs()
        );
        let mut command = Command::new("psql");
        command.args(["--no-psqlrc", "--quiet", "--command", &sql, url]);
        Ok(command.stdout(Stdio::null()).spawn()?)
    }

    /// As after a failover the server may be one that only reads.
    fn read_only(&self, state: &str) -> Result<()> {
        let mut command = Command::new("psql");
        command.args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"]);
        command.args([
            "--command",
            &format!("ALTER SYSTEM SET default_transaction_read_only = {state}"),
        ]);
        // The way back is a write too.
        command.env("PGOPTIONS", "-c default_transaction_read_only=off");
        said(
            "psql",
            &command
                .args(["--command", "SELECT pg_reload_conf()", &self.cluster.server])
                .output()?,
        )?;
        Ok(())
    }
}
