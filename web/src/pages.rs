//! Pages that are not about records.

mod gallery;
mod missing;
mod operations;
mod password_input;
mod preferences;
mod set_up;
mod settings;
mod sign_in;
mod standalone;
mod unreachable;
mod zones;

pub use missing::Missing;
pub use sign_in::{Expired, SignIn};
pub use unreachable::Unreachable;

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use crate::later::{Part, later};

/// Everything the kit has, in every state.
pub fn gallery() -> AnyView {
    later(fetch_gallery, gallery_part)
}

/// The first start.
pub fn set_up() -> AnyView {
    later(fetch_set_up, set_up_part)
}

/// How a customer wants to be contacted, by a link of their own.
pub fn preferences() -> AnyView {
    later(fetch_preferences, preferences_part)
}

/// Settings for me.
pub fn settings() -> AnyView {
    later(fetch_settings, settings_part)
}

/// How the servers fare, for administrators.
pub fn operations() -> AnyView {
    later(fetch_operations, operations_part)
}

#[wasm_split(gallery, fallible, preload(fetch_gallery))]
fn gallery_part() -> Part {
    Ok(view! { <gallery::Gallery /> }.into_any())
}

#[wasm_split(set_up, fallible, preload(fetch_set_up))]
fn set_up_part() -> Part {
    Ok(view! { <set_up::SetUp /> }.into_any())
}

#[wasm_split(preferences, fallible, preload(fetch_preferences))]
fn preferences_part() -> Part {
    Ok(view! { <preferences::PreferencePage /> }.into_any())
}

#[wasm_split(settings, fallible, preload(fetch_settings))]
fn settings_part() -> Part {
    Ok(view! { <settings::Settings /> }.into_any())
}

#[wasm_split(operations, fallible, preload(fetch_operations))]
fn operations_part() -> Part {
    Ok(view! { <operations::OperationsPage /> }.into_any())
}
