//! Where an import stands and what came out of it so far.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What is being done. The order is that of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// What an earlier attempt left behind is removed.
    #[default]
    Clearing,
    /// Rows that go into records of other files are put aside.
    Staging,
    /// Row by row.
    Rows,
    /// Rows that had to wait for others.
    Waiting,
    /// Waiting rows that refer to each other are brought in without that.
    Loosening,
    /// Rows that still wait are refused.
    GivingUp,
    /// What was left out then is filled in.
    Joining,
    /// Rows without the record they belong to.
    Orphans,
    /// Everything is accounted for.
    Done,
}

/// How far the work has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// With which file.
    pub file: usize,
    /// Rows of that file that this phase has dealt with.
    pub row: i64,
    /// Whether this pass over waiting rows has brought any of them in.
    pub moved: bool,
    /// Problems written so far.
    pub problems: i64,
    /// File by file, in the mapping's order.
    pub files: Vec<FileCounts>,
    /// Records by entity.
    pub records: BTreeMap<String, RecordCounts>,
}

/// What became of the rows of a file. The five outcomes add up to the rows dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FileCounts {
    /// Rows read, the header not counted.
    pub rows: i64,
    /// Made a record.
    pub created: i64,
    /// Changed a record.
    pub updated: i64,
    /// Found everything as they say.
    pub unchanged: i64,
    /// Were not to be brought in.
    pub skipped: i64,
    /// Could not be brought in.
    pub failed: i64,
    /// Are worth a look; counted above as well.
    pub warned: i64,
    /// Wait for others.
    pub waiting: i64,
}

/// What became of the records of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordCounts {
    /// Are new.
    pub created: i64,
    /// Changed.
    pub updated: i64,
    /// Were as the file says.
    pub unchanged: i64,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Found everything as it says.
    Unchanged,
    /// Changed a record.
    Updated,
    /// Made a record.
    Created,
}

impl FileCounts {
    /// Rows that are accounted for.
    pub const fn done(&self) -> i64 {
        self.created + self.updated + self.unchanged + self.skipped + self.failed
    }

    /// Counts a row that was brought in.
    pub const fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Created => self.created += 1,
        }
    }
}

impl RecordCounts {
    /// Counts a record.
    pub const fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Created => self.created += 1,
        }
    }
}

impl Progress {
    /// The counts of all files together.
    pub fn total(&self) -> FileCounts {
        let mut total = FileCounts::default();
        for file in &self.files {
            total.rows += file.rows;
            total.created += file.created;
            total.updated += file.updated;
            total.unchanged += file.unchanged;
            total.skipped += file.skipped;
            total.failed += file.failed;
            total.warned += file.warned;
            total.waiting += file.waiting;
        }
        total
    }

    /// Whether every row of every file is accounted for.
    pub fn is_whole(&self) -> bool {
        self.files.iter().all(|file| file.done() == file.rows)
    }

    /// Begins another phase.
    pub fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.file = 0;
        self.row = 0;
        self.moved = false;
    }

    /// The counts of a file.
    pub fn of(&mut self, file: usize) -> &mut FileCounts {
        if self.files.len() <= file {
            self.files.resize(file + 1, FileCounts::default());
        }
        &mut self.files[file]
    }
}
