//! What is broken, and how often.

pub mod backup;
pub mod clock;
pub mod disk;
pub mod gone;
pub mod import;
pub mod io;
pub mod kill;
pub mod locked;
pub mod races;
pub mod slow;
pub mod steps;
pub mod stop;
pub mod wal;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::chance::Chance;
use crate::figures::Figures;
use crate::numbers::Size;
use crate::place::{Engine, Place};

/// What a scenario is run on.
pub struct Bed {
    program: PathBuf,
    /// Which database.
    pub engine: Engine,
    /// How much of everything.
    pub size: Size,
    /// Chooses the moments.
    pub chance: Chance,
}

impl Bed {
    /// For this program and engine.
    pub fn new(program: &Path, engine: &Engine, size: Size, seed: u64) -> Self {
        Self {
            program: program.to_owned(),
            engine: engine.clone(),
            size,
            chance: Chance::new(seed),
        }
    }

    /// A database with an administrator.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn place(&self) -> Result<Place> {
        Place::new(&self.program, &self.engine)
    }

    /// A place with nothing in it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn empty(&self) -> Result<Place> {
        Place::empty(&self.program, &self.engine)
    }
}

/// Which databases a scenario is about.
#[derive(Debug, Clone, Copy)]
enum On {
    Both,
    Sqlite,
    Postgres,
}

/// One way to break things.
pub struct Scenario {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is called in the table.
    pub what: &'static str,
    on: On,
    run: fn(&mut Bed) -> Result<Figures>,
}

impl Scenario {
    /// Whether it is about this engine.
    pub fn concerns(&self, engine: &Engine) -> bool {
        match self.on {
            On::Both => true,
            On::Sqlite => *engine == Engine::Sqlite,
            On::Postgres => *engine != Engine::Sqlite,
        }
    }

    /// Breaks things and tells what held.
    ///
    /// # Errors
    /// When the harness itself, or the server beyond what can be counted, failed.
    pub fn run(&self, bed: &mut Bed) -> Result<Figures> {
        (self.run)(bed)
    }
}

/// All of them, in the order of the table.
pub const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "kill",
        what: "kill -9 under writers",
        on: On::Both,
        run: kill::run,
    },
    Scenario {
        name: "import",
        what: "kill -9 in an import",
        on: On::Both,
        run: import::run,
    },
    Scenario {
        name: "wal",
        what: "power loss: the log's tail cut or spoilt",
        on: On::Sqlite,
        run: wal::run,
    },
    Scenario {
        name: "stop",
        what: "SIGTERM under writers",
        on: On::Both,
        run: stop::run,
    },
    Scenario {
        name: "backup",
        what: "backup under writers, restored",
        on: On::Both,
        run: backup::run,
    },
    Scenario {
        name: "io",
        what: "errors of the disk",
        on: On::Sqlite,
        run: io::run,
    },
    Scenario {
        name: "disk",
        what: "disk full, and read-only",
        on: On::Sqlite,
        run: disk::run,
    },
    Scenario {
        name: "gone",
        what: "PostgreSQL goes away",
        on: On::Postgres,
        run: gone::run,
    },
    Scenario {
        name: "slow",
        what: "slow and greedy clients",
        on: On::Sqlite,
        run: slow::run,
    },
    Scenario {
        name: "clock",
        what: "the clock moves",
        on: On::Both,
        run: clock::run,
    },
    Scenario {
        name: "races",
        what: "many at once at one thing",
        on: On::Both,
        run: races::run,
    },
    Scenario {
        name: "steps",
        what: "kill -9 inside actions of many steps",
        on: On::Both,
        run: steps::run,
    },
    Scenario {
        name: "locked",
        what: "writers beside an import",
        on: On::Sqlite,
        run: locked::run,
    },
];
