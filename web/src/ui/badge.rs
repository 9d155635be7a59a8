//! A number or a word in a small pill.

use leptos::prelude::*;

/// What something means for the person who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// News, or a selection.
    Accent,
    /// Done, won, safe.
    Success,
    /// Needs care soon.
    Warning,
    /// Failed, overdue, lost.
    Danger,
}

impl Tone {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }

    pub(super) const fn icon(self) -> &'static str {
        match self {
            Self::Neutral | Self::Accent => "info",
            Self::Success => "circle-check",
            Self::Warning => "triangle-alert",
            Self::Danger => "circle-alert",
        }
    }
}

/// A small pill beside a word.
#[component]
pub fn Badge(
    /// What it means.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// The number or word.
    children: Children,
) -> impl IntoView {
    view! { <span class="badge" data-tone=move || tone.get().name()>{children()}</span> }
}
