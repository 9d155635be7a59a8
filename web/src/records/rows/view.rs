//! The inputs of the rows: a grid where there is room, stacked where there is not.

use guanxi_domain::kernel::currency::Money;
use guanxi_domain::kernel::field::{Format, Kind, Write};
use guanxi_domain::kernel::problem::FieldError;
use leptos::prelude::*;
use serde_json::{Map, Value as Json};

use super::model::{EditedRow, RowsEditor};
use crate::i18n::{I18n, t, t_with};
use crate::records::catalogue::{Entity, Field};
use crate::records::control::{Around, control};
use crate::records::desk::Desk;
use crate::records::failure::said;
use crate::records::input::Input;
use crate::records::record::Record;
use crate::records::scope::apart;
use crate::records::show::{Show, Spot, money_of};
use crate::ui::{Button, ButtonKind, Checkbox, Field as Labelled, IconButton, MoneyText};

/// The record with the values computed from the rows typed so far.
pub type Totals = Signal<Option<Map<String, Json>>>;

/// The rows with their inputs, and what they add up to.
pub fn rows_view(
    entity: &Entity,
    editor: &RowsEditor,
    errors: RwSignal<Vec<FieldError>>,
    totals: Totals,
) -> AnyView {
    let i18n = I18n::here();
    let fields: Vec<Field> = editor.fields().cloned().collect();
    let heads = fields.iter().map(|field| {
        let (field, figure) = (field.clone(), field.is_figure());
        view! { <span class:figure=figure>{move || field.label(&i18n.texts())}</span> }
    });
    let (owner, made, add) = (entity.clone(), editor.clone(), editor.clone());
    let each = move |row: EditedRow| row_view(&owner, &made, row, errors, totals);
    let any = editor.rows;
    let tracks = tracks(&fields);
    view! {
        <div class="rows" class:rows-brief=editor.brief style:--rows-tracks=tracks>
            <div class="rows-head" aria-hidden="true" class:rows-head-none=move || any.with(Vec::is_empty)>
                {heads.collect_view()}
            </div>
            <For each=move || any.get() key=|row| row.key.clone() let:row>{each(row)}</For>
            <div class="rows-foot">
                <Button kind=ButtonKind::Quiet small=true icon="plus" on_press=move |()| add.add()>{t("ui-row-add")}</Button>
                {sums(editor, totals)}
            </div>
        </div>
    }
    .into_any()
}

/// The widths of the columns.
fn tracks(fields: &[Field]) -> String {
    let track = |field: &Field| match (field.kind, field.format) {
        (Kind::Bool, _) => "3.5rem",
        (Kind::Decimal, Format::Percent) => "minmax(4rem,0.7fr)",
        (Kind::Decimal | Kind::Int, _) => "minmax(4.5rem,0.9fr)",
        (Kind::Money, _) => "minmax(6rem,1.1fr)",
        (Kind::Choice, _) => "minmax(6rem,1fr)",
        _ => "minmax(7rem,2fr)",
    };
    let mut tracks: Vec<&str> = fields.iter().map(track).collect();
    tracks.push("auto");
    tracks.join(" ")
}

