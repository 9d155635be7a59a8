//! Products, pipelines, opportunities.

pub mod opportunities;
pub mod opportunity_contacts;
pub mod opportunity_lines;
pub mod pipelines;
pub mod products;
pub mod stage_changes;
pub mod stages;
