//! Guanxi in the browser.

mod app;
mod calendar;
mod home;
mod i18n;
mod later;
mod pages;
mod records;
mod sales;
mod session;
mod shell;
mod stored;
mod theme;
mod ui;

fn main() {
    // A panic says where in the console; in a release build only that there was one.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    // The page brings a notice for browsers in which this line is never reached.
    if let Some(notice) = leptos::prelude::document().get_element_by_id("boot-failed") {
        notice.remove();
    }
    leptos::mount::mount_to_body(app::App);
}
