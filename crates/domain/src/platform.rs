//! What administrators set up: custom fields, currency rates, the workspace itself.

pub mod currency_rates;
pub mod custom_fields;
pub mod workspace;
