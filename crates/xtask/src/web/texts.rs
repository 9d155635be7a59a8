//! The Fluent texts of each language as one file for the browser.

use crate::files;
use crate::project::Project;
use anyhow::Result;
use std::collections::BTreeMap;

pub fn by_language(project: &Project) -> Result<BTreeMap<String, String>> {
    let folder = project.root.join("crates/i18n/texts");
    let mut texts = BTreeMap::new();
    for language in files::folder_names(&folder)? {
        let mut joined = String::new();
        for path in files::below(&folder.join(&language))? {
            if files::has_extension(&path, "ftl") {
                joined.push_str(&without_comments(&files::read_text(&path)?));
            }
        }
        texts.insert(language, joined);
    }
    Ok(texts)
}

/// Comments stand in column one; blank lines separate nothing that a reader of the messages needs, except inside a
/// message of several lines, where they are part of the text.
fn without_comments(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut blank = 0;
    for line in source.lines() {
        if line.starts_with('#') {
            continue;
        }
        if line.trim().is_empty() {
            blank += 1;
            continue;
        }
        if line.starts_with(' ') {
            kept.extend(std::iter::repeat_n('\n', blank));
        }
        blank = 0;
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn only_messages_stay() {
        let source = "# about\n## group\na = A\n\n\nb =\n    one\n\n    two\n";
        assert_eq!(without_comments(source), "a = A\nb =\n    one\n\n    two\n");
    }
}
