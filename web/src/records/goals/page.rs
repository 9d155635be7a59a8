//! Targets and forecast as a page.

use leptos::prelude::*;

use super::{accuracy, forecast, targets};
use crate::i18n::t;
use crate::sales::TEAM_ACTIVITY;
use crate::shell::Page;
use crate::ui::{ButtonKind, LinkButton};

/// The page.
pub fn goals_page() -> AnyView {
    view! {
        <Page title=t("ui-goals") wide=true actions=actions>
            <div class="goals">
                {targets::targets()}
                {forecast::forecast()}
                {accuracy::accuracy()}
            </div>
        </Page>
    }
    .into_any()
}

/// The lists behind the figures.
fn actions() -> AnyView {
    view! {
        <LinkButton href=Signal::stored(TEAM_ACTIVITY.to_owned()) kind=ButtonKind::Quiet>{t("ui-team-activity")}</LinkButton>
        <LinkButton href=Signal::stored("/targets".to_owned()) kind=ButtonKind::Quiet>{t("entity-target-plural")}</LinkButton>
        <LinkButton href=Signal::stored("/forecast_calls".to_owned()) kind=ButtonKind::Quiet>{t("entity-forecast-call-plural")}</LinkButton>
    }
    .into_any()
}
