//! The places of the app.

use leptos::prelude::*;

use crate::i18n::I18n;
use crate::records::Desk;
use crate::ui::Choice;

/// The icon of lists that have none of their own.
pub const FURTHER_ICON: &str = "list";

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
pub const SECTIONS: [Section; 7] = [
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
        path: "/opportunities",
        icon: "target",
        label: "entity-opportunity-plural",
        keys: "g d",
    },
    Section {
        path: "/activities",
        icon: "calendar-check",
        label: "entity-activity-plural",
        keys: "g t",
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

/// Whether an address lies in the list at another one.
pub fn lies_in(list: &str, path: &str) -> bool {
    let rest = path.strip_prefix(list);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Section {
    /// Whether an address lies in this place.
    pub fn holds(&self, path: &str) -> bool {
        if self.path == "/" {
            return path == "/";
        }
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
