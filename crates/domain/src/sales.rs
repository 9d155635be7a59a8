//! Leads, products, pipelines, opportunities, and how they go.

pub mod assignment_members;
pub mod assignment_rules;
pub mod competitors;
pub mod forecast_calls;
pub mod forecast_snapshots;
pub mod funnel;
pub mod leads;
pub mod opportunities;
pub mod opportunity_competitors;
pub mod opportunity_contacts;
pub mod opportunity_lines;
pub mod opportunity_splits;
pub mod pipeline_teams;
pub mod pipelines;
pub mod products;
pub mod stage_changes;
pub mod stages;
pub mod targets;
