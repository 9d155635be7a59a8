//! Making records from anywhere.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};

use crate::i18n::t;
use crate::ui::{Menu, MenuItem};

/// What can be made from anywhere: entity, icon, keys.
pub(super) const CREATABLE: [(&str, &str, &str, &str); 5] = [
    ("account", "entity-account", "building-2", "c a"),
    ("contact", "entity-contact", "contact", "c c"),
    ("opportunity", "entity-opportunity", "target", "c d"),
    ("activity", "entity-activity", "calendar-check", "c t"),
    ("product", "entity-product", "package", "c p"),
];

/// The current address with the dialog that makes a record of `entity` open: dialogs have addresses of their own, so
/// Back closes them and reload restores them.
pub fn create_address(path: &str, search: &str, entity: &str) -> String {
    let kept = search
        .trim_start_matches('?')
        .split('&')
        .filter(|part| !part.is_empty() && !part.starts_with("new="));
    let query: Vec<String> = kept
        .map(str::to_owned)
        .chain([format!("new={entity}")])
        .collect();
    format!("{path}?{}", query.join("&"))
}

/// Opens the dialog that makes a record of an entity, on the page shown.
pub(super) fn use_create() -> Callback<&'static str> {
    let location = use_location();
    let navigate = use_navigate();
    let navigate = StoredValue::new_local(navigate);
    Callback::new(move |entity: &'static str| {
        let address = create_address(
            &location.pathname.get_untracked(),
            &location.search.get_untracked(),
            entity,
        );
        navigate.with_value(|navigate| navigate(&address, Default::default()));
    })
}

/// The `+` with everything that can be made.
#[component]
pub(super) fn CreateMenu(
    /// Opens upwards, for the bar at the bottom.
    #[prop(optional)]
    above: bool,
) -> impl IntoView {
    let create = use_create();
    view! {
        <Menu label=t("ui-create") icon="plus" icon_only=true end=true above>
            {CREATABLE.into_iter().map(|(entity, label, icon, keys)| view! {
                <MenuItem icon keys on_press=move |()| create.run(entity)>{t(label)}</MenuItem>
            }).collect_view()}
        </Menu>
    }
}

#[cfg(test)]
mod tests {
    use super::create_address;

    #[test]
    fn the_rest_of_the_address_stays() {
        assert_eq!(
            create_address("/accounts", "", "contact"),
            "/accounts?new=contact"
        );
        assert_eq!(
            create_address("/accounts", "?sort=name&new=x", "contact"),
            "/accounts?sort=name&new=contact"
        );
    }
}
