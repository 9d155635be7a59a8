//! What a manager does about a sale from the map: give it to somebody else, ask its owner, set the next step.

use leptos::prelude::*;
use serde_json::{Map, Value as Json, json};

use crate::i18n::{I18n, t};
use crate::records::api::fresh_id;
use crate::records::catalogue::{Entity, Field};
use crate::records::control::{Around, control};
use crate::records::desk::{Change, Desk};
use crate::records::failure::Failure;
use crate::records::input::Input;
use crate::records::record::{Record, is_empty};
use crate::records::scope::{apart, let_go};
use crate::ui::{Banner, Button, ButtonKind, Field as Labelled, Toasts, Tone};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Reassign,
    Ask,
    NextStep,
}

impl Act {
    const fn label(self) -> &'static str {
        match self {
            Self::Reassign => "ui-map-reassign",
            Self::Ask => "ui-map-ask",
            Self::NextStep => "ui-map-next-step",
        }
    }

    const fn done(self) -> &'static str {
        match self {
            Self::Reassign => "ui-map-reassigned",
            Self::Ask => "ui-map-asked",
            Self::NextStep => "ui-map-next-step-set",
        }
    }

    /// Whether this person may.
    fn is_open(self, desk: Desk, entity: &Entity) -> bool {
        let edits = |name: &str| {
            entity
                .field(name)
                .is_some_and(|field| entity.may_edit(&field))
        };
        match self {
            Self::Reassign => entity.may.assign && edits("owner_id"),
            Self::Ask => desk
                .entity("activity")
                .is_some_and(|activity| activity.may.create),
            Self::NextStep => edits("next_step") && edits("next_step_on"),
        }
    }

    /// The fields to fill, all of them, with the entity they are of.
    fn fields(self, desk: Desk, entity: &Entity) -> Vec<(Entity, Field)> {
        let (of, names): (Option<Entity>, &[&str]) = match self {
            Self::Reassign => (Some(entity.clone()), &["owner_id"]),
            Self::Ask => (desk.entity("activity"), &["subject"]),
            Self::NextStep => (Some(entity.clone()), &["next_step", "next_step_on"]),
        };
        let Some(of) = of else { return Vec::new() };
        names
            .iter()
            .filter_map(|name| Some((of.clone(), of.field(name)?)))
            .collect()
    }
}

/// The acts of one sale: buttons, and the form of the one chosen. The record is taken over as each act leaves it.
pub fn acts(entity: &Entity, record: RwSignal<Record>) -> AnyView {
    let desk = Desk::here();
    let chosen = RwSignal::new(None::<Act>);
    let offered = [Act::NextStep, Act::Ask, Act::Reassign]
        .into_iter()
        .filter(|act| act.is_open(desk, entity));
    let buttons = offered
        .map(|act| {
            let press = move |()| {
                let_go();
                chosen.update(|chosen| *chosen = (*chosen != Some(act)).then_some(act));
            };
            view! { <Button kind=ButtonKind::Quiet small=true on_press=press>{t(act.label())}</Button> }
        })
        .collect_view();
    let entity = entity.clone();
    view! {
        <div class="map-acts">{buttons}</div>
        {move || chosen.get().map(|act| form(&entity, record, act, chosen))}
    }
    .into_any()
}

/// What is typed for an act.
#[derive(Clone)]
struct Draft {
    inputs: Vec<(Entity, Field, Input)>,
    /// What is wrong with single fields, by path.
    faults: RwSignal<Vec<(String, &'static str)>>,
}

impl Draft {
    fn of(act: Act, desk: Desk, entity: &Entity) -> Self {
        let inputs = act.fields(desk, entity).into_iter().map(|(of, field)| {
            let input = Input::holding(&field, &Json::Null, desk);
            (of, field, input)
        });
        Self {
            inputs: inputs.collect(),
            faults: RwSignal::new(Vec::new()),
        }
    }

