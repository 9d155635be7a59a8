//! How the servers fare, for administrators: health, servers, work that comes again and again, slow statements.

mod tables;

use guanxi_client::ClientError;
use guanxi_client::operations::{Health, Operations};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::{I18n, t, t_with};
use crate::session::{Session, explain, trace_id};
use crate::shell::Page;
use crate::ui::{Badge, Button, ErrorState, Skeleton, SkeletonShape, Toasts, Tone};

/// Where the page stands.
pub const OPERATIONS: &str = "/settings/operations";

/// What is known, and how to know more.
#[derive(Clone, Copy)]
struct Known {
    session: Session,
    found: RwSignal<Option<Result<Operations, ClientError>>>,
    busy: RwSignal<bool>,
}

impl Known {
    fn here() -> Self {
        Self {
            session: Session::here(),
            found: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    fn look(self) {
        self.busy.set(true);
        spawn_local(async move {
            let answer = self.session.client().operations().await;
            self.found.try_set(Some(answer));
            self.busy.try_set(false);
        });
    }

    /// Has a job done, and looks again.
    fn run(self, name: String, toasts: Toasts, i18n: I18n) {
        spawn_local(async move {
            match self.session.client().run_job(&name).await {
                Ok(_) => toasts.say(i18n.text("ui-ops-asked")),
                Err(error) => toasts.fail(explain(i18n, &error)),
            }
            self.look();
        });
    }
}

/// The page.
#[component]
pub fn OperationsPage() -> impl IntoView {
    let (known, i18n) = (Known::here(), I18n::here());
    known.look();
    let shown = move || {
        match known.found.get() {
        None => view! { <Skeleton shape=SkeletonShape::Rows count=6 /> }.into_any(),
        Some(Err(error)) => {
            view! { <ErrorState text=explain(i18n, &error) trace_id=trace_id(&error) on_retry=move |()| known.look() /> }.into_any()
        }
        Some(Ok(found)) => parts(known, found),
    }
    };
    view! {
        <Page title=t("ui-ops") wide=true>
            <div class="report-controls">
                <p class="muted">{t("ui-ops-text")}</p>
                <Button busy=known.busy on_press=move |()| known.look()>{t("ui-ops-look")}</Button>
            </div>
            {shown}
        </Page>
    }
}

fn parts(known: Known, found: Operations) -> AnyView {
    let Operations {
        health,
        servers,
        jobs,
        work,
        statements,
    } = found;
    view! {
        <div class="ops">
            <section>
                <h2>{t("ui-ops-health")}</h2>
                {health_list(health)}
            </section>
            <section>
                <h2>{t("ui-ops-servers")}</h2>
                {tables::servers(servers)}
            </section>
            <section>
                <h2>{t("ui-ops-jobs")}</h2>
                <p class="muted small">{t("ui-ops-jobs-text")}</p>
                {tables::jobs(known, jobs)}
            </section>
            <section>
                <h2>{t("ui-ops-work")}</h2>
                {tables::work(work)}
            </section>
            <section>
                <h2>{t("ui-ops-statements")}</h2>
                <p class="muted small">{t("ui-ops-statements-text")}</p>
                {tables::statements(statements)}
            </section>
        </div>
    }
    .into_any()
}

fn health_list(health: Health) -> AnyView {
    let (tone, word) = if health.ready {
        (Tone::Success, "ui-ops-ready")
    } else {
        (Tone::Danger, "ui-ops-not-ready")
    };
    let database = match health.database.as_str() {
        "sqlite" => "SQLite",
        _ => "PostgreSQL",
    };
    let (busy, most) = (health.connections_busy, health.connections_most);
    let connections = t_with("ui-ops-connections-of", move |args| {
        args.set("busy", busy);
        args.set("most", most);
    });
    let waiting = health.writes_waiting.map(|count| {
        view! { <div><dt>{t("ui-ops-writes-waiting")}</dt><dd>{count}</dd></div> }
    });
    view! {
        <dl class="ops-facts">
            <div><dt>{t("ui-ops-state")}</dt><dd><Badge tone>{t(word)}</Badge></dd></div>
            <div><dt>{t("ui-ops-version")}</dt><dd>{health.version}</dd></div>
            <div><dt>{t("ui-ops-database")}</dt><dd>{database}</dd></div>
            <div><dt>{t("ui-ops-connections")}</dt><dd>{connections}</dd></div>
            {waiting}
            <div><dt>{t("ui-ops-events-behind")}</dt><dd>{health.events_behind}</dd></div>
        </dl>
    }
    .into_any()
}
