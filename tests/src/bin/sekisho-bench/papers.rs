//! PDFs through the two jails: pages a second of one core, beside a rewrite by pictures (pdftoppm and img2pdf).
//!
//! Both sides get the same files, those that we write anew and that the peer shows; both are measured in processor
//! time, so that neither gains by a second core.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::UsageWho;
use sekisho_sanitizer::{Code, Policy, Sanitizer, Settings, Untrusted};

use crate::files::processor_seconds;
use crate::goal::{Goal, percentile, print as told, sorted};

/// One file, and what became of it with us.
struct Paper {
    path: PathBuf,
    name: String,
    bytes: Vec<u8>,
    pages: u64,
    millis: f64,
}

/// Measures and prints; at most `most` files.
pub(crate) fn print(settings: &Settings, most: u64) {
    let mut papers = papers(usize::try_from(most).unwrap_or(usize::MAX));
    if papers.is_empty() {
        println!("SKIPPED: PDFs (no sample files beside the checkout)");
        return;
    }
    let all = papers.len();
    let policy = Policy::default();
    // Once to know which cross, and how many pages they have.
    let first = Sanitizer::start(settings).unwrap();
    papers.retain_mut(|paper| {
        let input = Untrusted::new(paper.bytes.clone());
        let outcome = first.file(&paper.name, input, &policy);
        let kept = outcome
            .report
            .walk()
            .into_iter()
            .flat_map(|part| &part.findings);
        paper.pages = kept
            .filter(|finding| finding.code == Code::PagesKept)
            .map(|finding| u64::from(finding.count))
            .sum();
        outcome.file.is_some() && paper.pages > 0
    });
    drop(first);
    println!("PDFs: {} of {all} are written anew", papers.len());
    let pages: u64 = papers.iter().map(|paper| paper.pages).sum();

    let before =
        processor_seconds(UsageWho::RUSAGE_SELF) + processor_seconds(UsageWho::RUSAGE_CHILDREN);
    let sanitizer = Sanitizer::start(settings).unwrap();
    for paper in &mut papers {
        let begun = Instant::now();
        let input = Untrusted::new(paper.bytes.clone());
        assert!(sanitizer.file(&paper.name, input, &policy).file.is_some());
        paper.millis = begun.elapsed().as_secs_f64() * 1e3;
    }
    drop(sanitizer);
    let after =
        processor_seconds(UsageWho::RUSAGE_SELF) + processor_seconds(UsageWho::RUSAGE_CHILDREN);
    let ours = pages as f64 / (after - before);
    let times = sorted(papers.iter().map(|paper| paper.millis).collect());
    println!(
        "  a PDF, median: {:.1} ms, 95 of 100: {:.1} ms",
        percentile(&times, 50),
        percentile(&times, 95)
    );
    told(
        "pages written anew, a core",
        ours,
        "a s",
        &Goal::Least(50.0),
    );
    papers.sort_by(|a, b| b.millis.total_cmp(&a.millis));
    for paper in papers.iter().take(5) {
        println!(
            "    {:8.1} ms  {} pages  {}",
            paper.millis, paper.pages, paper.name
        );
    }
    beside_pictures(settings, &policy, &papers);
}

/// The same files by pictures of 150 dpi.
fn beside_pictures(settings: &Settings, policy: &Policy, papers: &[Paper]) {
    if !there("pdftoppm") || !there("img2pdf") {
        println!("SKIPPED: pdftoppm and img2pdf (not on this machine)");
        return;
    }
    let most = usize::try_from(crate::setting("SEKISHO_BENCH_PEER_PAPERS", 60)).unwrap_or(60);
    // Not the slowest of ours alone: every so many of them.
    let stride = papers.len().div_ceil(most.max(1)).max(1);
    let scratch = tempfile::tempdir().unwrap();
    let mut shown: Vec<&Paper> = Vec::new();
    let mut theirs = 0.0;
    for paper in papers.iter().step_by(stride) {
        let before = processor_seconds(UsageWho::RUSAGE_CHILDREN);
        let done = by_pictures(&paper.path, scratch.path());
        let took = processor_seconds(UsageWho::RUSAGE_CHILDREN) - before;
        if done {
            theirs += took;
            shown.push(paper);
        }
    }
    let pages: u64 = shown.iter().map(|paper| paper.pages).sum();
    let before =
        processor_seconds(UsageWho::RUSAGE_SELF) + processor_seconds(UsageWho::RUSAGE_CHILDREN);
    let sanitizer = Sanitizer::start(settings).unwrap();
    for paper in &shown {
        sanitizer.file(&paper.name, Untrusted::new(paper.bytes.clone()), policy);
    }
    drop(sanitizer);
    let after =
        processor_seconds(UsageWho::RUSAGE_SELF) + processor_seconds(UsageWho::RUSAGE_CHILDREN);
    let (ours, theirs) = (pages as f64 / (after - before), pages as f64 / theirs);
    println!(
        "  {} files, {pages} pages: ours {ours:.1} pages a second of a core, by pictures {theirs:.1}",
        shown.len()
    );
    told(
        "our pages over those by pictures",
        ours / theirs,
        "times",
        &Goal::Least(3.0),
    );
}

/// Pictures of all pages, and a PDF of the pictures; true where there is one within a minute.
fn by_pictures(path: &Path, scratch: &Path) -> bool {
    for left in std::fs::read_dir(scratch).into_iter().flatten().flatten() {
        let _ = std::fs::remove_file(left.path());
    }
    let mut pictures = Command::new("pdftoppm");
    pictures
        .args(["-r", "150", "-jpeg"])
        .arg(path)
        .arg(scratch.join("p"));
    if !ended(pictures) {
        return false;
    }
    let pages = std::fs::read_dir(scratch).into_iter().flatten().flatten();
    let mut pages: Vec<PathBuf> = pages.map(|page| page.path()).collect();
    pages.sort();
    if pages.is_empty() {
        return false;
    }
    let mut bound = Command::new("img2pdf");
    bound.arg("-o").arg(scratch.join("bound.pdf")).args(pages);
    ended(bound)
}

fn ended(mut command: Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else {
        return false;
    };
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if begun.elapsed() < Duration::from_mins(1) => {
                std::thread::sleep(Duration::from_millis(5));
            }
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

fn there(program: &str) -> bool {
    let mut asked = Command::new(program);
    asked
        .arg("--help")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    asked.status().is_ok()
}

fn papers(most: usize) -> Vec<Paper> {
    let Some(folder) = tests::corpus::folder() else {
        return Vec::new();
    };
    let samples = tests::corpus::samples(&folder).into_iter();
    let chosen = samples
        .filter(|sample| sample.extension == "pdf")
        .take(most);
    chosen
        .map(|sample| Paper {
            bytes: sample.read(),
            path: sample.path,
            name: sample.name,
            pages: 0,
            millis: 0.0,
        })
        .collect()
}
