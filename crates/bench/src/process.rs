//! A process that is started, watched and stopped.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// What `/proc/PID/stat` counts processor time in; Linux has had no other unit on these machines.
const TICKS_PER_SECOND: f64 = 100.0;
const PATIENCE: Duration = Duration::from_secs(60);

/// A process that listens on an address and ends with this value.
pub struct Process {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start until it took a connection.
    pub start: Duration,
}

impl Process {
    /// Starts it and waits until it listens.
    pub fn start(command: &mut Command, address: SocketAddr) -> Result<Self> {
        let begun = Instant::now();
        let child = command
            .spawn()
            .with_context(|| format!("starting {command:?}"))?;
        let mut process = Self {
            child,
            address,
            start: Duration::ZERO,
        };
        while TcpStream::connect(address).is_err() {
            if let Some(status) = process.child.try_wait()? {
                bail!("{command:?} ended: {status}");
            }
            if begun.elapsed() > PATIENCE {
                bail!("{command:?} does not listen");
            }
            sleep(Duration::from_millis(1));
        }
        process.start = begun.elapsed();
        Ok(process)
    }

    /// Processor time used so far, in milliseconds.
    pub fn cpu_ms(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name in parentheses may hold blanks; user and system time are the 12th and 13th field after it.
        let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
        let ticks: f64 = after
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<f64>().ok())
            .sum();
        Ok(ticks * 1000.0 / TICKS_PER_SECOND)
    }

    /// Memory in use, in megabytes (resident set).
    pub fn memory_mb(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line
            .and_then(|line| line.split_whitespace().next())
            .and_then(|number| number.parse::<f64>().ok());
        Ok(kilobytes.context("no VmRSS")? / 1024.0)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Politely, so that the database is closed; else whatever it takes.
        let polite = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        if polite.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// An address nobody listens on at the moment.
pub fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
