//! The lists of the page.

use guanxi_client::operations::{Job, Server, SlowStatement, Work};
use leptos::prelude::*;

use super::Known;
use crate::i18n::{I18n, t, t_with};
use crate::ui::{Badge, Button, TimeText, Toasts, Tone};

/// A table that may be wider than the page.
fn table(name: &'static str, heads: &[&'static str], rows: AnyView) -> AnyView {
    let heads = heads
        .iter()
        .copied()
        .map(|key| view! { <th scope="col">{t(key)}</th> })
        .collect_view();
    view! {
        <div class="report-scroll" tabindex="0" role="region" aria-label=t(name)>
            <table class="report">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

pub(super) fn servers(servers: Vec<Server>) -> AnyView {
    let rows = servers.into_iter().map(|server| {
        let (tone, word) = match (server.is_there, server.is_this) {
            (true, true) => (Tone::Success, "ui-ops-this-server"),
            (true, false) => (Tone::Success, "ui-ops-there"),
            (false, _) => (Tone::Neutral, "ui-ops-gone"),
        };
        view! {
            <tr>
                <th scope="row">{server.name}</th>
                <td><Badge tone>{t(word)}</Badge></td>
                <td>{server.version}</td>
                <td><TimeText instant=server.started_at /></td>
                <td><TimeText instant=server.seen_at /></td>
            </tr>
        }
    });
    let heads = [
        "ui-ops-server",
        "ui-ops-state",
        "ui-ops-version",
        "ui-ops-started",
        "ui-ops-seen",
    ];
    table("ui-ops-servers", &heads, rows.collect_view().into_any())
}

pub(super) fn jobs(known: Known, jobs: Vec<Job>) -> AnyView {
    let rows = jobs.into_iter().map(|job| row_of_job(known, job));
    let heads = [
        "ui-ops-job",
        "ui-ops-state",
        "ui-ops-last",
        "ui-ops-took",
        "ui-ops-next",
        "ui-ops-do",
    ];
    table("ui-ops-jobs", &heads, rows.collect_view().into_any())
}

fn row_of_job(known: Known, job: Job) -> AnyView {
    let (i18n, toasts) = (I18n::here(), Toasts::here());
    let (tone, word) = match job.state.as_str() {
        "running" => (Tone::Accent, "ui-ops-running"),
        "failed" => (Tone::Danger, "ui-ops-failed"),
        _ => (Tone::Neutral, "ui-ops-waiting"),
    };
    let words = t(words_of(&job.name));
    let label = t_with("ui-ops-run-named", move |args| {
        args.set("name", words.get())
    });
    let last = job.started_at.map(|at| view! { <TimeText instant=at /> });
    let fault = job
        .fault
        .map(|fault| view! { <p class="small ops-fault">{fault}</p> });
    let name = job.name.clone();
    let run = move |()| known.run(name.clone(), toasts, i18n);
    view! {
        <tr data-job=job.name>
            <th scope="row">{words}</th>
            <td><Badge tone>{t(word)}</Badge>{fault}</td>
            <td>{last}</td>
            <td>{job.took_micros.map(time)}</td>
            <td><TimeText instant=job.next_at /></td>
            <td><Button small=true on_press=run attr:aria-label=label>{t("ui-ops-run")}</Button></td>
        </tr>
    }
    .into_any()
}

/// What a job does. One that only a newer server knows has no words here.
fn words_of(name: &str) -> &'static str {
    match name {
        "use_timers" => "ui-ops-use-timers",
        "add_up_totals" => "ui-ops-add-up-totals",
        "keep_figures" => "ui-ops-keep-figures",
        "prove_totals" => "ui-ops-prove-totals",
        "prepare_months" => "ui-ops-prepare-months",
        "tidy_up" => "ui-ops-tidy-up",
        _ => "ui-ops-other-job",
    }
}

pub(super) fn work(work: Vec<Work>) -> AnyView {
    if work.is_empty() {
        return view! { <p class="muted">{t("ui-ops-no-work")}</p> }.into_any();
    }
    let rows = work.into_iter().map(|one| {
        let (tone, word) = match one.state.as_str() {
            "running" => (Tone::Accent, "ui-ops-running"),
            "done" => (Tone::Success, "ui-ops-done"),
            _ => (Tone::Neutral, "ui-ops-waiting"),
        };
        let kind = match one.kind.as_str() {
            "import" => "ui-ops-import",
            _ => "ui-ops-sort-names",
        };
        view! {
            <tr>
                <th scope="row">{t(kind)}</th>
                <td><Badge tone>{t(word)}</Badge></td>
                <td><TimeText instant=one.created_at /></td>
                <td>{one.attempts}</td>
            </tr>
        }
    });
    let heads = [
        "ui-ops-job",
        "ui-ops-state",
        "ui-ops-asked-at",
        "ui-ops-attempts",
    ];
    table("ui-ops-work", &heads, rows.collect_view().into_any())
}

pub(super) fn statements(statements: Vec<SlowStatement>) -> AnyView {
    if statements.is_empty() {
        return view! { <p class="muted">{t("ui-ops-no-statements")}</p> }.into_any();
    }
    let rows = statements.into_iter().map(|one| {
        view! {
            <tr>
                <th scope="row"><code class="ops-text">{one.text}</code></th>
                <td>{one.count}</td>
                <td>{time(one.median_micros)}</td>
                <td>{time(one.worst_micros)}</td>
            </tr>
        }
    });
    let heads = [
        "ui-ops-statement",
        "ui-ops-count",
        "ui-ops-median",
        "ui-ops-worst",
    ];
    table("ui-ops-statements", &heads, rows.collect_view().into_any())
}

/// A length of time: milliseconds, or seconds from two on.
fn time(micros: u64) -> Signal<String> {
    let millis = micros / 1_000;
    if millis < 2_000 {
        t_with("ui-ops-millis", move |args| args.set("count", millis))
    } else {
        t_with("ui-ops-seconds", move |args| {
            args.set("count", millis / 1_000)
        })
    }
}
