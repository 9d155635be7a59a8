//! One of several things to choose from.

/// An option of a select, a combobox or a group of segments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// A second, quieter line, such as the account of a contact.
    pub detail: Option<String>,
    /// One of the eight hues (0–7), for a dot before the label.
    pub hue: Option<u8>,
}

impl Choice {
    /// An option with a label.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// The same with a second line.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same with a dot in one of the eight hues.
    #[must_use]
    pub fn with_hue(mut self, hue: u8) -> Self {
        self.hue = Some(hue);
        self
    }
}
