//! The page of one record: facts at the left, what happened in the middle, what belongs to it at the right.

mod acts;
mod collections;
mod composer;
mod draft;
mod event;
mod head;
mod log;
mod markdown;
mod mention;
mod moment;
mod neighbours;
mod overview;
mod preference_link;
mod related;
mod stages;
mod standing;
mod tags;
mod timeline;
mod whole;

pub use acts::acts_menu;
pub use composer::{FOLLOW_UPS, follow_chips};
pub use draft::{keep as keep_draft, restore as restore_draft};
pub use log::{Draft, day_after, hung_on, save_draft};
pub use moment::{done_box, icon_of, steps_mark};
pub use stages::{state_mark, way_to};
pub use timeline::ACTIVITY;
pub use whole::{keep_in_step, record_page, references};
