//! What administrators set up: custom fields, currency rates.

pub mod currency_rates;
pub mod custom_fields;
