//! The rows inside a record: shown in a few words, edited as a small grid.

use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::problem::FieldError;
use leptos::prelude::*;
use serde_json::{Map, Value as Json};

use crate::i18n::{I18n, t, t_with};
use crate::records::answers::{answer_icon, answer_words};
use crate::records::calls::Subject;
use crate::records::catalogue::{Collection, Field};
use crate::records::check::{self, bounds};
use crate::records::desk::Desk;
use crate::records::live::{Live, patch_whole};
use crate::records::reach::{message, on_the_map, telephone};
use crate::records::record::Record;
use crate::records::rows::{RowsEditor, rows_view};
use crate::records::show::{Show, Spot, tone_of};
use crate::ui::{Banner, Button, ButtonKind, DialogActions, Icon, Tone, spoken, spoken_line};

/// Whether rows need the width of the middle column: those with figures do.
pub fn is_wide(rows: &Collection) -> bool {
    rows.fields.iter().any(Field::is_figure)
}

/// One collection of the record.
pub fn collection(live: &Live, rows: &Collection) -> AnyView {
    let i18n = I18n::here();
    let editing = RwSignal::new(false);
    let (one, name) = (live.clone(), rows.name.clone());
    let locked = Memo::new(move |_| {
        one.record
            .with(|record| bounds(&one.entity, record.members()).locked.contains(&name))
    });
    let may = live.entity.may.update;
    let (entity, own) = (live.entity.clone(), rows.clone());
    let label = Signal::derive(move || own.label(&entity, &i18n.texts()));
    let edit = t_with("ui-edit-named", move |args| args.set("name", label.get()));
    let (live, rows) = (live.clone(), rows.clone());
    view! {
        <section class="collection">
            <header class="collection-head">
                <h2>{move || label.get()}</h2>
                {move || (may && !locked.get() && !editing.get()).then(|| view! {
                    <button type="button" class="icon-button icon-button-small" aria-label=edit data-tip=edit on:click=move |_| editing.set(true)>
                        <Icon name="pencil" />
                    </button>
                })}
            </header>
            {move || if editing.get() { editor(&live, &rows, editing) } else { shown(&live, &rows, may && !locked.get(), editing) }}
        </section>
    }
    .into_any()
}

/// The rows as they are read.
fn shown(live: &Live, rows: &Collection, may: bool, editing: RwSignal<bool>) -> AnyView {
    let show = Show::here();
    let (live, rows) = (live.clone(), rows.clone());
    let wide = is_wide(&rows);
    view! {
        {move || {
            let list: Vec<Record> = live.record.with(|record| record.rows(&rows.name).iter().cloned().map(Record::new).collect());
            if list.is_empty() {
                return none(may, editing);
            }
            if wide {
                return table(show, &rows, &list);
            }
            let subject = live.record.with(|record| Subject::of(&live.entity, record));
            lines(show, &rows, &list, subject)
        }}
    }
    .into_any()
}

fn none(may: bool, editing: RwSignal<bool>) -> AnyView {
    if !may {
        return view! { <p class="related-none">{t("ui-related-none")}</p> }.into_any();
    }
    view! {
        <Button kind=ButtonKind::Quiet small=true icon="plus" on_press=move |()| editing.set(true)>{t("ui-add")}</Button>
    }
    .into_any()
}

