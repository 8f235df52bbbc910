//! Figures with what they should be: each line says whether it is reached or falls short.

/// A figure and where it should be.
pub(crate) enum Goal {
    /// At most this.
    Most(f64),
    /// At least this.
    Least(f64),
}

/// Prints one figure beside its goal. Nothing fails: a busy machine is no fault.
pub(crate) fn print(what: &str, figure: f64, unit: &str, goal: &Goal) {
    let (word, wanted, reached) = match goal {
        Goal::Most(most) => ("at most", *most, figure <= *most),
        Goal::Least(least) => ("at least", *least, figure >= *least),
    };
    let verdict = if reached { "reached" } else { "FALLS SHORT" };
    println!("  {what:44} {figure:9.2} {unit:5} ({word} {wanted}: {verdict})");
}

/// The value below which this share of the (sorted) values lies.
pub(crate) fn percentile(sorted: &[f64], share: usize) -> f64 {
    let at = (sorted.len() * share).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied().unwrap_or_default()
}

/// The same values in their order.
pub(crate) fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}
