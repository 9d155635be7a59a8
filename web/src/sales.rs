//! Screens about selling that the catalogue alone does not draw.

mod pipelines;
mod report;
mod team_activity;
mod win_loss;

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use crate::later::{Part, later};

/// Where the page stands that tells who did what.
pub const TEAM_ACTIVITY: &str = "/reports/team-activity";

/// Where the page stands that tells what was won and lost.
pub const WIN_LOSS: &str = "/reports/win-loss";

/// Pipelines and their stages, for administrators.
pub fn pipelines() -> AnyView {
    later(fetch_pipelines, pipelines_part)
}

/// What was won and lost.
pub fn win_loss() -> AnyView {
    later(fetch_win_loss, win_loss_part)
}

/// Who planned and did what.
pub fn team_activity() -> AnyView {
    later(fetch_team_activity, team_activity_part)
}

#[wasm_split(sales, fallible, preload(fetch_pipelines))]
fn pipelines_part() -> Part {
    Ok(pipelines::page())
}

#[wasm_split(sales, fallible, preload(fetch_win_loss))]
fn win_loss_part() -> Part {
    Ok(win_loss::page())
}

#[wasm_split(sales, fallible, preload(fetch_team_activity))]
fn team_activity_part() -> Part {
    Ok(team_activity::page())
}
