//! What the operating system knows of this process. Linux tells it in files; elsewhere nothing is told.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use metrics::gauge;

use super::{FILES, FILES_MAX, MEMORY, STARTED};

/// Notes how the process stands.
pub fn measure(began: SystemTime) {
    if let Some(bytes) = memory() {
        gauge!(MEMORY).set(bytes);
    }
    if let Ok(files) = fs::read_dir("/proc/self/fd") {
        // One of them is the folder that is being read.
        gauge!(FILES).set(number(files.count().saturating_sub(1)));
    }
    if let Some(most) = most_files() {
        gauge!(FILES_MAX).set(most);
    }
    let since = began.duration_since(UNIX_EPOCH).unwrap_or_default();
    gauge!(STARTED).set(since.as_secs_f64());
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024.0)
}

fn most_files() -> Option<f64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}
