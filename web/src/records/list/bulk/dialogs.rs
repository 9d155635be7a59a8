//! The questions before many records change: what, how many, and what came of it.

use leptos::prelude::*;
use serde_json::Value as Json;
use wasm_split_helpers::wasm_split;

use super::Question;
use super::work::{Deed, Report, announce, perform};
use crate::i18n::{I18n, t, t_with};
use crate::later::{Part, later};
use crate::records::catalogue::Field;
use crate::records::check;
use crate::records::control::{Around, control};
use crate::records::failure::said;
use crate::records::input::Input;
use crate::records::list::grid::Grid;
use crate::records::record::patch_of;
use crate::records::scope::{apart, let_go};
use crate::ui::{
    Banner, Button, ButtonKind, Choice, Dialog, DialogActions, Field as Labelled, Select, Toasts,
    Tone,
};

/// Names shown before "and so many more".
const NAMED: usize = 6;

/// The dialogs of the bulk bar.
pub fn dialogs(grid: Grid, asking: RwSignal<Option<Question>>) -> AnyView {
    let open = RwSignal::new(false);
    let report = RwSignal::new(None::<Report>);
    Effect::new(move |_| {
        if asking.with(Option::is_some) {
            report.set(None);
            open.set(true);
        }
    });
    let owner = t("ui-bulk-owner");
    let field = t("ui-bulk-field");
    let delete = t("ui-bulk-delete");
    let title = Signal::derive(move || match asking.get() {
        Some(Question::Owner) => owner.get(),
        Some(Question::Field) => field.get(),
        _ => delete.get(),
    });
    view! {
        <Dialog open title on_close=move |()| {
            let_go();
            asking.set(None);
        }>
            {move || match (report.get(), asking.get()) {
                (Some(report), _) => refusals(grid, report, open),
                (None, Some(question)) => {
                    later(fetch_question, move || question_part(grid, question, open, report))
                }
                (None, None) => ().into_any(),
            }}
        </Dialog>
    }
    .into_any()
}

#[wasm_split(forms, fallible, preload(fetch_question))]
fn question_part(
    grid: Grid,
    question: Question,
    open: RwSignal<bool>,
    report: RwSignal<Option<Report>>,
) -> Part {
    Ok(ask(grid, question, open, report))
}

/// What is being answered, and how far the work is.
#[derive(Clone, Copy)]
struct Asked {
    grid: Grid,
    question: Question,
    field: Memo<Option<Field>>,
    input: RwSignal<Option<Input>>,
    error: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    progress: RwSignal<usize>,
    open: RwSignal<bool>,
    report: RwSignal<Option<Report>>,
    i18n: I18n,
    toasts: Toasts,
}

fn ask(
    grid: Grid,
    question: Question,
    open: RwSignal<bool>,
    report: RwSignal<Option<Report>>,
) -> AnyView {
    let chosen = RwSignal::new(if question == Question::Owner {
        "owner_id".to_owned()
    } else {
        String::new()
    });
    let asked = Asked {
        grid,
        question,
        field: Memo::new(move |_| grid.entity.with_value(|entity| entity.field(&chosen.get()))),
        input: RwSignal::new(None),
        error: RwSignal::new(None),
        busy: RwSignal::new(false),
        progress: RwSignal::new(0),
        open,
        report,
        i18n: I18n::here(),
        toasts: Toasts::here(),
    };
    let (error, busy) = (asked.error, asked.busy);
    let (kind, doing) = match question {
        Question::Delete => (ButtonKind::Danger, t("ui-delete")),
        _ => (ButtonKind::Primary, t("ui-apply")),
    };
    let through = t_with("ui-bulk-progress", move |args| {
        args.set("done", asked.progress.get());
        args.set("count", grid.selection.count());
    });
    view! {
        <form class="form" data-draft="" on:submit=move |event| {
            event.prevent_default();
            asked.go();
        }>
            {(question == Question::Field).then(|| field_select(grid, chosen))}
            {move || asked.field.get().map(|field| value_input(grid, &field, asked.input, error))}
            {preview(grid)}
            {move || error.get().map(|reason| view! { <Banner tone=Tone::Danger>{reason}</Banner> })}
            {move || busy.get().then(|| view! { <p class="muted" role="status">{move || through.get()}</p> })}
            <DialogActions>
                <Button on_press=move |()| open.set(false)>{t("ui-cancel")}</Button>
                <Button kind busy submit=true>{doing}</Button>
            </DialogActions>
        </form>
    }
    .into_any()
}

impl Asked {
    fn deed(self) -> Result<Deed, String> {
        if self.question == Question::Delete {
            return Ok(Deed::Delete);
        }
        let (Some(field), Some(input)) = (self.field.get_untracked(), self.input.get_untracked())
        else {
            return Err(untrack(|| self.i18n.text("ui-bulk-choose")));
        };
        deed_of(self.grid, &field, input)
    }

