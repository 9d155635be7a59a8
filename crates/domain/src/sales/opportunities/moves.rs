//! How an opportunity moves: stage by stage, won, lost, opened again.

use chrono::NaiveDate;
use uuid::Uuid;

use super::super::stage_changes::STAGE_CHANGE;
use super::super::stages::{Stage, StageCategory};
use super::{exits, rivals, worth};
use crate::kernel::catalogue::Entity;
use crate::kernel::computed::Clock;
use crate::kernel::document::Document;
use crate::kernel::evaluate::{Scene, bare_scene};
use crate::kernel::facts::{Effect, Facts, Writes};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::time::Instant;
use crate::kernel::value::Value;

/// What a won sale cannot do without, however it is won.
/// Source: features e.3, "win needs amount, close_on, primary contact".
pub const WIN_NEEDS: &[&str] = &["amount", "close_on", "primary_contact_id"];

/// The verb `move`: to another stage of the same pipeline; a stage of category won or lost wins or
/// loses the opportunity by the same rules as the verbs do. Where it stands already, nothing starts anew.
pub fn step(facts: &Facts, opportunity: &Document) -> Result<Writes, Violations> {
    let target = stage(facts, opportunity.get("stage_id").as_id(), opportunity)?;
    match target.category {
        StageCategory::Won => close(facts, opportunity, &target),
        StageCategory::Lost => close(facts, opportunity, &target),
        _ if stands_in(facts, opportunity, &target) => Ok(Writes::default()),
        _ => {
            meets_exits(facts, opportunity, &target).into_result()?;
            let writes = Writes::default()
                .set("stage_id", target.head.id)
                .set("probability", Value::Decimal(target.probability))
                .set("stage_entered_at", Value::Instant(facts.now));
            Ok(with_history(facts, opportunity, &target, writes, None))
        }
    }
}

/// The verb `win`.
pub fn win(facts: &Facts, opportunity: &Document) -> Result<Writes, Violations> {
    let target = stage_of_category(facts, opportunity, &StageCategory::Won)?;
    close(facts, opportunity, &target)
}

/// The verb `lose`.
pub fn lose(facts: &Facts, opportunity: &Document) -> Result<Writes, Violations> {
    let target = stage_of_category(facts, opportunity, &StageCategory::Lost)?;
    close(facts, opportunity, &target)
}

/// The verb `reopen`: back into the first open stage, or the one asked for.
pub fn reopen(facts: &Facts, opportunity: &Document) -> Result<Writes, Violations> {
    let asked = stage(facts, opportunity.get("stage_id").as_id(), opportunity)?;
    let target = if asked.category == StageCategory::Open {
        asked
    } else {
        stage_of_category(facts, opportunity, &StageCategory::Open)?
    };
    let writes = Writes::default()
        .set("status", Value::text("open"))
        .set("stage_id", target.head.id)
        .set("probability", Value::Decimal(target.probability))
        .set("forecast_category", Value::text("pipeline"))
        .set("won_at", Value::Null)
        .set("lost_at", Value::Null)
        .set("lost_reason", Value::Null)
        .set("lost_to_id", Value::Null)
        .set("lost_notes", Value::Null)
        .set("stage_entered_at", Value::Instant(facts.now));
    let writes = with_all(writes, worth::THAWED, rivals::back(facts));
    let reason = Some(opportunity.text("reopen_reason").to_owned());
    Ok(with_history(facts, opportunity, &target, writes, reason))
}

/// Wins or loses by the target stage's category.
fn close(facts: &Facts, opportunity: &Document, target: &Stage) -> Result<Writes, Violations> {
    let won = target.category == StageCategory::Won;
    if won {
        may_win(facts, opportunity, target)?
    } else {
        may_lose(opportunity)?
    }
    let stamp = if won { "won_at" } else { "lost_at" };
    let probability = if won { 100_000_000 } else { 0 };
    let mut writes = Writes::default()
        .set("status", Value::text(if won { "won" } else { "lost" }))
        .set("stage_id", target.head.id)
        .set(
            "probability",
            Value::Decimal(crate::kernel::decimal::Decimal::from_micros(probability)),
        )
        .set(
            "forecast_category",
            Value::text(if won { "closed" } else { "omitted" }),
        )
        .set("stage_entered_at", Value::Instant(facts.now))
        .set(stamp, Value::Instant(facts.now));
    if !won && *opportunity.get("close_on") == Value::Null {
        writes = writes.set("close_on", Value::Day(facts.today));
    }
    let writes = if won {
        let frozen = worth::frozen(facts, opportunity, facts.today);
        with_all(writes, frozen, rivals::beaten(facts))
    } else {
        with_all(writes, [], rivals::lost_to(facts, opportunity))
    };
    let reason = (!won).then(|| opportunity.text("lost_reason").to_owned());
    Ok(with_history(facts, opportunity, target, writes, reason))
}

