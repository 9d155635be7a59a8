//! The small form before a verb.

use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::problem::FieldError;
use leptos::prelude::*;
use serde_json::{Map, Value as Json};
use wasm_split_helpers::wasm_split;

use super::Asking;
use super::perform::{Doing, parted};
use super::{check_in, convert};
use crate::i18n::{I18n, t};
use crate::later::{Part, later};
use crate::records::catalogue::{Entity, Field};
use crate::records::check::fault;
use crate::records::chips::choice_chips;
use crate::records::control::{Around, control};
use crate::records::desk::Desk;
use crate::records::failure::{Failure, error_at, said};
use crate::records::input::Input;
use crate::records::narrow::is_narrow;
use crate::records::record::{Record, is_empty};
use crate::records::scope::{apart, let_go};
use crate::ui::{
    Banner, Button, ButtonKind, Dialog, DialogActions, DialogSize, Field as Labelled, Formats,
    Tone, is_sending, spoken,
};

/// Shows the form while a verb waits for fields.
pub fn host() -> AnyView {
    let (desk, i18n) = (Desk::here(), I18n::here());
    let open = RwSignal::new(false);
    let done = StoredValue::new(false);
    Effect::new(move |_| {
        if desk.asking.with(Option::is_some) {
            done.set_value(false);
            open.set(true);
        }
    });
    let title = Signal::derive(move || {
        let Some(asking) = desk.asking.get() else {
            return String::new();
        };
        i18n.texts()
            .verb(&asking.doing.live.entity.name, &asking.doing.verb.name)
    });
    let closed = move |()| {
        let_go();
        let asking = desk.asking.try_update(Option::take).flatten();
        if let (Some(asking), false) = (asking, done.get_value()) {
            asking.doing.give_up();
        }
    };
    view! {
        <Dialog open title size=DialogSize::Small on_close=closed>
            {move || desk.asking.get().map(|asking| {
                later(fetch_question, move || question_part(desk, i18n, asking.clone(), open, done))
            })}
        </Dialog>
    }
    .into_any()
}

#[wasm_split(forms, fallible, preload(fetch_question))]
fn question_part(
    desk: Desk,
    i18n: I18n,
    asking: Asking,
    open: RwSignal<bool>,
    done: StoredValue<bool>,
) -> Part {
    Ok(if convert::is_converting(&asking.doing) {
        convert::form(desk, i18n, asking, open, done)
    } else if check_in::is_check_in(&asking.doing.verb) {
        check_in::form(desk, i18n, asking, open, done)
    } else {
        form(desk, i18n, asking, open, done)
    })
}

/// The fields asked for, and what became of the answer.
#[derive(Clone)]
struct Answering {
    desk: Desk,
    i18n: I18n,
    doing: Doing,
    inputs: Vec<(Field, Input, bool)>,
    errors: RwSignal<Vec<FieldError>>,
    /// What is wrong and belongs to no field.
    general: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    open: RwSignal<bool>,
    done: StoredValue<bool>,
}

fn form(
    desk: Desk,
    i18n: I18n,
    asking: Asking,
    open: RwSignal<bool>,
    done: StoredValue<bool>,
) -> AnyView {
    let record = asking.doing.live.record.get_untracked();
    let entity = asking.doing.live.entity.clone();
    let name = record.title(&entity).to_owned();
    let verb = asking.doing.verb.name.clone();
    let answering = Answering {
        desk,
        i18n,
        inputs: inputs_of(&asking, &record, desk),
        errors: RwSignal::new(asking.errors),
        doing: asking.doing,
        general: RwSignal::new(None),
        busy: RwSignal::new(false),
        open,
        done,
    };
    let (busy, errors, general) = (answering.busy, answering.errors, answering.general);
    let around = answering.around(&entity, &record);
    let shown = answering
        .inputs
        .iter()
        .map(|(field, input, required)| {
            let (entity, field, around) = (entity.clone(), field.clone(), around.clone());
            let (input, required) = (*input, *required);
            apart(move || labelled(&entity, &field, input, required, &around, errors, i18n))
        })
        .collect_view();
    let label = {
        let entity = entity.name.clone();
        move || i18n.texts().verb(&entity, &verb)
    };
    let (pressed, keyed) = (answering.clone(), answering);
    view! {
        <form class="form" data-draft="" novalidate on:submit=move |event| {
            event.prevent_default();
            pressed.send();
        } on:keydown=move |event| if is_sending(&event) {
            event.prevent_default();
            keyed.send();
        }>
            <p class="muted">{spoken(Formats::here(), name)}</p>
            {move || general.get().map(|words| view! { <Banner tone=Tone::Danger>{words}</Banner> })}
            {move || strangers(errors, &around.inputs, i18n)}
            {shown}
            <DialogActions>
                <Button on_press=move |()| open.set(false)>{t("ui-cancel")}</Button>
                <Button kind=ButtonKind::Primary busy submit=true>{label}</Button>
            </DialogActions>
        </form>
    }
    .into_any()
}

