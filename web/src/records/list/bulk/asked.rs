//! One question about many records: its inputs, what would come of it, doing it.

use std::time::Duration;

use guanxi_domain::kernel::problem::FieldError;
use leptos::prelude::*;
use serde_json::{Map, Value as Json};

use super::Question;
use super::dialogs::reasons;
use super::work::{Course, Deed, Report, announce, foresee, perform};
use crate::i18n::{I18n, t, t_with};
use crate::records::catalogue::{Entity, Field};
use crate::records::check::{self, fault};
use crate::records::control::{Around, control};
use crate::records::failure::{Failure, Loaded, said};
use crate::records::input::Input;
use crate::records::list::grid::Grid;
use crate::records::record::{is_empty, patch_of};
use crate::records::scope::apart;
use crate::ui::{
    Banner, Button, ButtonKind, Choice, DialogActions, Field as Labelled, Select, Toasts, Tone,
};

/// Names shown before "and so many more".
const NAMED: usize = 6;
/// How long typing must pause before it is tried out.
const PAUSE: Duration = Duration::from_millis(350);

/// A field that is asked for.
#[derive(Clone)]
struct Part {
    entity: Entity,
    field: Field,
    input: Input,
    required: bool,
}

/// What is being answered, and how far the work is.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    grid: Grid,
    question: Question,
    /// The field or verb chosen.
    chosen: RwSignal<String>,
    parts: RwSignal<Vec<Part>>,
    error: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    course: Course,
    /// What would come of it.
    foreseen: RwSignal<Option<Loaded<Report>>>,
    round: StoredValue<u32>,
    open: RwSignal<bool>,
    report: RwSignal<Option<Report>>,
    i18n: I18n,
    toasts: Toasts,
}

impl Asked {
    pub(super) fn new(
        grid: Grid,
        question: Question,
        open: RwSignal<bool>,
        report: RwSignal<Option<Report>>,
    ) -> Self {
        let asked = Self {
            grid,
            question,
            chosen: RwSignal::new(String::new()),
            parts: RwSignal::new(Vec::new()),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            course: Course::new(),
            foreseen: RwSignal::new(None),
            round: StoredValue::new(0),
            open,
            report,
            i18n: I18n::here(),
            toasts: Toasts::here(),
        };
        Effect::new(move |_| {
            let parts = asked.wanted(&asked.chosen.get());
            asked.error.set(None);
            asked.parts.set(parts);
        });
        asked.foresee_when_answered();
        asked
    }

    /// The fields that the question asks for, once it is known which.
    fn wanted(self, chosen: &str) -> Vec<Part> {
        let desk = self.grid.show.desk;
        let own = self.grid.entity.get_value();
        let part = |entity: &Entity, path: &str, required: bool| {
            let field = entity.field(path)?;
            Some(Part {
                entity: entity.clone(),
                input: Input::holding(&field, &Json::Null, desk),
                field,
                required,
            })
        };
        match self.question {
            Question::Owner => part(&own, "owner_id", true).into_iter().collect(),
            Question::Field => part(&own, chosen, false).into_iter().collect(),
            Question::Tag => desk
                .entity("tagging")
                .and_then(|tagging| part(&tagging, "tag_id", true))
                .into_iter()
                .collect(),
            Question::Verb => {
                let verb = own.verbs.iter().find(|verb| verb.name == chosen);
                let asks = verb.map_or(&[][..], |verb| &verb.asks);
                asks.iter()
                    .filter_map(|ask| part(&own, &ask.field, ask.required))
                    .collect()
            }
            Question::Delete => Vec::new(),
        }
    }

    /// What is to be done, or what is missing. Follows the inputs.
    fn deed(self) -> Result<Deed, Option<FieldError>> {
        if self.question == Question::Delete {
            return Ok(Deed::Delete);
        }
        let chosen = self.chosen.get();
        let parts = self.parts.get();
        let by_choice = matches!(self.question, Question::Field | Question::Verb);
        if by_choice && chosen.is_empty() {
            return Err(None);
        }
        let mut read = Vec::new();
        for part in &parts {
            let pointer = part.field.pointer();
            match part.input.read(&part.field) {
                Ok(value) if part.required && is_empty(&value) => {
                    return Err(Some(fault(pointer, "required")));
                }
                Ok(value) => read.push((part.field.clone(), value)),
                Err(code) => return Err(Some(fault(pointer, code))),
            }
        }
        self.deed_of(chosen, read)
    }

