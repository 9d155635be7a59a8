//! The dialog of a lead that becomes a customer: which account and contact it is, chosen from those that are perhaps
//! there already, and whether a sale begins.

mod outcome;
mod side;

use guanxi_domain::kernel::problem::FieldError;
use leptos::prelude::*;
use serde_json::{Map, Value as Json};

use super::Asking;
use super::perform::Doing;
use crate::i18n::{I18n, t};
use crate::records::catalogue::Field;
use crate::records::control::{Around, control};
use crate::records::desk::Desk;
use crate::records::failure::{Failure, error_at};
use crate::records::input::Input;
use crate::records::record::{Record, is_empty};
use crate::records::scope::{apart, let_go};
use crate::ui::{
    Banner, Button, ButtonKind, Checkbox, DialogActions, Field as Labelled, Tone, is_sending,
};
use side::Side;

/// Whether a verb is asked about here.
pub fn is_converting(doing: &Doing) -> bool {
    doing.live.entity.name == "lead" && doing.verb.name == "convert"
}

/// Everything that is chosen, and what became of it.
#[derive(Clone)]
struct Converting {
    desk: Desk,
    i18n: I18n,
    doing: Doing,
    sides: Vec<Side>,
    /// Whether a sale begins, and what is known of it.
    begins: RwSignal<bool>,
    sale: Vec<(Field, Input)>,
    errors: RwSignal<Vec<FieldError>>,
    /// What is wrong and belongs to no field.
    general: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    open: RwSignal<bool>,
    done: StoredValue<bool>,
    converted: RwSignal<bool>,
}

/// The form, and in its place what became of the lead.
pub fn form(
    desk: Desk,
    i18n: I18n,
    asking: Asking,
    open: RwSignal<bool>,
    done: StoredValue<bool>,
) -> AnyView {
    let doing = asking.doing.for_good();
    let record = doing.live.record.get_untracked();
    let sides = Side::all(desk, &doing.live.entity, &record);
    let sale = sale_inputs(desk, &doing, &record);
    let converting = Converting {
        desk,
        i18n,
        sides,
        begins: RwSignal::new(false),
        sale,
        errors: RwSignal::new(Vec::new()),
        general: RwSignal::new(None),
        busy: RwSignal::new(false),
        open,
        done,
        converted: RwSignal::new(false),
        doing,
    };
    let (asked, told) = (converting.clone(), converting.clone());
    view! {
        <Show
            when=move || converting.converted.get()
            fallback=move || asked.questions()
        >
            {outcome::became(told.desk, &told.doing.live, told.open)}
        </Show>
    }
    .into_any()
}

/// Name, pipeline and amount of the sale, those of them that this person may see.
fn sale_inputs(desk: Desk, doing: &Doing, record: &Record) -> Vec<(Field, Input)> {
    let names = [
        "opportunity_name",
        "opportunity_pipeline_id",
        "estimated_value",
    ];
    let fields = names
        .iter()
        .filter_map(|name| doing.live.entity.field(name));
    fields
        .map(|field| {
            let input = Input::of(&field, record, desk);
            if field.name == "opportunity_name" {
                let company = record.text("company");
                let usual = if company.is_empty() {
                    record.title(&doing.live.entity)
                } else {
                    company
                };
                input.text.set(usual.to_owned());
            }
            (field, input)
        })
        .collect()
}

