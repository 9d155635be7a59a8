//! Opportunities: possible sales on their way through a pipeline.

pub mod exits;
pub mod handover;
pub mod moves;
pub mod rivals;
pub mod standing;
mod worth;

use chrono::NaiveDate;
use rust_decimal::Decimal as Wide;
use uuid::Uuid;

use super::competitors::Competitor;
use super::opportunity_competitors::OPPORTUNITY_COMPETITOR;
use super::opportunity_lines::{OPPORTUNITY_LINE, OpportunityLine};
use super::opportunity_splits::{self, OPPORTUNITY_SPLIT};
use super::pipelines::{self, PIPELINE, Pipeline};
use super::stages::{STAGE, Stage, StageCategory};
use crate::choice;
use crate::customers::accounts::Account;
use crate::customers::contacts::Contact;
use crate::kernel::catalogue::{Collection, Entity, Totals};
use crate::kernel::computed::{Check, Computed, Formula, Term};
use crate::kernel::currency::{Currency, Money};
use crate::kernel::decimal::Decimal;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Read, ReadFrom};
use crate::kernel::field::{Field, Format, Id, Initial};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::record::Record;
use crate::kernel::rules::{FieldRule, one_of};
use crate::kernel::time::Instant;
use crate::kernel::value::Value;
use crate::kernel::verb::{Ask, Verb};
use crate::platform::currency_rates::CURRENCY_RATE;
use crate::record;

choice! {
    /// Whether a sale is still to be won.
    pub enum OpportunityStatus { Open = "open", Won = "won", Lost = "lost" }
}

choice! {
    /// How surely the owner counts on it. Source: feature S09.
    pub enum ForecastCategory {
        Pipeline = "pipeline", BestCase = "best_case", Commit = "commit", Closed = "closed", Omitted = "omitted",
    }
}

choice! {
    /// Why a sale was lost; workspaces add their own.
    pub enum LostReason {
        Price = "price", Competitor = "competitor", Product = "product", Timing = "timing", Budget = "budget",
        NoDecision = "no_decision", NoContact = "no_contact", Misc = "other",
    }
}

record! {
    /// A possible sale.
    pub struct Opportunity of OPPORTUNITY: System {
        /// What people call it.
        name: String [max(255), keyed(), search(), fact()],
        /// Who would buy.
        account_id: Option<Id<Account>> [fact()],
        /// Whom we talk to first.
        primary_contact_id: Option<Id<Contact>> [fact()],
        /// Which way of selling.
        pipeline_id: Id<Pipeline> [on_create(), filled(), fact()],
        /// Where it stands; changes by the verb `move`.
        stage_id: Id<Stage> [on_create(), filled(), fact()],
        /// Open, won or lost; follows from the stage.
        status: OpportunityStatus [by_verb(), or(Initial::Text("open")), fact()],
        /// The currency of its lines and amount.
        currency: String [max(3), format(Format::Currency), or(Initial::CompanyCurrency)],
        /// What it is worth: the sum of its lines, or an estimate while it has none.
        amount: Option<Money> [fact()],
        /// How likely it is won, in percent; the stage's unless said otherwise.
        probability: Option<Decimal> [range(0, 100_000_000), format(Format::Percent), fact()],
        /// Amount × probability.
        weighted: Option<Money> [derived()],
        /// When it is expected to be decided; when it was, once it is.
        close_on: Option<NaiveDate> [fact()],
        /// How often the expected day was put off.
        push_count: i64 [derived(), or(Initial::Int(0))],
        /// How surely the owner counts on it.
        forecast_category: ForecastCategory [or(Initial::Text("pipeline")), fact()],
        /// What is to be done next.
        next_step: Option<String> [max(500), fact()],
        /// When.
        next_step_on: Option<NaiveDate> [fact()],
        /// Since when it stands where it stands.
        stage_entered_at: Option<Instant> [by_verb()],
        /// When it was won.
        won_at: Option<Instant> [by_verb()],
        /// When it was lost.
        lost_at: Option<Instant> [by_verb()],
        /// Why it was lost.
        lost_reason: Option<LostReason> [by_verb(), grows()],
        /// To which competitor.
        lost_to_id: Option<Id<Competitor>> [by_verb()],
        /// What is to be learnt from it.
        lost_notes: Option<String> [multiline(), by_verb()],
        /// Why it was opened again.
        reopen_reason: Option<String> [multiline(), by_verb()],
        /// The rate at which its amount counts in the company's currency: frozen when it is won.
        rate: Option<Decimal> [by_verb()],
        /// The day of which that rate is.
        rate_on: Option<NaiveDate> [by_verb()],
        /// Its amount in the company's currency, frozen when it is won; empty where no rate was known.
        base_amount: Option<Money> [derived()],
        /// Anything else worth knowing.
        description: Option<String> [multiline()],
    }
}