    /// Does it to all that are selected; what was refused is reported.
    fn go(self) {
        let deed = match self.deed() {
            Ok(deed) => deed,
            Err(reason) => return self.error.set(Some(reason)),
        };
        self.busy.set(true);
        let (desk, i18n, grid) = (self.grid.show.desk, self.i18n, self.grid);
        let entity = grid.entity.get_value();
        let picked = grid.selection.picked.get_untracked();
        leptos::task::spawn_local(async move {
            let answer = perform(desk, i18n, &entity, picked, &deed, self.progress).await;
            self.busy.try_set(false);
            let done = match answer {
                Ok(done) => done,
                Err(failure) => {
                    let words = failure.sentence(&untrack(|| i18n.texts()));
                    return drop(self.error.try_set(Some(words)));
                }
            };
            announce(desk, i18n, self.toasts, entity, &done, deed);
            grid.selection.clear();
            if done.refused.is_empty() {
                self.open.try_set(false);
            } else {
                self.report.try_set(Some(done));
            }
        });
    }
}

fn deed_of(grid: Grid, field: &Field, input: Input) -> Result<Deed, String> {
    let texts = untrack(|| grid.show.i18n.texts());
    let value = match untrack(|| input.read(field)) {
        Ok(value) => value,
        Err(code) => return Err(said(&check::fault(field.pointer(), code), &texts)),
    };
    let body = patch_of(field.path(), value.clone());
    let faults = body.as_object().map(|body| {
        grid.entity
            .with_value(|entity| check::faults(entity, body, false))
    });
    match faults.unwrap_or_default().first() {
        Some(fault) => Err(said(fault, &texts)),
        None => Ok(Deed::Set {
            path: field.path().to_owned(),
            value,
        }),
    }
}

fn field_select(grid: Grid, chosen: RwSignal<String>) -> AnyView {
    let i18n = I18n::here();
    let options = Signal::derive(move || {
        let texts = i18n.texts();
        grid.entity.with_value(|entity| {
            let editable = entity
                .fields()
                .iter()
                .filter(|field| entity.may_edit(field) && !field.unique && !field.is_anchor());
            editable
                .map(|field| Choice::new(field.path(), field.label(&texts)))
                .collect::<Vec<_>>()
        })
    });
    apart(move || {
        view! {
            <Labelled label=t("ui-filter-field")>
                <Select value=chosen options none=t("ui-choose") />
            </Labelled>
        }
        .into_any()
    })
}

fn value_input(
    grid: Grid,
    field: &Field,
    input: RwSignal<Option<Input>>,
    error: RwSignal<Option<String>>,
) -> AnyView {
    let made = Input::holding(field, &Json::Null, grid.show.desk);
    input.set(Some(made));
    error.set(None);
    let i18n = I18n::here();
    let own = field.clone();
    let label = Signal::derive(move || own.label(&i18n.texts()));
    let field = field.clone();
    apart(move || {
        let entity = grid.entity.get_value();
        view! {
            <Labelled label>{control(&entity, &field, made, &Around::default(), Signal::stored(String::new()))}</Labelled>
        }
        .into_any()
    })
}

/// How many, and which ones.
fn preview(grid: Grid) -> AnyView {
    let entity = grid.entity.get_value();
    let count = grid
        .selection
        .picked
        .with_untracked(std::collections::BTreeMap::len);
    let names = grid.selection.picked.with_untracked(|picked| {
        let names = picked
            .values()
            .map(|record| record.title(&entity).to_owned())
            .filter(|name| !name.is_empty());
        names.take(NAMED).collect::<Vec<_>>()
    });
    let more = count.saturating_sub(names.len());
    let heading = t_with("ui-bulk-preview", move |args| args.set("count", count));
    let rest = t_with("ui-and-more", move |args| args.set("count", more));
    view! {
        <div class="preview">
            <p>{move || heading.get()}</p>
            <ul>
                {names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}
                {(more > 0).then(|| view! { <li class="muted">{move || rest.get()}</li> })}
            </ul>
        </div>
    }
    .into_any()
}

/// Which ones were left as they are, and why.
fn refusals(grid: Grid, report: Report, open: RwSignal<bool>) -> AnyView {
    let entity = grid.entity.get_value();
    let (done, refused) = (report.done.len(), report.refused.len());
    let words = t_with("ui-bulk-refused", move |args| {
        args.set("done", done);
        args.set("count", refused);
    });
    let line = |(record, reason): (crate::records::record::Record, String)| {
        view! { <li><strong>{record.title(&entity).to_owned()}</strong>" "<span class="muted">{reason}</span></li> }
    };
    view! {
        <Banner tone=Tone::Warning>{move || words.get()}</Banner>
        <ul class="refusals">{report.refused.into_iter().map(line).collect_view()}</ul>
        <DialogActions><Button kind=ButtonKind::Primary on_press=move |()| open.set(false)>{t("ui-close")}</Button></DialogActions>
    }
    .into_any()
}
