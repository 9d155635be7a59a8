//! What a client knows for itself: what it sent, and what it was answered. An answer counts as received only when it
//! is on disk, so that nobody's memory flatters the server.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use uuid::Uuid;

/// How a write stands in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Sent, and no answer came.
    Open,
    /// Answered as done.
    Acknowledged,
    /// Answered with a refusal: nothing was promised, and the same may be sent again.
    Refused,
}

/// One write.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The name of the record, nobody else's.
    pub name: String,
    /// The key under which it is sent, however often.
    pub key: Uuid,
    /// How it stands.
    pub standing: Standing,
}

/// The ledger of one client.
pub struct Book {
    file: File,
    path: PathBuf,
}

impl Book {
    /// Opens an empty one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn open(path: &Path) -> Result<Self> {
        let file = OpenOptions::new().create_new(true).append(true).open(path);
        let file = file.with_context(|| format!("opening the ledger {}", path.display()))?;
        Ok(Self {
            file,
            path: path.to_owned(),
        })
    }

    /// Notes a write before it is sent.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(&mut self, key: Uuid, name: &str) -> Result<()> {
        Ok(writeln!(self.file, "sent {key} {name}")?)
    }

    /// Notes that it was done; on disk when this returns.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn acknowledge(&mut self, key: Uuid) -> Result<()> {
        writeln!(self.file, "done {key}")?;
        Ok(self.file.sync_data()?)
    }

    /// Notes that it was refused.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn refuse(&mut self, key: Uuid, status: u16) -> Result<()> {
        Ok(writeln!(self.file, "refused {key} {status}")?)
    }

    /// What the file says, in the order of sending.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn close(self) -> Result<Vec<Entry>> {
        read(&std::fs::read_to_string(&self.path)?)
    }
}

fn read(text: &str) -> Result<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut places = BTreeMap::new();
    for line in text.lines() {
        let (word, rest) = line.split_once(' ').context("a line of the ledger")?;
        let (key, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let key: Uuid = key.parse()?;
        if word == "sent" {
            places.insert(key, entries.len());
            entries.push(Entry {
                name: rest.to_owned(),
                key,
                standing: Standing::Open,
            });
            continue;
        }
        let place = *places.get(&key).context("answered and never sent")?;
        let entry = entries.get_mut(place).context("answered and never sent")?;
        entry.standing = match word {
            "done" => Standing::Acknowledged,
            _ => Standing::Refused,
        };
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::{Standing, read};

    #[test]
    fn the_file_tells_how_every_write_stands() {
        let text = "sent 019a0000-0000-7000-8000-000000000001 a b\nsent 019a0000-0000-7000-8000-000000000002 c\n\
                    done 019a0000-0000-7000-8000-000000000001\nsent 019a0000-0000-7000-8000-000000000003 d\n\
                    refused 019a0000-0000-7000-8000-000000000003 503\n";
        let entries = read(text).unwrap_or_default();
        let told: Vec<_> = entries
            .iter()
            .map(|entry| (entry.name.as_str(), entry.standing))
            .collect();
        let wanted = [
            ("a b", Standing::Acknowledged),
            ("c", Standing::Open),
            ("d", Standing::Refused),
        ];
        assert_eq!(told, wanted);
    }
}