fn inputs_of(asking: &Asking, record: &Record, desk: Desk) -> Vec<(Field, Input, bool)> {
    let entity = &asking.doing.live.entity;
    let known = asking
        .fields
        .iter()
        .filter_map(|(path, required)| entity.field(path).map(|field| (field, *required)));
    known
        .map(|(field, required)| {
            let input = Input::of(&field, record, desk);
            (field, input, required)
        })
        .collect()
}

impl Answering {
    fn around(&self, entity: &Entity, record: &Record) -> Around {
        let sent = self.clone();
        Around {
            inputs: self
                .inputs
                .iter()
                .map(|(field, input, _)| (field.clone(), *input))
                .collect(),
            fixed: references(entity, record),
            on_submit: Some(Callback::new(move |()| sent.send())),
            ..Around::default()
        }
    }

    /// Does it with what was typed; what the server refuses stands at its field.
    fn send(&self) {
        if self.busy.get_untracked() {
            return;
        }
        let typed = match typed(&self.inputs) {
            Ok(typed) => typed,
            Err(faults) => return self.errors.set(faults),
        };
        self.errors.set(Vec::new());
        self.general.set(None);
        self.busy.set(true);
        let answering = self.clone();
        let mut doing = self.doing.clone();
        let (given, patch) = parted(&doing.verb, typed);
        doing.given.extend(given);
        leptos::task::spawn_local(async move {
            let answer = doing.send(answering.desk, patch).await;
            answering.busy.try_set(false);
            answering.told(answer);
        });
    }

    fn told(&self, answer: Result<(), Failure>) {
        match answer {
            Ok(()) => {
                self.done.try_set_value(true);
                let_go();
                self.open.try_set(false);
            }
            Err(failure) if failure.errors().is_empty() => {
                let words = failure.sentence(&untrack(|| self.i18n.texts()));
                self.general.try_set(Some(words));
            }
            Err(failure) => drop(self.errors.try_set(failure.errors().to_vec())),
        }
    }
}

fn labelled(
    entity: &Entity,
    field: &Field,
    input: Input,
    required: bool,
    around: &Around,
    errors: RwSignal<Vec<FieldError>>,
    i18n: I18n,
) -> AnyView {
    let own = field.clone();
    let label = Signal::derive(move || own.label(&i18n.texts()));
    let error = error_at(errors, field.pointer(), i18n);
    let (entity, field, around) = (entity.clone(), field.clone(), around.clone());
    // On a phone a list takes two taps, and the reason is what the question is about.
    let at_one_tap = required && field.kind == Kind::Choice && is_narrow().get_untracked();
    if at_one_tap {
        let chips = choice_chips(&field, input.text);
        return view! { <Labelled label error group=true>{chips}</Labelled> }.into_any();
    }
    view! {
        <Labelled label error required>{control(&entity, &field, input, &around, Signal::stored(String::new()))}</Labelled>
    }
    .into_any()
}

/// What is wrong elsewhere than in the fields asked for.
fn strangers(errors: RwSignal<Vec<FieldError>>, asked: &[(Field, Input)], i18n: I18n) -> AnyView {
    let asked: Vec<String> = asked.iter().map(|(field, _)| field.pointer()).collect();
    let elsewhere = |error: &&FieldError| {
        !error
            .pointer
            .as_ref()
            .is_some_and(|pointer| asked.contains(pointer))
    };
    let texts = i18n.texts();
    let words: Vec<String> = errors
        .get()
        .iter()
        .filter(elsewhere)
        .map(|error| said(error, &texts))
        .collect();
    let each = words
        .into_iter()
        .map(|words| view! { <Banner tone=Tone::Danger>{words}</Banner> });
    each.collect_view().into_any()
}

fn typed(inputs: &[(Field, Input, bool)]) -> Result<Map<String, Json>, Vec<FieldError>> {
    let (mut typed, mut faults) = (Map::new(), Vec::new());
    for (field, input, required) in inputs {
        match untrack(|| input.read(field)) {
            Ok(value) if *required && is_empty(&value) => {
                faults.push(fault(field.pointer(), "required"))
            }
            Ok(value) if is_empty(&value) => {}
            Ok(value) => drop(typed.insert(field.name.clone(), value)),
            Err(code) => faults.push(fault(field.pointer(), code)),
        }
    }
    if faults.is_empty() {
        Ok(typed)
    } else {
        Err(faults)
    }
}

/// The records that the record refers to, for inputs kept inside one of them.
fn references(entity: &Entity, record: &Record) -> Vec<(String, String)> {
    let fields = entity
        .fields()
        .iter()
        .filter(|field| field.target.is_some());
    fields
        .map(|field| {
            (
                field.path().to_owned(),
                record.text(field.path()).to_owned(),
            )
        })
        .collect()
}
