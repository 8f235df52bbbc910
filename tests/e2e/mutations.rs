//! A few hundred of the mutations that `make mutations` makes by the hundred thousand.

use tests::mutate::run::run;
use tests::mutate::seeds;

#[test]
fn no_mutated_office_file_acts_when_it_comes_out() {
    let mut all = seeds::generated();
    all.extend(seeds::of_corpus(8_000));
    let outcome = run(tests::corpus::sanitizer(), &all, 1, 0..1_500, u64::MAX);
    eprintln!(
        "mutations of {} files: clean {}, held {:?}",
        all.len(),
        outcome.clean,
        outcome.held
    );
    assert!(outcome.flagged.is_empty(), "{:#?}", outcome.flagged);
    assert!(
        outcome.clean > 100,
        "most mutations teach something: {outcome:?}"
    );
}

#[test]
fn no_mutated_pdf_acts_when_it_comes_out() {
    let mut all = seeds::papers();
    let small = seeds::of_corpus(8_000).into_iter();
    all.extend(small.filter(seeds::Seed::is_paper));
    let outcome = run(tests::corpus::sanitizer(), &all, 1, 0..600, u64::MAX);
    eprintln!(
        "mutations of {} PDFs: clean {}, held {:?}",
        all.len(),
        outcome.clean,
        outcome.held
    );
    assert!(outcome.flagged.is_empty(), "{:#?}", outcome.flagged);
    assert!(
        outcome.clean > 100,
        "most mutations teach something: {outcome:?}"
    );
}
