//! Load over HTTP: wrk with a list of requests.

use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

const SCRIPT: &str = include_str!("load.lua");

/// One request; `%N%` in path and body becomes another number each time.
#[derive(Debug, Clone)]
pub struct Request {
    /// Such as `GET`.
    pub method: &'static str,
    /// Path with its query.
    pub path: String,
    /// JSON, or nothing.
    pub body: String,
}

impl Request {
    /// A reading one.
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: "GET",
            path: path.into(),
            body: String::new(),
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Load {
    /// Requests answered.
    pub requests: f64,
    /// Seconds it took.
    pub seconds: f64,
    /// Answers of 400 and more, broken and late ones.
    pub errors: f64,
    /// Latencies in microseconds: median, 95th and 99th percentile.
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
}

impl Load {
    /// Requests a second.
    pub fn rate(&self) -> f64 {
        self.requests / self.seconds
    }
}

/// A list of requests, asked over so many connections for so many seconds.
pub struct Plan {
    file: PathBuf,
    script: PathBuf,
    token: String,
}

impl Plan {
    /// Writes the requests down for wrk.
    pub fn new(
        folder: &std::path::Path,
        name: &str,
        token: &str,
        requests: &[Request],
    ) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let script = folder.join("load.lua");
        fs::write(&script, SCRIPT)?;
        let file = folder.join(format!("{}.requests", name.replace([' ', '/', ','], "-")));
        let mut out = std::io::BufWriter::new(fs::File::create(&file)?);
        for request in requests {
            writeln!(
                out,
                "{}\t{}\t{}",
                request.method, request.path, request.body
            )?;
        }
        Ok(Self {
            file,
            script,
            token: token.to_owned(),
        })
    }

    /// Puts the load on a server.
    pub fn run(&self, address: SocketAddr, connections: usize, seconds: u64) -> Result<Load> {
        let output = Command::new("wrk")
            .args([
                "-t",
                if connections > 1 { "2" } else { "1" },
                "-c",
                &connections.to_string(),
            ])
            .args(["-d", &format!("{seconds}s"), "--timeout", "20s", "-s"])
            .arg(&self.script)
            .arg(format!("http://{address}/"))
            .env("GUANXI_BENCH_REQUESTS", &self.file)
            .env("GUANXI_BENCH_TOKEN", &self.token)
            .output()
            .context("no wrk: apt-get install wrk")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let Some(line) = text.lines().find_map(|line| line.strip_prefix("LOAD ")) else {
            bail!(
                "wrk failed: {text}{}",
                String::from_utf8_lossy(&output.stderr)
            );
        };
        let load: Load = serde_json::from_str(line)?;
        if load.errors > 0.0 || load.requests == 0.0 {
            bail!(
                "{} of {} requests of {} failed",
                load.errors,
                load.requests,
                self.file.display()
            );
        }
        Ok(load)
    }
}
