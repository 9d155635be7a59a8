//! Failed requests in words.

use guanxi_client::ClientError;

use crate::i18n::I18n;

/// What went wrong and what to do, in the page's language. The server's own words when it gave some.
pub fn explain(i18n: I18n, error: &ClientError) -> String {
    match error {
        ClientError::Problem(problem) => problem
            .detail
            .clone()
            .unwrap_or_else(|| problem.title.clone()),
        ClientError::Network(_) => i18n.text("ui-error-network"),
        ClientError::Decode(_) => i18n.text("ui-error-unexpected"),
    }
}

/// The id of the failed request, for whoever helps.
pub fn trace_id(error: &ClientError) -> Option<String> {
    error
        .problem()
        .map(|problem| problem.trace_id.clone())
        .filter(|id| !id.is_empty())
}

/// What is wrong with one field of what was sent, by its JSON pointer.
pub fn field_error(error: &ClientError, pointer: &str) -> Option<String> {
    let fits = |at: &Option<String>| at.as_deref() == Some(pointer);
    error
        .errors()
        .iter()
        .find(|field| fits(&field.pointer))
        .map(|field| field.message.clone())
}
