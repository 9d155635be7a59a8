//! A few rounds of what `make faults` does a hundred times: servers killed, stopped and backed up under writers who keep
//! ledgers. `FAULTS_KILL_ROUNDS` and the like set the rounds; `docs/reliability.md` lists them.

use std::path::Path;

use guanxi_faults::numbers::Size;
use guanxi_faults::place::Engine;
use guanxi_faults::scenarios::{Bed, SCENARIOS};

fn hold(name: &str, engine: &Engine) {
    let scenario = SCENARIOS.iter().find(|scenario| scenario.name == name);
    let program = Path::new(env!("CARGO_BIN_EXE_guanxi"));
    let mut bed = Bed::new(program, engine, Size::Short, u64::from(std::process::id()));
    let figures = scenario.unwrap().run(&mut bed).unwrap();
    assert!(figures.hold(), "{figures:#?}");
}

fn postgres() -> Engine {
    Engine::Postgres(crate::server::server_url())
}

#[test]
fn sqlite_survives_kills() {
    hold("kill", &Engine::Sqlite);
}

#[test]
fn postgres_survives_kills() {
    hold("kill", &postgres());
}

#[test]
fn nothing_is_lost_on_sqlite_when_asked_to_stop() {
    hold("stop", &Engine::Sqlite);
}

#[test]
fn nothing_is_lost_on_postgres_when_asked_to_stop() {
    hold("stop", &postgres());
}

#[test]
fn sqlite_is_backed_up_under_load() {
    hold("backup", &Engine::Sqlite);
}

#[test]
fn postgres_is_backed_up_under_load() {
    hold("backup", &postgres());
}

#[test]
fn sqlite_survives_a_log_that_is_cut() {
    hold("wal", &Engine::Sqlite);
}
