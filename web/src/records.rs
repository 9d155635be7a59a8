//! Records of any entity: list, board, page, forms; drawn from the catalogue that the server tells (`/meta`).
//!
//! Nothing here knows an entity by heart. What is special about one (the board of opportunities, the timeline, what a
//! dialog asks first) follows from the fields it has, or stands in a small table of names.

mod answers;
mod api;
mod board;
mod calls;
mod catalogue;
mod check;
mod chips;
mod conflict;
mod control;
mod desk;
mod due;
mod editor;
mod facts;
mod failure;
mod filters;
mod finding;
mod goals;
mod heard;
mod input;
mod list;
mod list_view;
mod live;
mod make;
mod map;
mod marks;
mod names;
mod narrow;
mod own;
mod page;
mod pages;
mod reach;
mod record;
mod refused;
mod restraint;
mod rows;
mod scope;
mod show;
mod standing;
mod verbs;
mod views;
mod worth;

pub use calls::CallHost;
pub use desk::Desk;
pub use make::CreateHost;
pub use pages::{BattleMap, Collection, Goals, Record, prefetch, search};

pub mod screens {
    //! What special screens need of the records.

    pub use super::api::fresh_id;
    pub use super::desk::Desk;
    pub use super::failure::{Failure, Loaded, said};
    pub use super::filters::{FilterBuilder, Node, words_of};
    pub use super::list_view::ListView;
    pub use super::pages::with_catalogue;
    pub use super::record::Record as Row;
    pub use super::refused::refused;
    pub use super::scope::let_go;
    pub use super::show::{Show, hue_at};
}

pub mod today {
    //! What the first page needs to list records of its own choice.

    pub use super::answers::{ANSWERS, Answering, answer_buttons, answer_icon, answer_words};
    pub use super::catalogue::Entity;
    pub use super::desk::{Change, Desk};
    pub use super::due::due_mark;
    pub use super::failure::{Failure, Loaded};
    pub use super::filters::Node;
    pub use super::list_view::ListView;
    pub use super::live::Live;
    pub use super::make::use_make;
    pub use super::narrow::is_narrow;
    pub use super::page::icon_of;
    pub use super::page::{day_after, done_box, steps_mark};
    pub use super::pages::with_catalogue;
    pub use super::record::Record as Row;
    pub use super::refused::refused;
    pub use super::show::{Show, money_of};
    pub use super::verbs::{Doing, check_in_button, revert_newest, usable};
}
