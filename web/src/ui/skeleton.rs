//! The shape of what is coming.

use leptos::prelude::*;

use crate::i18n::t;

/// What is coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SkeletonShape {
    /// Lines of text.
    #[default]
    Lines,
    /// Rows of a table.
    Rows,
    /// Labels with values.
    Fields,
    /// Cards of a board.
    Cards,
}

impl SkeletonShape {
    const fn class(self) -> &'static str {
        match self {
            Self::Lines => "skeleton skeleton-lines",
            Self::Rows => "skeleton skeleton-rows",
            Self::Fields => "skeleton skeleton-fields",
            Self::Cards => "skeleton skeleton-cards",
        }
    }
}

/// Grey shapes in place of what is loading. They appear after 150 ms, so quick answers do not flicker.
#[component]
pub fn Skeleton(
    /// What is coming.
    #[prop(optional)]
    shape: SkeletonShape,
    /// How many of them.
    #[prop(default = 3)]
    count: usize,
) -> impl IntoView {
    let part = |_| view! { <span class="skeleton-part"></span> };
    view! {
        <div class=shape.class() role="status">
            <span class="sr-only">{t("ui-loading")}</span>
            {(0..count).map(part).collect_view()}
        </div>
    }
}
