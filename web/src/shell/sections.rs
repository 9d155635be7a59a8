//! The places of the app.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::i18n::I18n;
use crate::records::Desk;
use crate::ui::{Choice, Icon};

/// The icon of lists that have none of their own.
const FURTHER_ICON: &str = "list";

/// A place in the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Its address.
    pub path: &'static str,
    /// Its icon in `web/icons.txt`.
    pub icon: &'static str,
    /// The key of its word.
    pub label: &'static str,
    /// The keys that lead there.
    pub keys: &'static str,
}

/// All places, in the order of the rail. A place is listed when it exists.
pub const SECTIONS: [Section; 11] = [
    Section {
        path: "/",
        icon: "house",
        label: "ui-home",
        keys: "g h",
    },
    Section {
        path: "/accounts",
        icon: "building-2",
        label: "entity-account-plural",
        keys: "g a",
    },
    Section {
        path: "/contacts",
        icon: "contact",
        label: "entity-contact-plural",
        keys: "g c",
    },
    Section {
        path: "/leads",
        icon: "user-plus",
        label: "entity-lead-plural",
        keys: "g l",
    },
    Section {
        path: "/opportunities",
        icon: "target",
        label: "entity-opportunity-plural",
        keys: "g d",
    },
    Section {
        path: "/map",
        icon: "funnel",
        label: "ui-map",
        keys: "g m",
    },
    Section {
        path: "/goals",
        icon: "trophy",
        label: "ui-goals",
        keys: "g r",
    },
    Section {
        path: "/activities",
        icon: "calendar-check",
        label: "entity-activity-plural",
        keys: "g t",
    },
    Section {
        path: "/calendar",
        icon: "calendar",
        label: "ui-calendar",
        keys: "g k",
    },
    Section {
        path: "/products",
        icon: "package",
        label: "entity-product-plural",
        keys: "g p",
    },
    Section {
        path: "/settings",
        icon: "settings",
        label: "ui-settings",
        keys: "g ,",
    },
];

/// Lists of records that are no place of their own, as the catalogue tells them: address and words.
pub fn further_lists() -> Memo<Vec<Choice>> {
    let (desk, i18n) = (Desk::here(), I18n::here());
    Memo::new(move |_| {
        let (known, texts) = (desk.catalogue(), i18n.texts());
        let entities = known.ready().map_or(&[][..], |known| known.entities());
        entities
            .iter()
            .filter(|entity| entity.anchor)
            .map(|entity| Choice::new(format!("/{}", entity.plural), entity.label_plural(&texts)))
            .filter(|list| !SECTIONS.iter().any(|section| section.path == list.value))
            .collect()
    })
}

/// A place as rail and menu show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    path: String,
    icon: &'static str,
    words: String,
}

/// Every place there is: the sections, and before the settings the further lists.
pub fn use_places() -> Memo<Vec<Place>> {
    let (further, i18n) = (further_lists(), I18n::here());
    Memo::new(move |_| {
        let texts = i18n.texts();
        let mut places: Vec<Place> = SECTIONS
            .iter()
            .map(|section| Place {
                path: section.path.to_owned(),
                icon: section.icon,
                words: texts.text(section.label),
            })
            .collect();
        let lists = further.get().into_iter().map(|list| Place {
            path: list.value,
            icon: FURTHER_ICON,
            words: list.label,
        });
        let settings = places.len() - 1;
        places.splice(settings..settings, lists);
        places
    })
}

/// The way to a place, marked when it is where we are.
#[component]
pub fn PlaceLink(
    place: Place,
    /// How it looks.
    class: &'static str,
    /// For thumbs.
    #[prop(optional)]
    large: bool,
    /// Back does not lead here again, as from a sheet with an address of its own.
    #[prop(optional)]
    replaces: bool,
) -> impl IntoView {
    let here = use_location().pathname;
    let path = place.path.clone();
    let current = move || here.with(|here| lies_in(&path, here)).then_some("page");
    view! {
        <a class=class href=place.path aria-current=current prop:replace=replaces>
            <Icon name=place.icon large />
            <span>{place.words}</span>
        </a>
    }
}

/// Whether an address lies in the place at another one.
pub fn lies_in(place: &str, path: &str) -> bool {
    if place == "/" {
        return path == "/";
    }
    let rest = path.strip_prefix(place);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Section {
    /// Whether an address lies in this place.
    pub fn holds(&self, path: &str) -> bool {
        lies_in(self.path, path)
    }
}

#[cfg(test)]
mod tests {
    use super::SECTIONS;

    #[test]
    fn an_address_lies_in_one_place() {
        for (path, expected) in [
            ("/", "/"),
            ("/accounts", "/accounts"),
            ("/accounts/1", "/accounts"),
            ("/settings/look", "/settings"),
        ] {
            let found: Vec<_> = SECTIONS
                .iter()
                .filter(|section| section.holds(path))
                .map(|s| s.path)
                .collect();
            assert_eq!(found, [expected]);
        }
        assert!(!SECTIONS.iter().any(|section| section.holds("/accountsx")));
    }
}
