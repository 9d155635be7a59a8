//! How the deals in sight stand: stalled or not, what is missing before they move on, the usual stay in their stage.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use guanxi_client::deals::Standing;
use leptos::prelude::*;
use uuid::Uuid;

use super::catalogue::Entity;
use super::desk::Desk;
use crate::i18n::t_with;
use crate::ui::Icon;

/// What stands like that.
const DEAL: &str = "opportunity";
/// Asked for at once at most.
const MOST: usize = 200;
/// Several cards and changes are asked about together.
const SETTLE: Duration = Duration::from_millis(120);
const DAY: i64 = 86_400;

/// Whether records of an entity stand in stages that the server can explain.
pub fn is_deal(entity: &Entity) -> bool {
    entity.name == DEAL
}

/// What is known of the deals in sight.
#[derive(Clone, Copy)]
pub struct Standings {
    desk: Desk,
    known: RwSignal<HashMap<Uuid, Standing>>,
    /// Days, by stage.
    usual: RwSignal<HashMap<Uuid, i64>>,
    paced: StoredValue<HashSet<Uuid>>,
    wanted: StoredValue<HashSet<Uuid>>,
}

impl Standings {
    /// Nothing is known yet. To be made while a component runs.
    pub fn new() -> Self {
        Self {
            desk: Desk::here(),
            known: RwSignal::new(HashMap::new()),
            usual: RwSignal::new(HashMap::new()),
            paced: StoredValue::new(HashSet::new()),
            wanted: StoredValue::new(HashSet::new()),
        }
    }

    /// How a deal stands.
    pub fn of(self, id: &str) -> Option<Standing> {
        let id = Uuid::try_parse(id).ok()?;
        self.known.with(|known| known.get(&id).cloned())
    }

    /// How many days deals usually stay in a stage.
    pub fn usual_days(self, stage: &str) -> Option<i64> {
        let stage = Uuid::try_parse(stage).ok()?;
        self.usual.with(|usual| usual.get(&stage).copied())
    }

    /// Asks anew about some deals. Without an answer the marks are not there; what is shown stays right.
    pub fn want<'a>(self, ids: impl IntoIterator<Item = &'a str>) {
        let ids = ids.into_iter().filter_map(|id| Uuid::try_parse(id).ok());
        let was_idle = self.wanted.with_value(HashSet::is_empty);
        self.wanted.update_value(|wanted| wanted.extend(ids));
        if was_idle && !self.wanted.with_value(HashSet::is_empty) {
            set_timeout(move || self.ask(), SETTLE);
        }
    }

    fn ask(self) {
        let Some(ids) = self.wanted.try_update_value(std::mem::take) else {
            return;
        };
        let ids: Vec<Uuid> = ids.into_iter().collect();
        leptos::task::spawn_local(async move {
            for some in ids.chunks(MOST) {
                let Ok(found) = self.desk.api.standings(some).await else {
                    return;
                };
                let pipelines: HashSet<Uuid> =
                    found.iter().filter_map(|one| one.pipeline_id).collect();
                let taken = self.known.try_update(|known| {
                    known.extend(found.into_iter().map(|one| (one.id, one)));
                });
                if taken.is_none() {
                    return;
                }
                for pipeline in pipelines {
                    self.pace(pipeline).await;
                }
            }
        });
    }

    /// Asks for the pace of a pipeline, once.
    async fn pace(self, pipeline: Uuid) {
        let is_new = self.paced.try_update_value(|paced| paced.insert(pipeline));
        if is_new != Some(true) {
            return;
        }
        if let Ok(found) = self.desk.api.pace(pipeline).await {
            let days = found
                .into_iter()
                .map(|one| (one.stage_id, (one.median_seconds + DAY / 2) / DAY));
            self.usual.try_update(|usual| usual.extend(days));
        }
    }
}

/// The marks of a deal on a card: stalled, and how much is missing before it may move on.
pub fn marks(standings: Standings, id: String) -> AnyView {
    let own = Memo::new(move |_| standings.of(&id));
    let shown = move || {
        let standing = own.get()?;
        let count = i64::try_from(standing.missing.len()).unwrap_or(i64::MAX);
        let told: Vec<String> = standing
            .missing
            .iter()
            .map(|one| one.message.clone())
            .collect();
        let told = told.join(" ");
        let words = t_with("ui-missing-before-next", move |args| {
            args.set("count", count)
        });
        let stalled = standing.is_stalled.then(|| {
            view! {
                <span class="deal-mark" data-tone="warning">
                    <Icon name="hourglass" />
                    <span>{crate::i18n::t("ui-stalled")}</span>
                </span>
            }
        });
        let missing = (count > 0).then(|| {
            view! {
                <span class="deal-mark" data-tip=told.clone()>
                    <Icon name="list-checks" />
                    <span>{move || words.get()}</span>
                    <span class="sr-only">{told.clone()}</span>
                </span>
            }
        });
        (stalled.is_some() || missing.is_some())
            .then(|| view! { <div class="deal-marks">{stalled}{missing}</div> })
    };
    view! { {shown} }.into_any()
}