fn with_all<const N: usize>(
    mut writes: Writes,
    sets: [(&'static str, Value); N],
    effects: Vec<Effect>,
) -> Writes {
    writes.sets.extend(sets);
    writes.effects.extend(effects);
    writes
}

/// What the table asks for, the criteria of the stages left behind, and an amount in the opportunity's currency: its
/// rate is frozen with it.
fn may_win(facts: &Facts, opportunity: &Document, target: &Stage) -> Result<(), Violations> {
    let mut found = Violations::default();
    if let Err(missing) = needs(opportunity, WIN_NEEDS) {
        found.extend(missing);
    }
    found.extend(meets_exits(facts, opportunity, target));
    if let Value::Money(amount) = opportunity.get("amount")
        && opportunity.text("currency") != amount.currency.code()
    {
        found.add(Violation::field("amount", "currency_mismatch"));
    }
    found.into_result()
}

/// Source: features e.3, "lose needs reason".
fn may_lose(opportunity: &Document) -> Result<(), Violations> {
    needs(opportunity, &["lost_reason"])
}

fn needs(opportunity: &Document, fields: &[&str]) -> Result<(), Violations> {
    let mut found = Violations::default();
    for field in fields
        .iter()
        .filter(|field| opportunity.get(field).is_empty())
    {
        found.add(Violation::field(field, "required"));
    }
    found.into_result()
}

/// What is missing of the exit criteria of the stages left behind: they bind on the way forward only.
fn meets_exits(facts: &Facts, opportunity: &Document, target: &Stage) -> Violations {
    let mut found = Violations::default();
    let Some(former) = former_stage(facts, opportunity) else {
        return found;
    };
    let stages = facts.all::<Stage>("stages");
    let related = |entity: &'static Entity, id: Uuid| {
        let read = facts.loaded.values().flatten();
        read.into_iter()
            .find(|one| one.entity.is(entity) && one.id() == id)
            .cloned()
    };
    let clock = Clock {
        now: facts.now,
        today: facts.today,
    };
    let scene = Scene {
        me: facts.actor,
        related: &related,
        ..bare_scene(clock)
    };
    for stage in exits::left_behind(&stages, &former, target) {
        found.extend(exits::missing(&facts.custom, stage, opportunity, &scene));
    }
    found
}

fn stands_in(facts: &Facts, opportunity: &Document, stage: &Stage) -> bool {
    let former = former_stage(facts, opportunity);
    former.is_some_and(|former| former.head.id == stage.head.id)
}

/// The stage the opportunity stands in before the verb; the engine hands it over under `before`.
fn former_stage(facts: &Facts, opportunity: &Document) -> Option<Stage> {
    let before = facts
        .read("before")
        .first()
        .unwrap_or(opportunity)
        .get("stage_id")
        .as_id()?;
    facts
        .all::<Stage>("stages")
        .into_iter()
        .find(|stage| stage.head.id == before)
}

fn stage(facts: &Facts, id: Option<Uuid>, opportunity: &Document) -> Result<Stage, Violations> {
    let found = facts
        .all::<Stage>("stages")
        .into_iter()
        .find(|stage| Some(stage.head.id) == id);
    let stage = found.ok_or_else(|| Violation::field("stage_id", "unknown_record"))?;
    if opportunity.get("pipeline_id").as_id() != Some(stage.pipeline_id.uuid()) {
        return Err(Violation::field("stage_id", "stage_of_other_pipeline").into());
    }
    Ok(stage)
}

fn stage_of_category(
    facts: &Facts,
    opportunity: &Document,
    category: &StageCategory,
) -> Result<Stage, Violations> {
    let pipeline = opportunity.get("pipeline_id").as_id();
    let mut stages = facts.all::<Stage>("stages");
    stages
        .retain(|stage| Some(stage.pipeline_id.uuid()) == pipeline && stage.category == *category);
    stages.sort_by_key(|stage| (stage.position, stage.head.id));
    stages.into_iter().next().ok_or_else(|| {
        Violation::field("stage_id", "pipeline_without_stage")
            .with("category", category.name())
            .into()
    })
}

fn with_history(
    facts: &Facts,
    opportunity: &Document,
    target: &Stage,
    writes: Writes,
    reason: Option<String>,
) -> Writes {
    let before = facts.read("before").first().unwrap_or(opportunity);
    writes.with(history(
        facts,
        before,
        before.get("stage_id").as_id(),
        target.head.id,
        facts.now,
        reason,
    ))
}

/// What an undo leaves: an opportunity that goes back to a stage has been in the one it leaves.
pub fn undo(facts: &Facts, before: &Document, after: &Document) -> Result<Vec<Effect>, Violations> {
    let stage = |document: &Document| document.get("stage_id").as_id();
    let mut effects = match (stage(before), stage(after)) {
        (Some(from), Some(to)) if from != to => {
            vec![history(facts, before, Some(from), to, facts.now, None)]
        }
        _ => Vec::new(),
    };
    // Competitors go with the decision: where it is taken back, and where taking it back is.
    effects.extend(match (before.text("status"), after.text("status")) {
        (was, is) if was == is => Vec::new(),
        (_, "won") => rivals::beaten(facts),
        (_, "lost") => rivals::lost_to(facts, after),
        ("won" | "lost", "open") => rivals::undone(facts, before),
        _ => Vec::new(),
    });
    Ok(effects)
}

/// The row of the stage history for one move; `opportunity` is the record before it.
pub fn history(
    facts: &Facts,
    opportunity: &Document,
    from: Option<Uuid>,
    to: Uuid,
    at: Instant,
    reason: Option<String>,
) -> Effect {
    history_with(facts.fresh_id(0), opportunity, from, to, at, reason)
}

/// The same under an id of the caller's choice, for those who write several.
pub fn history_with(
    id: Uuid,
    opportunity: &Document,
    from: Option<Uuid>,
    to: Uuid,
    at: Instant,
    reason: Option<String>,
) -> Effect {
    let mut change = Document::new(&STAGE_CHANGE, id);
    let entered = opportunity.get("stage_entered_at").as_instant();
    let seconds = from
        .and(entered)
        .map_or(Value::Null, |entered| Value::Int(at.seconds_since(entered)));
    change.set("opportunity_id", opportunity.id());
    change.set("account_id", opportunity.get("account_id").clone());
    change.set("from_stage_id", from);
    change.set("to_stage_id", to);
    change.set("moved_at", Value::Instant(at));
    change.set("seconds", seconds);
    change.set(
        "reason",
        reason
            .filter(|text| !text.is_empty())
            .map_or(Value::Null, Value::Text),
    );
    Effect::Create(change)
}

/// A record that is created as won or lost: imports bring such; others must win it by the verb.
pub fn close_on_create(
    facts: &Facts,
    opportunity: &mut Document,
    stage: &Stage,
) -> Result<(), Violations> {
    if !facts.importing {
        return Err(Violation::field("stage_id", "start_in_open_stage").into());
    }
    let won = stage.category == StageCategory::Won;
    let stamp = if won { "won_at" } else { "lost_at" };
    let percent = crate::kernel::decimal::Decimal::from_micros(if won { 100_000_000 } else { 0 });
    opportunity.set("status", Value::text(if won { "won" } else { "lost" }));
    opportunity.set(
        "forecast_category",
        Value::text(if won { "closed" } else { "omitted" }),
    );
    opportunity.set("probability", Value::Decimal(percent));
    if *opportunity.get(stamp) == Value::Null {
        opportunity.set(stamp, Value::Instant(facts.now));
    }
    if won && *opportunity.get("rate") == Value::Null {
        let day = decided_on(opportunity).unwrap_or(facts.today);
        for (field, value) in worth::frozen(facts, opportunity, day) {
            opportunity.set(field, value);
        }
    }
    Ok(())
}

/// The day an imported sale was decided.
fn decided_on(opportunity: &Document) -> Option<NaiveDate> {
    match opportunity.get("close_on") {
        Value::Day(day) => Some(*day),
        _ => opportunity.get("won_at").as_instant().map(Instant::utc_day),
    }
}