/// Opportunities.
pub static OPPORTUNITY: Entity = Entity {
    computed: &[
        // How long it stands in its stage; what is decided stands nowhere any more.
        Computed {
            field: Field::of::<Option<i64>>("days_in_stage").derived(),
            formula: Formula::While(
                &[Check::Is("status", "open")],
                &Formula::Days(Term::Field("stage_entered_at"), Term::Now),
            ),
        },
        // How long it has been open, or was until it was decided.
        Computed {
            field: Field::of::<i64>("age_days").derived(),
            formula: Formula::Days(
                Term::Field("created_at"),
                Term::FirstOrNow(&["won_at", "lost_at"]),
            ),
        },
    ],
    collections: &[
        Collection {
            name: "lines",
            entity: || &OPPORTUNITY_LINE,
        },
        Collection {
            name: "split",
            entity: || &OPPORTUNITY_SPLIT,
        },
    ],
    state: Some("status"),
    verbs: &[
        Verb {
            name: "move",
            from: &["open"],
            to: None,
            asks: &[
                Ask::required("stage_id"),
                Ask::optional("next_step"),
                Ask::optional("next_step_on"),
                Ask::optional("lost_reason"),
                Ask::optional("lost_to_id"),
                Ask::optional("lost_notes"),
            ],
            needs: &[],
            reads: MOVING,
            rule: moves::step,
        },
        Verb {
            name: "win",
            from: &["open"],
            to: Some("won"),
            asks: &[
                Ask::optional("close_on"),
                Ask::optional("primary_contact_id"),
                Ask::optional("amount"),
            ],
            needs: moves::WIN_NEEDS,
            reads: MOVING,
            rule: moves::win,
        },
        Verb {
            name: "lose",
            from: &["open"],
            to: Some("lost"),
            asks: &[
                Ask::required("lost_reason"),
                Ask::optional("lost_to_id"),
                Ask::optional("lost_notes"),
            ],
            needs: &[],
            reads: MOVING,
            rule: moves::lose,
        },
        Verb {
            name: "reopen",
            from: &["won", "lost"],
            to: Some("open"),
            asks: &[Ask::required("reopen_reason"), Ask::optional("stage_id")],
            needs: &[],
            reads: MOVING,
            rule: moves::reopen,
        },
    ],
    rules: &[
        FieldRule {
            when: || one_of("status", &["won", "lost"]),
            require: &[],
            lock: &["amount", "currency", "lines", "probability", "account_id"],
            hide: &["next_step", "next_step_on"],
        },
        FieldRule {
            when: || one_of("status", &["lost"]),
            require: &["lost_reason"],
            lock: &[],
            hide: &[],
        },
        FieldRule {
            when: || one_of("status", &["open", "won"]),
            require: &[],
            lock: &[],
            hide: &["lost_reason", "lost_to_id", "lost_notes", "lost_at"],
        },
    ],
    reads: &[
        Read {
            name: "pipelines",
            from: ReadFrom::All(|| &PIPELINE),
        },
        Read {
            name: "stages",
            from: ReadFrom::All(|| &STAGE),
        },
        RIVALS,
    ],
    reads_on_create: &[
        Read {
            name: "team",
            from: ReadFrom::Target("team_id"),
        },
        RATES,
    ],
    decide,
    derive,
    undo: moves::undo,
    anchor: true,
    custom: true,
    board: Some("stage_id"),
    totals: Some(Totals {
        table: "opportunity_totals",
        by: &[
            "pipeline_id",
            "stage_id",
            "status",
            "forecast_category",
            "owner_id",
            "team_id",
        ],
        sums: &["amount", "weighted"],
    }),
    brief: &["stage_id", "amount", "close_on"],
    ..Entity::root("opportunity", "opportunities", Opportunity::FIELDS)
};

