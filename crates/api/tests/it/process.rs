//! The `guanxi` command as a process of its own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::server::Place;

/// The command at a place, with none of our own settings.
pub fn guanxi(place: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guanxi"));
    command.args(arguments).args(place.arguments());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GUANXI_")) {
        command.env_remove(name);
    }
    command
}

/// Runs it to its end.
pub fn run(place: &Place, arguments: &[&str]) -> Output {
    guanxi(place, arguments).output().unwrap()
}

/// Standard output and standard error of a command that ended like this.
#[track_caller]
pub fn said(output: &Output, code: i32) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, error) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{error}");
    (out, error)
}

/// A place on each kind of database.
pub fn places() -> [Place; 2] {
    [Place::sqlite(), Place::postgres()]
}

/// A running server and the first lines it said.
pub struct Running {
    child: Child,
    pub url: String,
    pub lines: Vec<String>,
}

impl Running {
    pub fn start(place: &Place, lines: usize) -> Self {
        // A port that is free now.
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut command = guanxi(place, &["serve"]);
        command.env("GUANXI_LISTEN", format!("127.0.0.1:{port}"));
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = Vec::new();
        for _ in 0..lines {
            let mut line = String::new();
            out.read_line(&mut line).unwrap();
            said.push(line.trim_end().to_owned());
        }
        let url = format!("http://127.0.0.1:{port}");
        Self {
            child,
            url,
            lines: said,
        }
    }

    /// Asks it to stop; the exit code, and how long that took.
    pub fn terminate(mut self) -> (Option<i32>, Duration) {
        let started = Instant::now();
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        (self.child.wait().unwrap().code(), started.elapsed())
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
