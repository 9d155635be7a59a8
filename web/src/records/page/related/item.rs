//! One related record.

use guanxi_domain::kernel::field::Kind;
use leptos::prelude::*;

use crate::i18n::{I18n, t_with};
use crate::records::catalogue::{Field, Reference};
use crate::records::desk::Desk;
use crate::records::live::Live;
use crate::records::page::acts::remove;
use crate::records::record::Record;
use crate::records::show::Show;
use crate::ui::{IconButton, Toasts, spoken, spoken_line};

/// One related record: what it is called, what there is to know about it, and for links the way to take it off.
pub fn item(reference: &Reference, row: &Record) -> AnyView {
    let show = Show::here();
    let desk = Desk::here();
    let filled = |field: &Field| !row.text(field.path()).is_empty();
    let end = ends_of(reference).into_iter().find(filled);
    let title = title_of(show, reference, row, end.clone());
    let href = address_of(desk, reference, row, end.as_ref());
    let (figure, line) = brief_of(desk, reference, row, end.as_ref());
    let amount = move || {
        figure
            .iter()
            .map(|(field, record)| show.words(field, record))
            .find(|words| !words.is_empty())
    };
    let line = move || {
        let words = line.iter().map(|(field, record)| show.words(field, record));
        let mut parts: Vec<String> = words.filter(|words| !words.is_empty()).collect();
        // The part somebody plays is often called like the position.
        parts.dedup();
        spoken_line(show.formats, parts)
    };
    let link = !reference.entity.is_named() && reference.entity.may.delete;
    let gone = Live::new(&reference.entity, row.clone());
    let (i18n, toasts) = (I18n::here(), Toasts::here());
    let label = {
        let title = title.clone();
        t_with("ui-remove-named", move |args| args.set("name", title()))
    };
    view! {
        <li class="related-item">
            <span class="related-words">
                <a href=href>{move || spoken(show.formats, title())}</a>
                <span class="related-line">{line}</span>
            </span>
            <span class="related-figure">{amount}</span>
            {link.then(|| view! {
                <IconButton small=true icon="x" label on_press=move |()| remove(desk, i18n, toasts, &gone) />
            })}
        </li>
    }
    .into_any()
}

/// A field and the record that holds it.
type Told = (Field, Record);

/// What there is to know about an item: amounts, and the rest. A link says what it knows itself, then what there is to
/// know about the record at its other end.
fn brief_of(
    desk: Desk,
    reference: &Reference,
    row: &Record,
    end: Option<&Field>,
) -> (Vec<Told>, Vec<Told>) {
    let own = own_fields(reference)
        .into_iter()
        .filter(|field| Some(field) != end)
        .map(|field| (field, row.clone()));
    let beyond = end.and_then(|end| {
        let target = desk.entity(end.target.as_deref()?)?;
        let record = Record::new(row.referred(end)?.clone().into());
        let back = reference.field.target.as_deref();
        let told = target
            .brief_fields()
            .into_iter()
            .filter(|field| back.is_none() || field.target.as_deref() != back)
            .map(|field| (field, record.clone()))
            .collect::<Vec<_>>();
        Some(told)
    });
    own.chain(beyond.unwrap_or_default())
        .partition(|(field, _)| field.kind == Kind::Money)
}

/// Where an item leads: to itself when it has a name, else to the record at its other end.
fn address_of(desk: Desk, reference: &Reference, row: &Record, end: Option<&Field>) -> String {
    let beyond = end.and_then(|field| {
        let target = desk.entity(field.target.as_deref()?)?;
        let id = row.text(field.path());
        (target.is_named() && !id.is_empty()).then(|| format!("/{}/{id}", target.plural))
    });
    beyond.unwrap_or_else(|| format!("/{}/{}", reference.entity.plural, row.id()))
}

/// What an item is called: by its own name, else by the record at its other end.
fn title_of(
    show: Show,
    reference: &Reference,
    row: &Record,
    end: Option<Field>,
) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let (entity, row) = (reference.entity.clone(), row.clone());
    let field = end.or_else(|| entity.field(&entity.title));
    move || {
        let words = field.as_ref().map(|field| show.words(field, &row));
        words
            .filter(|words| !words.is_empty())
            .unwrap_or_else(|| entity.label(&show.i18n.texts()))
    }
}

/// What leads on from an item that has no name of its own: the other end of a link, else the records it names.
pub fn ends_of(reference: &Reference) -> Vec<Field> {
    let entity = &reference.entity;
    if entity.is_named() {
        return Vec::new();
    }
    match entity.other_end(&reference.field) {
        Some(end) => vec![end],
        None => {
            let mut fields = own_fields(reference);
            fields.retain(|field| field.target.is_some());
            fields
        }
    }
}

/// What an item says of itself, without the way back and the way on.
pub fn own_fields(reference: &Reference) -> Vec<Field> {
    let entity = &reference.entity;
    let fields = if entity.links.is_empty() {
        entity.brief_fields()
    } else {
        let facts = entity.fields().iter().filter(|field| field.key_fact);
        facts.cloned().collect()
    };
    let is_end = |field: &Field| entity.links.iter().any(|name| name == field.path());
    fields
        .into_iter()
        .filter(|field| *field != reference.field && !is_end(field) && field.kind != Kind::Bool)
        .collect()
}
