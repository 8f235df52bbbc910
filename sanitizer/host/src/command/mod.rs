//! The command line: takes files through the sanitizer and tells what was removed and why.

mod told;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use clap::{Parser, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use miette::{Context, IntoDiagnostic};
use sekisho_sanitizer::words::Lang;
use sekisho_sanitizer::{FileOutcome, Policy, Sanitizer, Settings, Slots, Untrusted};

/// Some files are held.
const HELD: u8 = 1;
/// The command could not do its work.
const FAILED: u8 = 2;

/// ファイルを無害化します。 Makes files safe by writing them anew.
#[derive(Debug, Parser)]
#[command(name = "sekisho-sanitize", version)]
struct Arguments {
    /// 無害化するファイル / files to make safe
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// 出力先のフォルダー / folder for the new files
    #[arg(short, long)]
    output: PathBuf,
    /// 報告の言語 / language of the report
    #[arg(long, value_enum, default_value_t = Language::Ja)]
    lang: Language,
    /// 報告をJSONで出力 / print the report as JSON lines
    #[arg(long)]
    json: bool,
    /// 取込の方針（TOML） / policy file
    #[arg(long)]
    policy: Option<PathBuf>,
    /// 同時に処理する数 / how many at once
    #[arg(long)]
    jobs: Option<usize>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    Ja,
    En,
}

/// Runs the command.
pub(crate) fn run() -> ExitCode {
    match work(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(HELD),
        Err(report) => {
            let _ = writeln!(io::stderr(), "{report:?}");
            ExitCode::from(FAILED)
        }
    }
}

/// True when every file was written anew.
fn work(arguments: &Arguments) -> miette::Result<bool> {
    let lang = match arguments.lang {
        Language::Ja => Lang::Ja,
        Language::En => Lang::En,
    };
    let policy = match &arguments.policy {
        Some(path) => {
            let text = fs::read_to_string(path)
                .into_diagnostic()
                .wrap_err_with(|| format!("could not read {}", path.display()))?;
            Policy::from_toml(&text).into_diagnostic()?
        }
        None => Policy::default(),
    };
    let mut settings = Settings::beside_this_program()
        .into_diagnostic()
        .wrap_err("could not find this program's own folder")?;
    if let Some(jobs) = arguments.jobs {
        settings.slots = Slots {
            quick: jobs.max(1),
            slow: settings.slots.slow,
        };
    }
    let sanitizer = Sanitizer::start(&settings).into_diagnostic()?;
    fs::create_dir_all(&arguments.output)
        .into_diagnostic()
        .wrap_err_with(|| format!("could not make {}", arguments.output.display()))?;

    let bar = progress(arguments);
    let outcomes = all(arguments, &sanitizer, &policy, settings.slots.quick, &bar);
    bar.finish_and_clear();

    let mut out = io::stdout().lock();
    let mut whole = true;
    for (path, outcome) in arguments.files.iter().zip(outcomes) {
        let outcome = outcome.wrap_err_with(|| format!("could not take {}", path.display()))?;
        whole &= outcome.outcome.file.is_some();
        let told = if arguments.json {
            serde_json::to_string(&told::Line::of(path, &outcome)).into_diagnostic()?
        } else {
            told::lines(path, &outcome, lang)
        };
        writeln!(out, "{told}")
            .into_diagnostic()
            .wrap_err("could not print the report")?;
    }
    Ok(whole)
}

/// One file and where its new form was put.
pub(crate) struct Outcome {
    pub(crate) outcome: FileOutcome,
    pub(crate) written: Option<PathBuf>,
}

/// Takes all files through, several at once; the answers keep the order of the question.
fn all(
    arguments: &Arguments,
    sanitizer: &Sanitizer,
    policy: &Policy,
    jobs: usize,
    bar: &ProgressBar,
) -> Vec<miette::Result<Outcome>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(arguments.files.len()));
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(arguments.files.len()).max(1) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = arguments.files.get(place) else {
                        return;
                    };
                    let outcome = one(path, sanitizer, policy);
                    done.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push((place, outcome));
                    bar.inc(1);
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(place, _)| *place);
    // Written in order, one after the other: which of two files of one name gets the plain one
    // must not depend on which was done first.
    done.into_iter()
        .map(|(_, outcome)| {
            let outcome = outcome?;
            let written = outcome
                .file
                .as_ref()
                .map(|file| put(&arguments.output, &outcome.report.name, file.bytes()))
                .transpose()?;
            Ok(Outcome { outcome, written })
        })
        .collect()
}

fn one(path: &Path, sanitizer: &Sanitizer, policy: &Policy) -> miette::Result<FileOutcome> {
    let bytes = fs::read(path)
        .into_diagnostic()
        .wrap_err("could not read the file")?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(sanitizer.file(&name, Untrusted::new(bytes), policy))
}

/// Writes a new file, never over another.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> miette::Result<PathBuf> {
    let (stem, extension) = sekisho_ir::name::split_extension(name);
    let mut path = folder.join(name);
    for copy in 2_u32.. {
        match fs::File::create_new(&path) {
            Ok(mut file) => {
                file.write_all(bytes)
                    .into_diagnostic()
                    .wrap_err("could not write the new file")?;
                return Ok(path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                path = folder.join(format!("{stem} ({copy}).{extension}"));
            }
            Err(error) => {
                return Err(error)
                    .into_diagnostic()
                    .wrap_err("could not make the new file");
            }
        }
    }
    Err(miette::miette!("no name is free for the new file"))
}

fn progress(arguments: &Arguments) -> ProgressBar {
    if arguments.json || arguments.files.len() < 2 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(arguments.files.len()).unwrap_or(u64::MAX));
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar
}
