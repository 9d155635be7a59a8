//! Why an operation failed.

use guanxi_domain::kernel::problem::{FieldError, Problem};

/// Why an operation failed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ClientError {
    /// The server said no, and why.
    #[error("{} {}: {}", .0.status, .0.code, .0.detail.as_deref().unwrap_or(&.0.title))]
    Problem(Box<Problem>),
    /// No answer: not reached, cut off, or too late.
    #[error("no answer: {0}")]
    Network(String),
    /// An answer that this client does not understand.
    #[error("answer not understood: {0}")]
    Decode(String),
}

impl ClientError {
    /// The server's refusal, if it answered.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            Self::Network(_) | Self::Decode(_) => None,
        }
    }

    /// The status code, if the server answered.
    pub fn status(&self) -> Option<u16> {
        self.problem().map(|problem| problem.status)
    }

    /// The stable code of the refusal, empty if the server did not answer.
    pub fn code(&self) -> &str {
        self.problem().map_or("", |problem| problem.code.as_str())
    }

    /// The reasons field by field.
    pub fn errors(&self) -> &[FieldError] {
        self.problem().map_or(&[], |problem| &problem.errors)
    }

    /// Whether the server itself gave no answer: not reached, cut off, too late, or a proxy that answers in its place.
    pub fn is_unreached(&self) -> bool {
        match self {
            Self::Problem(problem) => {
                matches!(problem.status, 502..=504)
                    && problem.code == FOREIGN
                    && problem.trace_id.is_empty()
            }
            Self::Network(_) => true,
            Self::Decode(_) => false,
        }
    }

    /// Whether asking again later may help: the server was not reached, busy or over its limit.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Problem(problem) => matches!(problem.status, 429 | 502 | 503 | 504),
            Self::Network(_) => true,
            Self::Decode(_) => false,
        }
    }
}

/// The code of a refusal that is no problem document.
const FOREIGN: &str = "unexpected_answer";

/// A refusal that is no problem document, as proxies in front of the server give.
pub(crate) fn foreign(status: u16, trace_id: &str) -> Problem {
    Problem {
        kind: "about:blank".to_owned(),
        title: format!("HTTP {status}"),
        status,
        detail: None,
        code: FOREIGN.to_owned(),
        trace_id: trace_id.to_owned(),
        errors: Vec::new(),
        current: None,
    }
}

#[cfg(test)]
mod tests {
    use super::{ClientError, foreign};

    #[test]
    fn a_proxy_that_answers_for_a_silent_server_is_no_answer() {
        let problem = |status, trace_id| ClientError::Problem(Box::new(foreign(status, trace_id)));
        assert!(ClientError::Network("cut off".to_owned()).is_unreached());
        assert!(problem(502, "").is_unreached());
        assert!(!problem(503, "known-to-the-server").is_unreached());
        assert!(!problem(404, "").is_unreached());
        assert!(!ClientError::Decode("no JSON".to_owned()).is_unreached());
    }
}
