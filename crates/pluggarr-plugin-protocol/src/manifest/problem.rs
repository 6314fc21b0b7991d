//! What is wrong with what a plugin says of itself, and where.

use serde::{Deserialize, Serialize};

/// More are counted only: nobody reads on, and a file of a megabyte can have a hundred thousand.
const MAX_PROBLEMS: usize = 100;
/// Patterns of one manifest that are compiled. A megabyte of the worst would take a quarter of an hour.
pub(super) const MOST_PATTERNS: usize = 100;

/// Something a plugin's author should know: where it is, what is wrong with it and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `fields[2].type`; empty for the whole.
    pub path: String,
    /// In words.
    pub message: String,
    /// The line of the file, from 1, where there is a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What to write instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whether anything is lost by it.
    #[serde(default, skip_serializing_if = "Severity::is_error")]
    pub severity: Severity,
}

/// How bad a [`Problem`] is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Of the wrong form, and left out or taken as something else. In a `plugin.json`: what `docs/plugin.schema.json` refuses, too.
    #[default]
    Error,
    /// Of the right form, but it makes no sense: a default that is none of the options.
    Warning,
}

impl Severity {
    /// Whether something is lost.
    pub fn is_error(&self) -> bool {
        *self == Self::Error
    }
}

impl Problem {
    /// An error at a place.
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Complaint::from(message.into()).at(path)
    }

    /// The same, with the line it is in.
    pub fn at_line(self, line: u32) -> Self {
        Self { line: Some(line), ..self }
    }

    /// The same, with what to write instead.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same, with its path below another: `plugin.json: fields[2]`.
    pub fn below(self, place: &str) -> Self {
        let path = match self.path.as_str() {
            "" => place.to_owned(),
            path => format!("{place}: {path}"),
        };
        Self { path, ..self }
    }
}

/// A problem whose place is not known yet.
pub(super) struct Complaint {
    message: String,
    hint: Option<String>,
    severity: Severity,
}

impl Complaint {
    pub(super) fn hint(self, hint: Option<impl Into<String>>) -> Self {
        Self { hint: hint.map(Into::into), ..self }
    }

    pub(super) fn warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }

    pub(super) fn at(self, path: impl Into<String>) -> Problem {
        let Self { message, hint, severity } = self;
        Problem { path: path.into(), message, line: None, hint, severity }
    }
}

impl<T: Into<String>> From<T> for Complaint {
    fn from(message: T) -> Self {
        Self { message: message.into(), hint: None, severity: Severity::Error }
    }
}

/// Gathers problems, and only counts them once there are enough.
#[derive(Default)]
pub(super) struct Problems {
    kept: Vec<Problem>,
    more: usize,
    more_are_errors: bool,
    patterns: usize,
}

impl Problems {
    pub(super) fn push(&mut self, problem: Problem) {
        if self.kept.len() < MAX_PROBLEMS {
            self.kept.push(problem);
        } else {
            self.more += 1;
            self.more_are_errors |= problem.severity.is_error();
        }
    }

    /// Whether one more pattern may be compiled; it is counted.
    pub(super) fn may_compile(&mut self) -> bool {
        self.patterns += 1;
        self.patterns <= MOST_PATTERNS
    }

    /// A pattern has taken as long as any may, and is not used: after three of them, no more are tried.
    pub(super) fn compiled_in_vain(&mut self) {
        self.patterns += MOST_PATTERNS / 3;
    }

    /// Those of `others` behind these.
    pub(super) fn append(&mut self, others: Self) {
        others.kept.into_iter().for_each(|problem| self.push(problem));
        self.more += others.more;
        self.more_are_errors |= others.more_are_errors;
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Problem> {
        self.kept.iter_mut()
    }

    pub(super) fn finish(mut self) -> Vec<Problem> {
        if self.more > 0 {
            let rest = Complaint::from(format!("has {} problems more", self.more));
            let rest = if self.more_are_errors { rest } else { rest.warning() };
            self.kept.push(rest.at(""));
        }
        self.kept
    }
}