/// Who else is after the sale.
const RIVALS: Read = Read {
    name: rivals::READ,
    from: ReadFrom::Where {
        entity: || &OPPORTUNITY_COMPETITOR,
        field: "opportunity_id",
        equals: "id",
    },
};

/// What its currency was worth when.
const RATES: Read = Read {
    name: "rates",
    from: ReadFrom::Where {
        entity: || &CURRENCY_RATE,
        field: "currency",
        equals: "currency",
    },
};

/// What the verbs look at: the stages, what their criteria may ask about, and what is settled with the sale.
const MOVING: &[Read] = &[
    Read {
        name: "stages",
        from: ReadFrom::All(|| &STAGE),
    },
    Read {
        name: "account",
        from: ReadFrom::Target("account_id"),
    },
    Read {
        name: "contact",
        from: ReadFrom::Target("primary_contact_id"),
    },
    RIVALS,
    RATES,
];

fn decide(
    facts: &Facts,
    before: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    opportunity_splits::check(after)?;
    match before {
        None => start(facts, after),
        Some(before) => {
            count_push(before, after);
            settle_currency(after, before.get("currency"))?;
            Ok(Vec::new())
        }
    }
}

/// A new opportunity: finds pipeline and stage when the caller did not say, and opens its history.
pub(super) fn start(facts: &Facts, after: &mut Document) -> Result<Vec<Effect>, Violations> {
    let before = after.get("currency").clone();
    settle_currency(after, &before)?;
    let stage = first_stage(facts, after)?;
    may_use(facts, &stage, after.team())?;
    after.set("pipeline_id", Value::Id(stage.pipeline_id.uuid()));
    after.set("stage_id", Value::Id(stage.head.id));
    if *after.get("probability") == Value::Null {
        after.set("probability", Value::Decimal(stage.probability));
    }
    let entered = after
        .get("stage_entered_at")
        .as_instant()
        .unwrap_or(facts.now);
    after.set("stage_entered_at", Value::Instant(entered));
    if stage.category != StageCategory::Open {
        moves::close_on_create(facts, after, &stage)?;
    }
    Ok(vec![moves::history(
        facts,
        after,
        None,
        stage.head.id,
        entered,
        None,
    )])
}

fn first_stage(facts: &Facts, after: &Document) -> Result<Stage, Violations> {
    let mut stages = facts.all::<Stage>("stages");
    stages.sort_by_key(|stage| (stage.position, stage.head.id));
    if let Some(wanted) = after.get("stage_id").as_id() {
        let stage = stages.into_iter().find(|stage| stage.head.id == wanted);
        let stage = stage.ok_or_else(|| Violation::field("stage_id", "unknown_record"))?;
        let pipeline = after.get("pipeline_id").as_id();
        if pipeline.is_some_and(|pipeline| pipeline != stage.pipeline_id.uuid()) {
            return Err(Violation::field("stage_id", "stage_of_other_pipeline").into());
        }
        return Ok(stage);
    }
    let pipeline = after
        .get("pipeline_id")
        .as_id()
        .or_else(|| default_pipeline(facts, after.team()));
    let pipeline = pipeline.ok_or_else(|| Violation::field("pipeline_id", "required"))?;
    let first = stages.into_iter().find(|stage| {
        stage.pipeline_id.uuid() == pipeline && stage.category == StageCategory::Open
    });
    first.ok_or_else(|| Violation::field("pipeline_id", "pipeline_without_stages").into())
}

