//! A server process: started, watched, harmed.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use reqwest::blocking::Client;

use crate::place::{Place, said};

/// How long a start may take at the very most; what is promised is held against the measured time.
const START: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(10);

/// What stands around the program when it is started: another program before it, more variables.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Such as `prlimit --nofile=256`.
    pub before: Vec<String>,
    /// Such as those of a preloaded library.
    pub variables: Vec<(String, String)>,
}

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub url: String,
    /// From its start until it was ready.
    pub took: Duration,
    looker: Client,
}

impl Server {
    /// Starts it and waits until it is ready.
    ///
    /// # Errors
    /// When it does not become ready.
    pub fn start(place: &Place) -> Result<Self> {
        Self::start_in(place, &Around::default())
    }

    /// The same with something around the program.
    ///
    /// # Errors
    /// When it does not become ready.
    pub fn start_in(place: &Place, around: &Around) -> Result<Self> {
        let port = free_port()?;
        let mut command = around.command(place);
        let mut log = OpenOptions::new();
        log.create(true).append(true);
        command
            .env("GUANXI_LISTEN", format!("127.0.0.1:{port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log.open(place.folder.join("server.log"))?);
        let begun = Instant::now();
        let child = command.spawn().with_context(|| format!("{command:?}"))?;
        let mut server = Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
            took: Duration::ZERO,
            looker: Client::builder().timeout(Duration::from_secs(6)).build()?,
        };
        server.listen_to()?;
        server.until_ready(START)?;
        server.took = begun.elapsed();
        Ok(server)
    }

    /// Until it says where it is; afterwards the pipe is emptied, or it would fill up.
    fn listen_to(&mut self) -> Result<()> {
        let out = self.child.stdout.take().context("no standard output")?;
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        let said = lines.any(|line| line.starts_with("Guanxi is at"));
        ensure!(
            said,
            "the server ended before it listened: {:?}",
            self.child.wait()?
        );
        std::thread::spawn(move || lines.for_each(drop));
        Ok(())
    }

    /// The status of a health path; none when nobody answers.
    pub fn health(&self, path: &str) -> Option<u16> {
        let answer = self
            .looker
            .get(format!("{}/health/{path}", self.url))
            .send();
        answer.ok().map(|answer| answer.status().as_u16())
    }

    /// Waits until it is ready; how long that took.
    ///
    /// # Errors
    /// When the patience ends.
    pub fn until_ready(&self, patience: Duration) -> Result<Duration> {
        self.until(patience, "ready", 200)
    }

    /// Waits until it says that it is not ready; how long that took.
    ///
    /// # Errors
    /// When the patience ends.
    pub fn until_unready(&self, patience: Duration) -> Result<Duration> {
        self.until(patience, "ready", 503)
    }

    fn until(&self, patience: Duration, path: &str, status: u16) -> Result<Duration> {
        let begun = Instant::now();
        loop {
            let found = self.health(path);
            if found == Some(status) {
                return Ok(begun.elapsed());
            }
            if begun.elapsed() > patience {
                bail!("/health/{path} is {found:?}, not {status}, after {patience:?}");
            }
            sleep(LOOK);
        }
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`.
    ///
    /// # Errors
    /// When it was gone already: then it ended by itself.
    pub fn kill(mut self) -> Result<()> {
        ensure!(
            self.child.try_wait()?.is_none(),
            "the server ended by itself"
        );
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Sends it a signal.
    ///
    /// # Errors
    /// When it is gone.
    pub fn signal(&self, name: &str) -> Result<()> {
        let id = self.child.id().to_string();
        said(
            "kill",
            &Command::new("kill").args(["-s", name, &id]).output()?,
        )?;
        Ok(())
    }

    /// Asks it to stop; its exit code, and how long that took.
    ///
    /// # Errors
    /// When it does not end within a minute.
    pub fn terminate(mut self) -> Result<(Option<i32>, Duration)> {
        let begun = Instant::now();
        self.signal("TERM")?;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok((status.code(), begun.elapsed()));
            }
            ensure!(begun.elapsed() < START, "it does not stop");
            sleep(LOOK);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Around {
    fn command(&self, place: &Place) -> Command {
        let plain = place.command("serve");
        let mut command = match self.before.split_first() {
            None => plain,
            Some((program, arguments)) => {
                let mut outer = Command::new(program);
                outer
                    .args(arguments)
                    .arg(plain.get_program())
                    .args(plain.get_args());
                for (name, value) in plain.get_envs() {
                    match value {
                        Some(value) => outer.env(name, value),
                        None => outer.env_remove(name),
                    };
                }
                outer
            }
        };
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// A port that is free now.
///
/// # Errors
/// When there is none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
