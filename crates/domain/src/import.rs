//! Bringing in records from files: what a mapping says, and what one row of a file means by it.
//!
//! Pure, so that the browser can check a mapping and preview rows. Reading files, finding the
//! records that rows refer to and writing them is the work of `guanxi-persistence`.

pub mod convert;
pub mod mapping;
pub mod plan;
pub mod reading;
pub mod table;
pub mod template;
