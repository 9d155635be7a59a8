//! What went wrong, as screens say it.

use guanxi_client::ClientError;
use guanxi_domain::kernel::problem::{FieldError, Problem};
use guanxi_i18n::{Args, Texts};
use leptos::prelude::*;
use serde_json::Value as Json;

use crate::i18n::I18n;

/// A request that did not do what was asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// The server said no, or nothing.
    Asked(ClientError),
    /// Not sent: the server does not answer, and a change must not get lost on the way.
    Offline,
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        Self::Asked(error)
    }
}

impl Failure {
    /// What the server would say about an address that names no record.
    pub fn missing() -> Self {
        let problem = Problem {
            kind: "about:blank".to_owned(),
            title: String::new(),
            status: 404,
            detail: None,
            code: "not_found".to_owned(),
            trace_id: String::new(),
            errors: Vec::new(),
            current: None,
        };
        Self::Asked(ClientError::Problem(Box::new(problem)))
    }

    /// The status code, if the server answered.
    pub fn status(&self) -> Option<u16> {
        self.problem().map(|problem| problem.status)
    }

    /// Whether the server gave no answer; asking again later may help.
    pub fn is_unreached(&self) -> bool {
        match self {
            Self::Asked(error) => error.is_unreached(),
            Self::Offline => true,
        }
    }

    fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Asked(error) => error.problem(),
            Self::Offline => None,
        }
    }

    /// Whether the record is absent, or hidden, which looks the same.
    pub fn is_missing(&self) -> bool {
        self.status() == Some(404)
    }

    /// Whether the right is missing.
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(403)
    }

    /// Whether the record changed since it was read.
    pub fn is_stale(&self) -> bool {
        self.status() == Some(412)
    }

    /// The id of the request, for whoever helps.
    pub fn trace_id(&self) -> Option<String> {
        self.problem()
            .map(|problem| problem.trace_id.clone())
            .filter(|id| !id.is_empty())
    }

    /// The record as it is now, when ours was stale.
    pub fn current(&self) -> Option<&Json> {
        self.problem()?.current.as_ref()
    }

    /// The reasons field by field.
    pub fn errors(&self) -> &[FieldError] {
        self.problem().map_or(&[], |problem| &problem.errors)
    }

    /// One sentence for people: the first field's reason, else what the server says, else what we can say.
    pub fn sentence(&self, texts: &Texts) -> String {
        let problem = match self {
            Self::Asked(ClientError::Problem(problem)) => problem,
            Self::Asked(ClientError::Network(_)) => return texts.text("ui-error-network"),
            Self::Asked(ClientError::Decode(_)) => return texts.text("ui-error-unexpected"),
            Self::Offline => return texts.text("ui-offline-unsaved"),
        };
        if let Some(error) = problem.errors.first() {
            return said(error, texts);
        }
        let detail = problem.detail.clone().filter(|detail| !detail.is_empty());
        detail.unwrap_or_else(|| problem.title.clone())
    }
}

/// What is wrong with the field at a pointer, in words; follows the errors and the language.
pub fn error_at(
    errors: RwSignal<Vec<FieldError>>,
    pointer: String,
    i18n: I18n,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        errors.with(|errors| {
            let error = errors
                .iter()
                .find(|error| error.pointer.as_deref() == Some(&pointer))?;
            Some(said(error, &i18n.texts()))
        })
    })
}

/// One field's reason in the page's language; the server's words where the code is unknown here.
pub fn said(error: &FieldError, texts: &Texts) -> String {
    let key = format!("problem-{}", guanxi_i18n::dashed(&error.code));
    // A condition on a field is put into words where the catalogue is.
    let is_worded = error.params.contains_key("path") || !texts.has(&key);
    if is_worded && !error.message.is_empty() {
        return error.message.clone();
    }
    let mut args = Args::new();
    for (name, value) in &error.params {
        args.set(name, value.clone());
    }
    texts.problem(&error.code, &args)
}

/// Something that arrives later, or not at all.
#[derive(Debug, Clone, Default)]
pub enum Loaded<T> {
    /// Under way.
    #[default]
    Waiting,
    /// Here.
    Ready(T),
    /// Not to be had.
    Failed(Failure),
}

impl<T> Loaded<T> {
    /// From a request's result.
    pub fn of(result: Result<T, Failure>) -> Self {
        result.map_or_else(Self::Failed, Self::Ready)
    }

    /// Takes a newer answer. When the server did not give one, what is here stays.
    pub fn renew(&mut self, result: Result<T, Failure>) {
        let keeps = self.ready().is_some() && result.as_ref().is_err_and(Failure::is_unreached);
        if !keeps {
            *self = Self::of(result);
        }
    }

    /// What is here.
    pub const fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            _ => None,
        }
    }
}
