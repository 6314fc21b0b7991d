//! In which line of a JSON text its values stand, and which keys stand there twice.
//!
//! `serde_json` forgets both. Walks the text once, without recursion, along the paths that are asked for.
//! Does not judge the text: it was parsed before.

mod places;
mod walk;

use super::problem::Problems;
use places::Places;

/// Give the problems their lines, and add those keys that an object has twice.
pub(super) fn locate(text: &str, problems: &mut Problems) {
    let mut places = Places::default();
    problems.iter_mut().for_each(|problem| places.want(&problem.path));
    let repeats = walk::walk(text, &mut places);
    problems.iter_mut().for_each(|problem| problem.line = places.line(&problem.path));
    problems.append(repeats);
}

#[cfg(test)]
mod tests;