/// The team's own pipeline, else the usual one, of those it may use.
fn default_pipeline(facts: &Facts, team: Option<Uuid>) -> Option<Uuid> {
    let of_team = facts
        .read("team")
        .first()
        .and_then(|team| team.get("pipeline_id").as_id());
    let mut pipelines: Vec<&Document> = facts
        .read("pipelines")
        .iter()
        .filter(|pipeline| pipelines::is_for(pipeline, team))
        .collect();
    pipelines.sort_by_key(|pipeline| {
        (
            Some(pipeline.id()) != of_team,
            *pipeline.get("is_default") != Value::Bool(true),
            pipeline.get("position").as_int(),
            pipeline.id(),
        )
    });
    pipelines.first().map(|pipeline| pipeline.id())
}

/// A pipeline kept for some teams takes no opportunities of others. What is imported stands where it stood.
fn may_use(facts: &Facts, stage: &Stage, team: Option<Uuid>) -> Result<(), Violations> {
    let pipeline = stage.pipeline_id.uuid();
    let known = facts
        .read("pipelines")
        .iter()
        .find(|one| one.id() == pipeline);
    if facts.importing || known.is_none_or(|known| pipelines::is_for(known, team)) {
        return Ok(());
    }
    Err(Violation::field("pipeline_id", "pipeline_of_other_team").into())
}

/// Putting the day off counts; bringing it forward does not.
fn count_push(before: &Document, after: &mut Document) {
    if let (Value::Day(was), Value::Day(is)) = (before.get("close_on"), after.get("close_on"))
        && is > was
        && after.text("status") == "open"
    {
        let count = before.get("push_count").as_int().unwrap_or(0);
        after.set("push_count", Value::Int(count + 1));
    }
}

/// Amount and lines are in one currency. Giving an amount in another one changes the currency,
/// unless lines or an explicit currency say otherwise.
fn settle_currency(after: &mut Document, before: &Value) -> Result<(), Violations> {
    let Value::Money(amount) = after.get("amount").clone() else {
        return Ok(());
    };
    let code = Value::text(amount.currency.code());
    if *after.get("currency") == code {
        return Ok(());
    }
    if !after.rows("lines").is_empty() {
        // The amount is computed from the lines in the opportunity's currency.
        return Ok(());
    }
    if after.get("currency") != before {
        return Err(Violation::field("amount", "currency_mismatch").into());
    }
    after.set("currency", code);
    Ok(())
}

fn derive(facts: &Facts, opportunity: &mut Document) -> Result<(), Violations> {
    let currency: Currency = opportunity
        .text("currency")
        .parse()
        .map_err(|_| Violation::field("currency", "unknown_currency"))?;
    sum_lines(opportunity, currency)?;
    let weighted = match (opportunity.get("amount"), opportunity.get("probability")) {
        (Value::Money(amount), Value::Decimal(percent)) => {
            let share = percent.wide() / Wide::ONE_HUNDRED;
            amount
                .major()
                .checked_mul(share)
                .and_then(|major| Money::round(major, currency))
        }
        _ => None,
    };
    opportunity.set("weighted", weighted.map_or(Value::Null, Value::Money));
    worth::derive(facts, opportunity);
    Ok(())
}

/// With lines, the amount is the sum of their rounded nets (rounding rule of the documents).
fn sum_lines(opportunity: &mut Document, currency: Currency) -> Result<(), Violations> {
    let mut lines = opportunity.whole_rows::<OpportunityLine>("lines")?;
    if lines.is_empty() {
        return Ok(());
    }
    let mut total = Money { minor: 0, currency };
    for (i, line) in lines.iter_mut().enumerate() {
        let at = || Violation::at(format!("/lines/{i}/quantity"), "out_of_range");
        let net = line.net_in(currency).ok_or_else(at)?;
        line.net = Some(net);
        total = total.checked_add(net).ok_or_else(at)?;
    }
    if let Some(rows) = opportunity.rows_mut("lines") {
        *rows = lines.into_iter().map(Record::into_values).collect();
    }
    opportunity.set("amount", Value::Money(total));
    Ok(())
}
