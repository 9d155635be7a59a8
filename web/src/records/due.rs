//! Days on which something is due, with what that means today.

use leptos::prelude::*;

use crate::i18n::t;
use crate::ui::{Formats, Icon};

/// How a due day stands to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// No day is set.
    None,
    /// The day is over.
    Overdue,
    /// Today.
    Today,
    /// Still to come.
    Later,
}

impl Due {
    /// Of a day `YYYY-MM-DD`, seen from another; the form orders by itself.
    pub fn of(day: &str, today: &str) -> Self {
        match day {
            "" => Self::None,
            day if day < today => Self::Overdue,
            day if day == today => Self::Today,
            _ => Self::Later,
        }
    }

    /// The tone it is shown in.
    pub const fn tone(self) -> &'static str {
        match self {
            Self::None | Self::Later => "neutral",
            Self::Overdue => "danger",
            Self::Today => "warning",
        }
    }
}

/// The day, coloured and, when overdue, said to be so.
pub fn due_mark(day: &str) -> AnyView {
    if day.is_empty() {
        return ().into_any();
    }
    let formats = Formats::here();
    let day = day.to_owned();
    let due = {
        let day = day.clone();
        Memo::new(move |_| Due::of(&day, &formats.today()))
    };
    let shown = day.clone();
    view! {
        <span class="due" data-tone=move || due.get().tone()>
            {move || (due.get() == Due::Overdue).then(|| view! {
                <Icon name="circle-alert" /><span class="sr-only">{t("ui-overdue")}</span>
            })}
            <time datetime=day.clone()>{move || if due.get() == Due::Today { formats.relative_day(&shown) } else { formats.day(&shown) }}</time>
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Due;

    #[test]
    fn days_are_judged_by_the_calendar() {
        let due = |day| Due::of(day, "2026-11-22");
        assert_eq!(due("2026-11-21"), Due::Overdue);
        assert_eq!(due("2026-11-22"), Due::Today);
        assert_eq!(due("2027-01-01"), Due::Later);
        assert_eq!(due(""), Due::None);
    }
}
