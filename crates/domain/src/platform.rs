//! What administrators set up: custom fields, names of choices, currency rates, the workspace itself; and what everybody arranges for
//! themselves: favourites, saved views.

pub mod choice_options;
pub mod currency_rates;
pub mod custom_fields;
pub mod favourites;
pub mod saved_views;
pub mod workspace;
