//! The battle map: where the open sales of a pipeline stand, how they are doing, how they went from stage to stage;
//! and acting on them from there. Everything the picture shows stands in a table below it, too.

mod act;
mod ask;
mod block;
mod page;
mod panel;
mod picture;
mod result;
mod table;

pub use page::map_page;
