//! What was wrong with an import, in words.

use guanxi_i18n::{Args, Language, embedded};
use guanxi_persistence::import::{Fault, Problem};

/// The text of a code.
pub fn sentence<'a>(
    language: Language,
    code: &str,
    params: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut args = Args::new();
    for (name, value) in params {
        match value.parse::<i64>() {
            // As a number it also chooses the plural; what does not come back the same is no number.
            Ok(number) if number.to_string() == value => args.set(name, number),
            _ => args.set(name, value.to_owned()),
        }
    }
    embedded(language).problem(code, &args)
}

/// What was wrong with a row.
pub fn of_problem(language: Language, problem: &Problem) -> String {
    let params = problem.params.iter();
    sentence(
        language,
        &problem.code,
        params.map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

/// Why an import as a whole could not be done.
pub fn of_fault(language: Language, fault: &Fault) -> String {
    let reasons = fault.reasons.iter().map(|reason| {
        let params = reason
            .params
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let text = sentence(language, &reason.code, params);
        if reason.pointer.is_empty() {
            text
        } else {
            format!("{}: {text}", reason.pointer)
        }
    });
    let reasons: Vec<_> = reasons.collect();
    let reasons = reasons.join(" ");
    match &fault.file {
        Some(file) => format!("{file}: {reasons}"),
        None => reasons,
    }
}
