//! The places of the app.

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

impl Section {
    /// Whether an address lies in this place.
    pub fn holds(&self, path: &str) -> bool {
        match path.strip_prefix(self.path) {
            Some(rest) if self.path == "/" => rest.is_empty(),
            Some(rest) => rest.is_empty() || rest.starts_with('/'),
            None => false,
        }
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
