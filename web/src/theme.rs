//! Light or dark, and how dense the rows stand. Kept on the device, applied at once.

use leptos::prelude::*;

use crate::stored;

const THEME: &str = "guanxi.theme";
const DENSITY: &str = "guanxi.density";

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device says.
    #[default]
    System,
    /// Ink on paper.
    Light,
    /// Paper on ink.
    Dark,
}

/// How much air rows have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Density {
    /// Rows of 28 px.
    Compact,
    /// Rows of 32 px.
    #[default]
    Normal,
    /// Rows of 40 px.
    Comfortable,
}

impl Theme {
    /// All of them, in the order in which people are offered them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The stable name, stored for the person and set on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The key of its word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::System => "ui-theme-system",
            Self::Light => "ui-theme-light",
            Self::Dark => "ui-theme-dark",
        }
    }

    /// From the stable name; the device's own for anything unknown.
    pub fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|theme| theme.name() == name)
            .unwrap_or_default()
    }
}

impl Density {
    /// All of them, from dense to airy.
    pub const ALL: [Self; 3] = [Self::Compact, Self::Normal, Self::Comfortable];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compact => "compact",
            Self::Normal => "normal",
            Self::Comfortable => "comfortable",
        }
    }

    /// The key of its word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Compact => "ui-density-compact",
            Self::Normal => "ui-density-normal",
            Self::Comfortable => "ui-density-comfortable",
        }
    }

    /// The height of a table row in pixels.
    pub const fn row_height(self) -> u32 {
        match self {
            Self::Compact => 28,
            Self::Normal => 32,
            Self::Comfortable => 40,
        }
    }

    /// From the stable name.
    pub fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|density| density.name() == name)
            .unwrap_or_default()
    }
}

/// How the page looks, for the whole page.
#[derive(Clone, Copy)]
pub struct Look {
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// How much air rows have.
    pub density: RwSignal<Density>,
}

impl Look {
    /// Makes it for the page from what the device remembers, and keeps the page in step.
    pub fn provide() -> Self {
        let remembered = |name| stored::read(name).unwrap_or_default();
        let look = Self {
            theme: RwSignal::new(Theme::named(&remembered(THEME))),
            density: RwSignal::new(Density::named(&remembered(DENSITY))),
        };
        Effect::new(move |_| {
            let theme = look.theme.get();
            mark(
                "data-theme",
                Some(theme.name()).filter(|_| theme != Theme::System),
            );
            stored::write(THEME, theme.name());
        });
        Effect::new(move |_| {
            let density = look.density.get();
            mark(
                "data-density",
                Some(density.name()).filter(|_| density != Density::Normal),
            );
            stored::write(DENSITY, density.name());
        });
        provide_context(look);
        look
    }

    /// That of the page.
    pub fn here() -> Self {
        expect_context()
    }
}

fn mark(attribute: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else {
        return;
    };
    // Well-formed attributes of an element that exists can be set and removed.
    let _ = match value {
        Some(value) => root.set_attribute(attribute, value),
        None => root.remove_attribute(attribute),
    };
}
