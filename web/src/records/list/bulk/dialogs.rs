//! The questions before many records change: what, how many, and what came of it.

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use super::Question;
use super::asked::Asked;
use super::work::Report;
use crate::i18n::{t, t_with};
use crate::later::{Part, later};
use crate::records::list::grid::Grid;
use crate::records::record::Record;
use crate::records::scope::let_go;
use crate::ui::{Banner, Button, ButtonKind, Dialog, DialogActions, Tone};

/// Lines of refusals shown; all of them are in the file.
const MOST_LINES: usize = 50;

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
    let titles = Question::ALL.map(|question| (question, t(question.label())));
    let title = Signal::derive(move || {
        let now = asking.get().unwrap_or(Question::Delete);
        let own = titles.iter().find(|(question, _)| *question == now);
        own.map(|(_, words)| words.get()).unwrap_or_default()
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
    Ok(Asked::new(grid, question, open, report).view())
}

/// Which ones were left as they are, and why.
fn refusals(grid: Grid, report: Report, open: RwSignal<bool>) -> AnyView {
    let (done, refused, left) = (report.done.len(), report.refused.len(), report.left);
    let words = t_with("ui-bulk-refused", move |args| {
        args.set("done", done);
        args.set("count", refused);
    });
    let stopped = t_with("ui-bulk-stopped", move |args| args.set("count", left));
    view! {
        {(refused > 0).then(|| view! { <Banner tone=Tone::Warning>{move || words.get()}</Banner> })}
        {(left > 0).then(|| view! { <Banner tone=Tone::Warning>{move || stopped.get()}</Banner> })}
        {(refused > 0).then(|| reasons(grid, &report.refused))}
        <DialogActions>
            {(refused > 0).then(|| file(grid, &report.refused))}
            <Button kind=ButtonKind::Primary on_press=move |()| open.set(false)>{t("ui-close")}</Button>
        </DialogActions>
    }
    .into_any()
}

/// A line for each, as far as people read on.
pub(super) fn reasons(grid: Grid, refused: &[(Record, String)]) -> AnyView {
    let entity = grid.entity.get_value();
    let line = |(record, reason): &(Record, String)| {
        let (title, reason) = (record.title(&entity).to_owned(), reason.clone());
        view! { <li><strong>{title}</strong>" "<span class="muted">{reason}</span></li> }
    };
    let more = refused.len().saturating_sub(MOST_LINES);
    let rest = t_with("ui-and-more", move |args| args.set("count", more));
    view! {
        <ul class="refusals">
            {refused.iter().take(MOST_LINES).map(line).collect_view()}
            {(more > 0).then(|| view! { <li class="muted">{move || rest.get()}</li> })}
        </ul>
    }
    .into_any()
}

/// All of them as a file.
fn file(grid: Grid, refused: &[(Record, String)]) -> AnyView {
    let entity = grid.entity.get_value();
    let mut text = String::from("\u{feff}id,name,reason\r\n");
    for (record, reason) in refused {
        let cells = [record.id(), record.title(&entity), reason].map(quoted);
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    let encoded: String = js_sys::encode_uri_component(&text).into();
    let name = format!("{}-refused.csv", entity.plural);
    view! {
        <a class="button" href=format!("data:text/csv;charset=utf-8,{encoded}") download=name>{t("ui-bulk-file")}</a>
    }
    .into_any()
}

/// A cell of a CSV file. What a spreadsheet would take for a formula is made text.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_hold_what_they_say() {
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
    }
}
