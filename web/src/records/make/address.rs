//! The address of a create dialog, and what it fills in.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::shell::create_address;

/// The parameter that names the entity.
pub const NEW: &str = "new";
/// The parameter that fills fields: `account_id:<id>,kind:call`.
pub const WITH: &str = "with";

/// The relative address that opens the dialog on the page shown.
pub fn make_address(entity: &str) -> String {
    format!("?{NEW}={entity}")
}

/// Opens the dialog for an entity with some fields filled, on the page shown.
pub fn use_make() -> Callback<(String, Vec<(String, String)>)> {
    let location = use_location();
    let navigate = StoredValue::new_local(use_navigate());
    Callback::new(move |(entity, filled): (String, Vec<(String, String)>)| {
        let search = without(&location.search.get_untracked());
        let mut address = create_address(&location.pathname.get_untracked(), &search, &entity);
        if !filled.is_empty() {
            address.push_str(&format!("&{WITH}={}", written(&filled)));
        }
        navigate.with_value(|navigate| navigate(&address, still()));
    })
}

/// Takes the dialog out of the address.
pub fn use_unmake() -> Callback<()> {
    let location = use_location();
    let navigate = StoredValue::new_local(use_navigate());
    Callback::new(move |()| {
        let search = location.search.get_untracked();
        let kept = without(&search);
        if kept.len() == search.trim_start_matches('?').len() {
            return;
        }
        let path = location.pathname.get_untracked();
        let address = if kept.is_empty() {
            path
        } else {
            format!("{path}?{kept}")
        };
        navigate.with_value(|navigate| {
            navigate(
                &address,
                NavigateOptions {
                    replace: true,
                    ..still()
                },
            )
        });
    })
}

fn still() -> NavigateOptions {
    NavigateOptions {
        scroll: false,
        ..NavigateOptions::default()
    }
}

/// The parameters of an address without those of the dialog.
fn without(search: &str) -> String {
    let parts = search.trim_start_matches('?').split('&').filter(|part| {
        let name = part.split('=').next().unwrap_or_default();
        !part.is_empty() && name != NEW && name != WITH
    });
    parts.collect::<Vec<_>>().join("&")
}

fn written(filled: &[(String, String)]) -> String {
    let parts: Vec<String> = filled
        .iter()
        .map(|(path, value)| format!("{path}:{value}"))
        .collect();
    js_sys::encode_uri_component(&parts.join(",")).into()
}

/// What the parameter fills.
pub fn filled(with: &str) -> Vec<(String, String)> {
    let parts = with.split(',').filter_map(|part| part.split_once(':'));
    parts
        .map(|(path, value)| (path.to_owned(), value.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{filled, without};

    #[test]
    fn the_dialog_leaves_the_rest_of_the_address() {
        assert_eq!(without("?sort=name&new=contact&with=a%3A1"), "sort=name");
        assert_eq!(without("?new=contact"), "");
    }

    #[test]
    fn fields_are_filled_by_name() {
        assert_eq!(filled("account_id:1,kind:call").len(), 2);
        assert!(filled("").is_empty());
    }
}
