//! The kit: small components that every screen is made of, one a file.
//!
//! Words arrive as `Signal<String>` (see [`crate::i18n::t`]), values as `RwSignal`, acts as `Callback`. Components
//! know no entity, no session and no network. Behaviour comes from the platform (`<dialog>`, `popover`,
//! `<select>`, `<details>`), looks from the classes in `web/style`, so no component sets an inline style.

pub mod format;
pub mod intl;
pub mod place;

mod avatar;
mod badge;
mod banner;
mod button;
mod checkbox;
mod chip;
mod choice;
mod combobox;
mod date_input;
mod decimal_input;
mod dialog;
mod disclosure;
mod dom;
mod empty_state;
mod error_state;
mod field;
mod icon;
mod icon_button;
mod kbd;
mod link_button;
mod menu;
mod money_input;
mod money_text;
mod multi_select;
mod no_permission;
mod not_found;
mod popover;
mod script;
mod seal;
mod segments;
mod select;
mod sheet;
mod skeleton;
mod spoken;
mod switch;
mod tabs;
mod text_area;
mod text_input;
mod toast;
mod tooltip;
mod zone;

pub use avatar::{Avatar, AvatarSize};
pub use badge::{Badge, Tone};
pub use banner::Banner;
pub use button::{Button, ButtonKind};
pub use checkbox::Checkbox;
pub use chip::{Chip, StageDot};
pub use choice::Choice;
pub use combobox::{Combobox, Finding};
pub use date_input::{DateInput, DateTimeInput};
pub use decimal_input::{DecimalInput, NumberInput};
pub use dialog::{Dialog, DialogActions, DialogSize, keep_keys, settle_dialog, shown_while};
pub use disclosure::Disclosure;
pub use dom::{
    asset, focus, focus_first_invalid, is_composing, is_draft_open, is_sending, next_frame,
    unique_id,
};
pub(crate) use dom::{listen_on_document, listen_on_window, on_android, on_apple};
pub use empty_state::EmptyState;
pub use error_state::ErrorState;
pub use field::{Field, FieldLink};
pub use format::Formats;
pub use icon::Icon;
pub use icon_button::IconButton;
pub use kbd::Kbd;
pub use link_button::LinkButton;
pub use menu::{Menu, MenuChoice, MenuDivider, MenuItem, MenuLink};
pub use money_input::MoneyInput;
pub use money_text::{MoneyText, TimeText};
pub use multi_select::MultiSelect;
pub use no_permission::NoPermission;
pub use not_found::NotFound;
pub use popover::Popover;
pub use seal::Seal;
pub use segments::Segments;
pub use select::Select;
pub use sheet::Sheet;
pub use skeleton::{Skeleton, SkeletonShape};
pub use spoken::{spoken, spoken_line};
pub use switch::Switch;
pub use tabs::{Tab, TabPanel, Tabs};
pub use text_area::TextArea;
pub use text_input::TextInput;
pub use toast::{Offer, ToastStack, Toasts};
pub use tooltip::TooltipHost;
pub use zone::{day_in, minute_in};
