//! Accounts, contacts, and how to reach them.

pub mod account_contacts;
pub mod account_overview;
pub mod accounts;
pub mod addresses;
pub mod consents;
pub mod contact_points;
pub mod contacting;
pub mod contacts;
pub mod likeness;
pub mod names;
pub mod preferences;
