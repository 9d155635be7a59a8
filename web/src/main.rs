//! Guanxi in the browser.

mod app;
mod i18n;
mod pages;
mod records;
mod session;
mod shell;
mod stored;
mod theme;
mod ui;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