/// Rows with figures, as a table.
fn table(show: Show, rows: &Collection, list: &[Record]) -> AnyView {
    let fields: Vec<Field> = rows
        .fields
        .iter()
        .filter(|field| field.is_shown())
        .cloned()
        .collect();
    let head = fields.iter().map(|field| {
        let (field, figure) = (field.clone(), field.is_figure());
        view! { <th scope="col" class:figure=figure>{move || field.label(&show.i18n.texts())}</th> }
    });
    let head = head.collect_view();
    let row = |record: &Record| {
        let cells = fields.iter().map(|field| {
            let (field, record, figure) = (field.clone(), record.clone(), field.is_figure());
            view! { <td class:figure=figure>{move || show.view(&field, &record, Spot::Fact)}</td> }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=t("ui-rows")>
            <table class="table">
                <thead><tr>{head}</tr></thead>
                <tbody>{list.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Rows of words, one line each: what kind, what, and what is to be said about it.
fn lines(show: Show, rows: &Collection, list: &[Record], subject: Option<Subject>) -> AnyView {
    let line = |record: &Record| {
        let subject = subject.clone();
        let kind = rows
            .fields
            .iter()
            .find(|field| field.name == "kind")
            .cloned();
        let (one, other) = (record.clone(), record.clone());
        let fields = rows.fields.clone();
        let primary = record.get("is_primary") == &Json::Bool(true) && list.len() > 1;
        let bad = tone_of(record.text("status")).is_some();
        let status = rows
            .fields
            .iter()
            .find(|field| field.name == "status")
            .filter(|_| bad)
            .cloned();
        let third = record.clone();
        let answer = record.text("answer").to_owned();
        view! {
            <li class="line">
                {kind.map(|kind| view! { <span class="line-kind">{move || show.words(&kind, &one)}</span> })}
                <span class="line-words">
                    {move || main_words(show, &fields, &other, subject.clone())}
                    {primary.then(|| view! { <span class="line-note">{t("ui-primary")}</span> })}
                    {(!answer.is_empty()).then(|| view! { <span class="line-note answer-mark"><Icon name=answer_icon(&answer) />{answer_words(&answer)}</span> })}
                    {status.map(|status| view! { <span class="line-note line-bad">{move || show.words(&status, &third)}</span> })}
                </span>
            </li>
        }
    };
    view! { <ul class="lines">{list.iter().map(line).collect_view()}</ul> }.into_any()
}

/// What a row is about: an address that can be used, or its texts one after the other.
fn main_words(show: Show, fields: &[Field], record: &Record, subject: Option<Subject>) -> AnyView {
    if fields.iter().any(|field| field.name == "value") {
        return point(show, record, subject);
    }
    if fields.iter().any(|field| field.name == "postcode") {
        return address(show, record);
    }
    let texts = fields
        .iter()
        .filter(|field| !matches!(field.kind, Kind::Choice | Kind::Bool));
    spoken_line(show.formats, texts.map(|field| show.words(field, record)))
}

/// One way to reach somebody, as a link, and what it is for.
fn point(show: Show, record: &Record, subject: Option<Subject>) -> AnyView {
    let text = record.text("value").to_owned();
    let kind = record.text("kind").to_owned();
    let words = text.clone();
    let shown = match kind.as_str() {
        "phone" | "mobile" => telephone(&text, subject, None),
        "email" => view! { <a href=format!("mailto:{text}")>{words}</a> }.into_any(),
        "url" if text.starts_with("http") => {
            view! { <a href=text.clone() target="_blank" rel="noopener noreferrer">{words}</a> }
                .into_any()
        }
        _ => spoken(show.formats, words),
    };
    let label = record.text("label").to_owned();
    view! {
        {shown}
        {(kind == "mobile").then(|| message(&text))}
        {(!label.is_empty()).then(|| view! { <span class="line-note">{spoken(show.formats, label)}</span> })}
    }
    .into_any()
}

/// A postal address in the order of its country: large to small where Chinese, Japanese or Korean is written.
fn address(show: Show, record: &Record) -> AnyView {
    let text = |name: &str| record.text(name).to_owned();
    let country = text("country");
    let named = if country.len() == 2 {
        show.formats.name_of("region", &country)
    } else {
        country
    };
    let large_first = record
        .text("city")
        .chars()
        .chain(record.text("lines").chars())
        .any(is_han);
    let place = [
        text("postcode"),
        text("city"),
        text("district"),
        text("region"),
    ];
    let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let lines: Vec<String> = if large_first {
        let whole = [
            text("postcode"),
            text("region"),
            text("city"),
            text("district"),
            text("lines"),
        ];
        vec![named, whole.concat()]
    } else {
        let street = text("lines");
        let mut lines: Vec<String> = street.lines().map(str::to_owned).collect();
        lines.push(place.join(" "));
        lines.push(named);
        lines
    };
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    let map = on_the_map(&lines.join(", "));
    let lines = lines
        .into_iter()
        .map(|line| view! { <span class="address-line">{spoken(show.formats, line)}</span> })
        .collect_view();
    view! { <span class="address">{lines}</span>{map} }.into_any()
}

fn is_han(letter: char) -> bool {
    matches!(u32::from(letter), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF)
}

/// The rows as inputs; saved together, as one change.
fn editor(live: &Live, rows: &Collection, editing: RwSignal<bool>) -> AnyView {
    let (desk, i18n) = (Desk::here(), I18n::here());
    let held = live
        .record
        .with_untracked(|record| record.rows(&rows.name).to_vec());
    let editor = RowsEditor::of(rows, &held, desk);
    if held.is_empty() {
        editor.add();
    }
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let (busy, general) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let totals = {
        let (live, editor, name) = (live.clone(), editor.clone(), rows.name.clone());
        Signal::derive(move || {
            let mut whole = live.record.with(|record| record.members().clone());
            whole.insert(name.clone(), Json::Array(editor.typed().0));
            check::derived(&live.entity, &whole)
        })
    };
    let (saved, typed, name) = (live.clone(), editor.clone(), rows.name.clone());
    let save = move || {
        if busy.get_untracked() {
            return;
        }
        let read = match untrack(|| typed.read()) {
            Ok(read) => read,
            Err(faults) => return errors.set(faults),
        };
        let body = Map::from_iter([(name.clone(), Json::Array(read))]);
        let faults = check::faults(&saved.entity, &body, false);
        if !faults.is_empty() {
            return errors.set(faults);
        }
        errors.set(Vec::new());
        general.set(None);
        busy.set(true);
        let live = saved.clone();
        leptos::task::spawn_local(async move {
            let answer = patch_whole(desk, &live, body).await;
            busy.try_set(false);
            match answer {
                Ok(_) => drop(editing.try_set(false)),
                Err(failure) => {
                    errors.try_set(failure.errors().to_vec());
                    general.try_set(Some(failure.sentence(&untrack(|| i18n.texts()))));
                }
            }
        });
    };
    view! {
        <form class="collection-form" data-draft="" novalidate on:submit=move |event| {
            event.prevent_default();
            save();
        } on:keydown=move |event| if event.key() == "Escape" && !event.default_prevented() && !crate::ui::is_composing(&event) {
            event.stop_propagation();
            editing.set(false);
        }>
            {move || general.get().map(|words| view! { <Banner tone=Tone::Danger>{words}</Banner> })}
            {rows_view(&live.entity, &editor, errors, totals)}
            <DialogActions>
                <Button small=true on_press=move |()| editing.set(false)>{t("ui-cancel")}</Button>
                <Button small=true kind=ButtonKind::Primary busy submit=true>{t("ui-save")}</Button>
            </DialogActions>
        </form>
    }
    .into_any()
}