    fn deed_of(self, chosen: String, read: Vec<(Field, Json)>) -> Result<Deed, Option<FieldError>> {
        if self.question == Question::Verb {
            let given = read.into_iter().filter(|(_, value)| !is_empty(value));
            let body: Map<String, Json> = given
                .map(|(field, value)| (field.name.clone(), value))
                .collect();
            return Ok(Deed::Verb { name: chosen, body });
        }
        let (field, value) = read.into_iter().next().ok_or(None)?;
        if self.question == Question::Tag {
            return Ok(Deed::Tag { tag: value });
        }
        let body = patch_of(field.path(), value.clone());
        let faults = body.as_object().map(|body| {
            self.grid
                .entity
                .with_value(|entity| check::faults(entity, body, false))
        });
        match faults.unwrap_or_default().into_iter().next() {
            Some(fault) => Err(Some(fault)),
            None => Ok(Deed::Set {
                path: field.path().to_owned(),
                value,
            }),
        }
    }

    /// Tries it out once everything is answered, again after each change of the answer.
    fn foresee_when_answered(self) {
        Effect::new(move |before: Option<Option<Deed>>| {
            let deed = self.deed().ok();
            if before.is_some_and(|before| before == deed) {
                return deed;
            }
            self.round.update_value(|round| *round += 1);
            let round = self.round.get_value();
            self.foreseen.set(deed.as_ref().map(|_| Loaded::Waiting));
            if let Some(deed) = deed.clone() {
                let ask = move || {
                    if self.round.try_get_value() == Some(round) {
                        self.foresee(deed, round);
                    }
                };
                set_timeout(ask, PAUSE);
            }
            deed
        });
    }

    fn foresee(self, deed: Deed, round: u32) {
        let (desk, i18n) = (self.grid.show.desk, self.i18n);
        let entity = self.grid.entity.get_value();
        let picked = self.grid.selection.picked.get_untracked();
        leptos::task::spawn_local(async move {
            let course = Course::new();
            let answer = foresee(desk, i18n, &entity, picked, &deed, course).await;
            if self.round.try_get_value() == Some(round) {
                self.foreseen.set(Some(Loaded::of(answer)));
            }
        });
    }

    /// Does it to all that are selected; what was refused is reported.
    fn go(self) {
        let deed = match untrack(|| self.deed()) {
            Ok(deed) => deed,
            Err(fault) => {
                let texts = untrack(|| self.i18n.texts());
                let words = fault.map_or_else(
                    || texts.text("ui-bulk-choose"),
                    |fault| said(&fault, &texts),
                );
                return self.error.set(Some(words));
            }
        };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let (desk, i18n) = (self.grid.show.desk, self.i18n);
        let entity = self.grid.entity.get_value();
        let picked = self.grid.selection.picked.get_untracked();
        leptos::task::spawn_local(async move {
            let answer = perform(desk, i18n, &entity, picked, &deed, self.course).await;
            self.busy.try_set(false);
            self.told(&entity, answer, &deed);
        });
    }

    fn told(self, entity: &Entity, answer: Result<Report, Failure>, deed: &Deed) {
        let done = match answer {
            Ok(done) => done,
            Err(failure) => {
                let words = failure.sentence(&untrack(|| self.i18n.texts()));
                return drop(self.error.try_set(Some(words)));
            }
        };
        announce(
            self.grid.show.desk,
            self.i18n,
            self.toasts,
            entity,
            &done,
            deed,
        );
        self.grid.selection.clear();
        if done.refused.is_empty() && done.left == 0 {
            self.open.try_set(false);
        } else {
            self.report.try_set(Some(done));
        }
    }

