//! Sheets with an address of their own (`?sheet=filter`), so that Back closes them first and reload restores them.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

/// The parameter that names the open sheet.
const SHEET: &str = "sheet";

/// Whether a sheet is open. Opening it is a step of its own; however it is closed, Back does not lead into it again.
pub fn use_sheet(name: &'static str) -> RwSignal<bool> {
    let query = use_query_map();
    let named = Memo::new(move |_| query.with(|query| query.get_str(SHEET) == Some(name)));
    let open = RwSignal::new(named.get_untracked());
    let location = use_location();
    let navigate = StoredValue::new_local(use_navigate());
    // A sheet that the address opened has nothing behind it to go back to.
    let has_step = StoredValue::new(false);
    Effect::new(move |before: Option<bool>| {
        let named = named.get();
        if before.is_some() {
            open.set(named);
        }
        named
    });
    Effect::new(move |_| match (open.get(), named.get_untracked()) {
        (true, false) => {
            has_step.set_value(true);
            let address = with_sheet(
                &location.pathname.get_untracked(),
                &location.search.get_untracked(),
                Some(name),
            );
            navigate.with_value(|navigate| navigate(&address, still(false)));
        }
        (false, true) if has_step.get_value() => {
            has_step.set_value(false);
            // A browser without a history keeps the address as it is.
            let _ = window().history().and_then(|history| history.back());
        }
        (false, true) => {
            let address = with_sheet(
                &location.pathname.get_untracked(),
                &location.search.get_untracked(),
                None,
            );
            navigate.with_value(|navigate| navigate(&address, still(true)));
        }
        // Another address closed it: by Back, or by a link in it.
        (false, false) => has_step.set_value(false),
        (true, true) => {}
    });
    open
}

fn still(replace: bool) -> NavigateOptions {
    NavigateOptions {
        replace,
        scroll: false,
        ..NavigateOptions::default()
    }
}

/// An address with another sheet open, or none.
fn with_sheet(path: &str, search: &str, sheet: Option<&str>) -> String {
    let kept = search
        .trim_start_matches('?')
        .split('&')
        .filter(|part| !part.is_empty() && part.split('=').next() != Some(SHEET))
        .map(str::to_owned);
    let query: Vec<String> = kept
        .chain(sheet.map(|name| format!("{SHEET}={name}")))
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::with_sheet;

    #[test]
    fn the_rest_of_the_address_stays() {
        assert_eq!(with_sheet("/a", "", Some("more")), "/a?sheet=more");
        assert_eq!(
            with_sheet("/a", "?q=tea&sheet=more", Some("filter")),
            "/a?q=tea&sheet=filter"
        );
        assert_eq!(with_sheet("/a", "?sheet=more", None), "/a");
        assert_eq!(with_sheet("/a", "?sheet=more&q=tea", None), "/a?q=tea");
    }
}
