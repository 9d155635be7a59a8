//! Products, pipelines, opportunities.

pub mod competitors;
pub mod opportunities;
pub mod opportunity_competitors;
pub mod opportunity_contacts;
pub mod opportunity_lines;
pub mod pipelines;
pub mod products;
pub mod stage_changes;
pub mod stages;