impl Converting {
    fn questions(&self) -> AnyView {
        let (pressed, keyed) = (self.clone(), self.clone());
        let (busy, open, general) = (self.busy, self.open, self.general);
        let sides = self
            .sides
            .iter()
            .map(|side| side.view(&self.doing.live.entity));
        let sides = sides.collect_view();
        let (entity, verb) = (
            self.doing.live.entity.name.clone(),
            self.doing.verb.name.clone(),
        );
        let i18n = self.i18n;
        let label = move || i18n.texts().verb(&entity, &verb);
        view! {
            <form class="form" data-draft="" novalidate on:submit=move |event| {
                event.prevent_default();
                pressed.send();
            } on:keydown=move |event| if is_sending(&event) {
                event.prevent_default();
                keyed.send();
            }>
                {move || general.get().map(|words| view! { <Banner tone=Tone::Danger>{words}</Banner> })}
                {sides}
                {self.sale_view()}
                <DialogActions>
                    <Button on_press=move |()| open.set(false)>{t("ui-cancel")}</Button>
                    <Button kind=ButtonKind::Primary busy submit=true>{label}</Button>
                </DialogActions>
            </form>
        }
        .into_any()
    }

    fn sale_view(&self) -> AnyView {
        if !self
            .sale
            .iter()
            .any(|(field, _)| field.name == "opportunity_name")
        {
            return ().into_any();
        }
        let converting = self.clone();
        let begins = self.begins;
        view! {
            <Checkbox checked=begins label=t("ui-convert-opportunity") />
            <Show when=move || begins.get()>
                {converting.sale.iter().map(|(field, input)| converting.labelled(field, *input)).collect_view()}
            </Show>
        }
        .into_any()
    }

    fn labelled(&self, field: &Field, input: Input) -> AnyView {
        let (i18n, errors) = (self.i18n, self.errors);
        let own = field.clone();
        let label = Signal::derive(move || own.label(&i18n.texts()));
        let error = error_at(errors, field.pointer(), i18n);
        let (entity, field) = (self.doing.live.entity.clone(), field.clone());
        let required = field.name == "opportunity_name";
        let around = Around::default();
        apart(move || {
            view! {
                <Labelled label error required>{control(&entity, &field, input, &around, Signal::stored(String::new()))}</Labelled>
            }
            .into_any()
        })
    }

    /// What the verb takes along; what cannot be read stands at its field.
    fn given(&self) -> Option<Map<String, Json>> {
        let mut given = Map::new();
        for side in &self.sides {
            if let Some(id) = side.chosen_id() {
                given.insert(side.field.name.clone(), Json::String(id));
            }
        }
        if !self.begins.get_untracked() {
            return Some(given);
        }
        let mut faults = Vec::new();
        for (field, input) in &self.sale {
            match untrack(|| input.read(field)) {
                Ok(value) if is_empty(&value) && field.name == "opportunity_name" => {
                    faults.push(crate::records::check::fault(field.pointer(), "required"));
                }
                Ok(value) if is_empty(&value) => {}
                Ok(value) => drop(given.insert(field.name.clone(), value)),
                Err(code) => faults.push(crate::records::check::fault(field.pointer(), code)),
            }
        }
        let whole = faults.is_empty();
        self.errors.set(faults);
        whole.then_some(given)
    }

    fn send(&self) {
        if self.busy.get_untracked() {
            return;
        }
        let Some(given) = self.given() else { return };
        self.general.set(None);
        self.busy.set(true);
        let converting = self.clone();
        let mut doing = self.doing.clone();
        doing.given.extend(given);
        leptos::task::spawn_local(async move {
            let answer = doing.send(converting.desk, Map::new()).await;
            converting.busy.try_set(false);
            converting.told(answer);
        });
    }

    fn told(&self, answer: Result<(), Failure>) {
        let Err(failure) = answer else {
            self.done.try_set_value(true);
            let_go();
            self.converted.try_set(true);
            return;
        };
        let known = |error: &FieldError| {
            let at = error.pointer.as_deref();
            self.sale
                .iter()
                .any(|(field, _)| at == Some(&field.pointer()))
        };
        let errors = failure.errors();
        if !errors.is_empty() && errors.iter().all(known) {
            self.errors.try_set(errors.to_vec());
        } else {
            let words = failure.sentence(&untrack(|| self.i18n.texts()));
            self.general.try_set(Some(words));
        }
    }
}