fn row_view(
    entity: &Entity,
    editor: &RowsEditor,
    row: EditedRow,
    errors: RwSignal<Vec<FieldError>>,
    totals: Totals,
) -> AnyView {
    let i18n = I18n::here();
    let key = row.key.clone();
    let number = {
        let (rows, key) = (editor.rows, key.clone());
        Memo::new(move |_| {
            rows.with(|rows| {
                rows.iter()
                    .position(|row| row.key == key)
                    .map_or(0, |at| at + 1)
            })
        })
    };
    let fill = filler(&row);
    let around = Around {
        inputs: row.inputs.clone(),
        on_change: fill,
        ..Around::default()
    };
    let place = {
        let (editor, key) = (editor.clone(), key.clone());
        move || editor.place(&key)
    };
    let cells = row.inputs.iter().map(|(field, input)| {
        let error = row_error(
            editor.collection.name.clone(),
            field,
            place.clone(),
            errors,
            i18n,
        );
        let (entity, field, input, around) =
            (entity.clone(), field.clone(), *input, around.clone());
        let computed = computed(&editor.collection.name, place.clone(), totals);
        apart(move || row_cell(&entity, &field, input, &around, error, computed))
    });
    let (gone, up, down) = (editor.clone(), editor.clone(), editor.clone());
    let (gone_key, up_key, down_key) = (key.clone(), key.clone(), key.clone());
    let shift = (editor.clone(), key);
    let keyed = move |event: web_sys::KeyboardEvent| {
        let up = match event.key().as_str() {
            "ArrowUp" if event.alt_key() => true,
            "ArrowDown" if event.alt_key() => false,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        shift.0.shift(&shift.1, up);
    };
    let named = move |key: &'static str| t_with(key, move |args| args.set("number", number.get()));
    view! {
        <fieldset class="rows-row" on:keydown=keyed>
            <legend class="sr-only">{move || i18n.format("ui-row-named", |args| args.set("number", number.get()))}</legend>
            {cells.collect_view()}
            <span class="rows-acts">
                <IconButton small=true icon="arrow-up" label=named("ui-row-up") on_press=move |()| up.shift(&up_key, true) />
                <IconButton small=true icon="arrow-down" label=named("ui-row-down") on_press=move |()| down.shift(&down_key, false) />
                <IconButton small=true icon="trash-2" label=named("ui-row-remove") on_press=move |()| gone.remove(&gone_key) />
            </span>
        </fieldset>
    }
    .into_any()
}

/// The input of one cell, or the value that is computed.
fn row_cell(
    entity: &Entity,
    field: &Field,
    input: Input,
    around: &Around,
    error: Signal<Option<String>>,
    computed: impl Fn(&str) -> Json + Send + Sync + 'static,
) -> AnyView {
    let i18n = I18n::here();
    let own = field.clone();
    let label = Signal::derive(move || own.label(&i18n.texts()));
    if field.write == Write::Never {
        let (show, field, figure) = (Show::here(), field.clone(), field.is_figure());
        return view! {
            <div class="field rows-computed" class:figure=figure>
                <span class="field-label">{move || label.get()}</span>
                <output>{move || {
                    let record = Record::default().with(field.path(), computed(field.path()));
                    show.view(&field, &record, Spot::Fact)
                }}</output>
            </div>
        }
        .into_any();
    }
    if field.kind == Kind::Bool {
        let ticked = RwSignal::new(input.text.get_untracked() == "true");
        let tick = move |on: bool| input.text.set(on.to_string());
        return view! { <div class="field rows-tick"><Checkbox checked=ticked label on_change=tick /></div> }.into_any();
    }
    let (entity, field, around) = (entity.clone(), field.clone(), around.clone());
    view! {
        <Labelled label error>{control(&entity, &field, input, &around, Signal::stored(String::new()))}</Labelled>
    }
    .into_any()
}

fn row_error(
    collection: String,
    field: &Field,
    place: impl Fn() -> Option<usize> + Send + Sync + 'static,
    errors: RwSignal<Vec<FieldError>>,
    i18n: I18n,
) -> Signal<Option<String>> {
    let name = field.name.clone();
    Signal::derive(move || {
        let errors = errors.get();
        let pointer = format!("/{collection}/{}/{name}", place()?);
        let error = errors
            .iter()
            .find(|error| error.pointer.as_deref() == Some(&pointer))?;
        Some(said(error, &i18n.texts()))
    })
}

/// What was computed for a row's field.
fn computed(
    collection: &str,
    place: impl Fn() -> Option<usize> + Send + Sync + 'static,
    totals: Totals,
) -> impl Fn(&str) -> Json + Send + Sync + 'static {
    let collection = collection.to_owned();
    move |field: &str| {
        totals.with(|record| {
            let rows = record
                .as_ref()
                .and_then(|record| record.get(&collection)?.as_array().cloned());
            let row = place().and_then(|place| rows.as_ref()?.get(place).cloned());
            row.and_then(|row| row.get(field).cloned())
                .unwrap_or_default()
        })
    }
}

/// The sum of the rows' computed amounts.
fn sums(editor: &RowsEditor, totals: Totals) -> AnyView {
    let computed = editor
        .collection
        .fields
        .iter()
        .find(|field| field.kind == Kind::Money && field.write == Write::Never);
    let Some(field) = computed.cloned() else {
        return ().into_any();
    };
    let name = editor.collection.name.clone();
    let sum = Signal::derive(move || {
        totals.with(|record| {
            let rows = record.as_ref()?.get(&name)?.as_array()?;
            let amounts = rows
                .iter()
                .filter_map(|row| money_of(row.get(&field.name)?));
            amounts
                .map(Some)
                .reduce(|sum: Option<Money>, next| sum?.checked_add(next?))
                .flatten()
        })
    });
    view! {
        {move || sum.get().map(|money| view! {
            <span class="rows-sum"><span class="muted">{t("ui-sum")}</span><MoneyText money=Signal::stored(Some(money)) /></span>
        })}
    }
    .into_any()
}

/// Takes price and words over from a product that is picked for a line which has none yet.
fn filler(row: &EditedRow) -> Option<Callback<()>> {
    let of = |name: &str| {
        row.inputs
            .iter()
            .find(|(field, _)| field.name == name)
            .map(|(_, input)| *input)
    };
    let (product, price) = (of("product_id")?, of("unit_price")?);
    let desk = Desk::here();
    let filled = StoredValue::new(product.one.get_untracked().map(|choice| choice.value));
    Some(Callback::new(move |()| {
        let Some(choice) = product.one.get_untracked() else {
            return;
        };
        let free = matches!(price.text.get_untracked().trim(), "" | "0");
        if filled.get_value().as_ref() == Some(&choice.value) || !free {
            return;
        }
        filled.set_value(Some(choice.value.clone()));
        leptos::task::spawn_local(async move {
            // Without an answer the price is typed by hand.
            let Ok(found) = desk.api.get("products", &choice.value, &[]).await else {
                return;
            };
            if let Some(money) = money_of(found.get("list_price")) {
                price.text.try_set(money.major().to_string());
            }
        });
    }))
}