    pub(super) fn view(self) -> AnyView {
        let (error, busy, course) = (self.error, self.busy, self.course);
        let (kind, doing) = match self.question {
            Question::Delete => (ButtonKind::Danger, t("ui-delete")),
            _ => (ButtonKind::Primary, t("ui-apply")),
        };
        let through = t_with("ui-bulk-progress", move |args| {
            args.set("done", course.through.get());
            args.set("count", self.grid.selection.count());
        });
        let cancel = move |()| {
            if busy.get_untracked() {
                course.stopped.set(true);
            } else {
                self.open.set(false);
            }
        };
        view! {
            <form class="form" data-draft="" on:submit=move |event| {
                event.prevent_default();
                self.go();
            }>
                {self.choice()}
                {move || self.parts.get().into_iter().map(|part| self.part(part)).collect_view()}
                {self.preview()}
                {move || self.foresight()}
                {move || error.get().map(|reason| view! { <Banner tone=Tone::Danger>{reason}</Banner> })}
                {move || busy.get().then(|| view! { <p class="muted" role="status">{move || through.get()}</p> })}
                <DialogActions>
                    <Button on_press=cancel>{t("ui-cancel")}</Button>
                    <Button kind busy submit=true>{doing}</Button>
                </DialogActions>
            </form>
        }
        .into_any()
    }

    /// Which field, or which verb.
    fn choice(self) -> AnyView {
        let options = match self.question {
            Question::Field => Signal::derive(move || self.fields()),
            Question::Verb => Signal::derive(move || self.verbs()),
            _ => return ().into_any(),
        };
        let label = if self.question == Question::Field {
            t("ui-filter-field")
        } else {
            t("ui-bulk-what")
        };
        apart(move || {
            view! {
                <Labelled label><Select value=self.chosen options none=t("ui-choose") /></Labelled>
            }
            .into_any()
        })
    }

    fn fields(self) -> Vec<Choice> {
        let texts = self.i18n.texts();
        self.grid.entity.with_value(|entity| {
            let editable = entity
                .fields()
                .iter()
                .filter(|field| entity.may_edit(field) && !field.unique && !field.is_anchor());
            editable
                .map(|field| Choice::new(field.path(), field.label(&texts)))
                .collect()
        })
    }

    fn verbs(self) -> Vec<Choice> {
        let texts = self.i18n.texts();
        self.grid.entity.with_value(|entity| {
            let verbs = entity.verbs.iter();
            verbs
                .map(|verb| Choice::new(verb.name.clone(), texts.verb(&entity.name, &verb.name)))
                .collect()
        })
    }

    fn part(self, part: Part) -> AnyView {
        let (i18n, own) = (self.i18n, part.field.clone());
        let label = Signal::derive(move || own.label(&i18n.texts()));
        apart(move || {
            let required = part.required;
            view! {
                <Labelled label required>
                    {control(&part.entity, &part.field, part.input, &Around::default(), Signal::stored(String::new()))}
                </Labelled>
            }
            .into_any()
        })
    }

    /// How many, and which ones.
    fn preview(self) -> AnyView {
        let entity = self.grid.entity.get_value();
        let (count, names) = self.grid.selection.picked.with_untracked(|picked| {
            let names = picked
                .values()
                .map(|record| record.title(&entity).to_owned())
                .filter(|name| !name.is_empty());
            (picked.len(), names.take(NAMED).collect::<Vec<_>>())
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

    /// How many would change, which would not, and why.
    fn foresight(self) -> AnyView {
        let report = match self.foreseen.get() {
            None => return ().into_any(),
            Some(Loaded::Waiting) => {
                return view! { <p class="muted" role="status">{t("ui-bulk-trying")}</p> }
                    .into_any();
            }
            // Without an answer it can be done all the same; then every refusal is reported.
            Some(Loaded::Failed(_)) => return ().into_any(),
            Some(Loaded::Ready(report)) => report,
        };
        let (will, same, refused, left) = (
            report.done.len(),
            report.same,
            report.refused.len(),
            report.left,
        );
        let words = t_with("ui-bulk-foreseen", move |args| {
            args.set("count", will);
            args.set("refused", refused);
        });
        let already = t_with("ui-bulk-same", move |args| args.set("count", same));
        let untried = t_with("ui-bulk-untried", move |args| args.set("count", left));
        view! {
            <div class="preview" role="status">
                <p>{move || words.get()}</p>
                {(same > 0).then(|| view! { <p class="muted">{move || already.get()}</p> })}
                {(left > 0).then(|| view! { <p class="muted">{move || untried.get()}</p> })}
                {(refused > 0).then(|| reasons(self.grid, &report.refused))}
            </div>
        }
        .into_any()
    }
}
