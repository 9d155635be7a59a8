//! Web forms: how strangers become leads.

pub mod web_forms;