    /// The values, when there is one for every field; what is wrong is said beside the fields else.
    fn read(&self) -> Option<Map<String, Json>> {
        let (mut values, mut faults) = (Map::new(), Vec::new());
        for (_, field, input) in &self.inputs {
            let path = field.path().to_owned();
            match untrack(|| input.read(field)) {
                Ok(value) if is_empty(&value) => faults.push((path, "required")),
                Ok(value) => drop(values.insert(path, value)),
                Err(code) => faults.push((path, code)),
            }
        }
        let whole = faults.is_empty();
        self.faults.set(faults);
        whole.then_some(values)
    }

    fn controls(&self) -> AnyView {
        let labelled =
            |(of, field, input): &(Entity, Field, Input)| labelled(of, field, *input, self.faults);
        self.inputs.iter().map(labelled).collect_view().into_any()
    }
}

fn form(
    entity: &Entity,
    record: RwSignal<Record>,
    act: Act,
    chosen: RwSignal<Option<Act>>,
) -> AnyView {
    let (desk, i18n, toasts) = (Desk::here(), I18n::here(), Toasts::here());
    let draft = Draft::of(act, desk, entity);
    let controls = draft.controls();
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let (entity, key) = (entity.clone(), fresh_id());
    let send = move || {
        error.set(None);
        let Some(values) = draft.read() else { return };
        busy.set(true);
        let (entity, key) = (entity.clone(), key.clone());
        leptos::task::spawn_local(async move {
            let answer = perform(desk, &entity, record, act, values, &key).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    toasts.say(untrack(|| i18n.text(act.done())));
                    chosen.try_set(None);
                }
                Err(failure) => {
                    error.try_set(Some(failure.sentence(&untrack(|| i18n.texts()))));
                }
            }
        });
    };
    view! {
        <form class="map-form" data-draft="" on:submit=move |event| {
            event.prevent_default();
            send();
        }>
            {controls}
            {move || error.get().map(|reason| view! { <Banner tone=Tone::Danger>{reason}</Banner> })}
            <Button kind=ButtonKind::Primary busy submit=true>{t("ui-apply")}</Button>
        </form>
    }
    .into_any()
}

fn labelled(
    of: &Entity,
    field: &Field,
    input: Input,
    faults: RwSignal<Vec<(String, &'static str)>>,
) -> AnyView {
    let i18n = I18n::here();
    let (of, named, field) = (of.clone(), field.clone(), field.clone());
    let label = Signal::derive(move || named.label(&i18n.texts()));
    let path = field.path().to_owned();
    let error = Signal::derive(move || {
        let code = faults.with(|faults| {
            faults
                .iter()
                .find(|(of, _)| *of == path)
                .map(|(_, code)| *code)
        });
        code.map(|code| i18n.text(&problem_key(code)))
    });
    apart(move || {
        view! {
            <Labelled label error required=true>
                {control(&of, &field, input, &Around::default(), Signal::stored(String::new()))}
            </Labelled>
        }
        .into_any()
    })
}

fn problem_key(code: &str) -> String {
    format!("problem-{}", code.replace('_', "-"))
}

/// Does it. A sale that somebody changed meanwhile is left as it is, and that is said.
async fn perform(
    desk: Desk,
    entity: &Entity,
    record: RwSignal<Record>,
    act: Act,
    values: Map<String, Json>,
    key: &str,
) -> Result<(), Failure> {
    let before = record.try_get_untracked().ok_or_else(Failure::missing)?;
    if act == Act::Ask {
        let activity = desk.entity("activity").ok_or_else(Failure::missing)?;
        let mut task = values;
        task.insert("kind".to_owned(), json!("task"));
        task.insert("owner_id".to_owned(), before.get("owner_id").clone());
        task.insert("anchor_entity".to_owned(), json!(entity.name));
        task.insert("anchor_id".to_owned(), json!(before.id()));
        let made = desk
            .api
            .create(&activity.plural, Json::Object(task), key)
            .await?;
        desk.tell(&activity.name, made.id(), Change::Created);
        return Ok(());
    }
    let (id, body) = (before.id(), Json::Object(values));
    let changed = desk
        .api
        .patch(&entity.plural, id, before.version(), body)
        .await?;
    record.try_set(changed.keeping(&before, entity));
    desk.tell(&entity.name, id, Change::Is(changed));
    Ok(())
}
