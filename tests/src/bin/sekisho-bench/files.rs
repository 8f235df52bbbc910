//! Files through the two jails: Office documents, a large photograph, the start of a process.
//!
//! The documents are the sample files beside the checkout, or the tests' own where there are none.
//! LibreOffice gets what we wrote, since the samples themselves are nothing for a desktop program;
//! for the ratio both sides convert exactly those.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use sekisho_jail::{AcceptedWalls, Input, Jail, Limits, Slots, Task};
use sekisho_sanitizer::{Policy, Sanitizer, Settings, Untrusted};

use crate::goal::{Goal, percentile, print as told, sorted};
use crate::office::{self, Converted, Processes};

const OOXML: [&str; 9] = [
    "docx", "docm", "dotx", "xlsx", "xlsm", "xltx", "pptx", "pptm", "ppsx",
];

struct Sample {
    name: String,
    bytes: Vec<u8>,
}

/// Measures and prints; at most `most` documents.
pub(crate) fn print(most: u64) {
    let settings = Settings::beside_this_program().unwrap();
    if std::env::args().nth(2).as_deref() == Some("pdf") {
        return crate::papers::print(&settings, most);
    }
    let samples = samples(usize::try_from(most).unwrap_or(usize::MAX));
    println!("files: {} Office documents", samples.len());
    start(&settings);

    let policy = Policy::default();
    let sanitizer = Sanitizer::start(&settings).unwrap();
    let mut times: Vec<(f64, &str)> = Vec::new();
    let mut written = Vec::new();
    let mut bytes = 0;
    let before = processor_seconds(UsageWho::RUSAGE_SELF);
    for sample in &samples {
        let begun = Instant::now();
        let outcome = sanitizer.file(&sample.name, Untrusted::new(sample.bytes.clone()), &policy);
        let took = begun.elapsed().as_secs_f64() * 1e3;
        bytes += sample.bytes.len();
        times.push((took, &sample.name));
        if let Some(file) = outcome.file {
            written.push((sample.name.clone(), file.bytes().to_vec()));
        }
    }
    let ours = processor_seconds(UsageWho::RUSAGE_SELF) - before;
    let before = processor_seconds(UsageWho::RUSAGE_CHILDREN);
    drop(sanitizer);
    let jailed = processor_seconds(UsageWho::RUSAGE_CHILDREN) - before;
    let all = sorted(times.iter().map(|(took, _)| *took).collect());
    told(
        "a document, median",
        percentile(&all, 50),
        "ms",
        &Goal::Most(10.0),
    );
    told(
        "a document, 95 of 100",
        percentile(&all, 95),
        "ms",
        &Goal::Most(60.0),
    );
    let rate = bytes as f64 / 1e6 / (ours + jailed);
    told(
        "documents, pictures written anew, a core",
        rate,
        "MB/s",
        &Goal::Least(6.0),
    );
    times.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (took, name) in times.iter().take(slowest()) {
        println!("    {took:8.1} ms  {name}");
    }
    println!(
        "  written anew: {} of {}; the others are held",
        written.len(),
        samples.len()
    );

    photograph(&settings, &policy);
    let kib = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss();
    told(
        "resident memory of any process",
        kib as f64 / 1024.0,
        "MiB",
        &Goal::Most(512.0),
    );
    beside_libreoffice(&settings, &policy, written);
    crate::papers::print(&settings, most);
}

fn slowest() -> usize {
    usize::try_from(crate::setting("SEKISHO_BENCH_SLOWEST", 5)).unwrap_or(5)
}

/// How long a jail takes to start, and the process of one item.
fn start(settings: &Settings) {
    let begun = || {
        let begun = Instant::now();
        let jail = Jail::start(
            &settings.reader,
            Slots::default(),
            &AcceptedWalls::default(),
        );
        (jail.unwrap(), begun.elapsed().as_secs_f64() * 1e3)
    };
    let starts = sorted((0..20).map(|_| begun().1).collect());
    println!(
        "  a jail's start, median: {:.2} ms",
        percentile(&starts, 50)
    );
    let (jail, _) = begun();
    let input = Input::of(b"a").unwrap();
    let task = Task {
        job: &[],
        input: &input,
        beside: None,
        limits: Limits {
            memory: 1 << 30,
            cpu_seconds: 10,
            wall: std::time::Duration::from_secs(10),
            output: 1 << 20,
        },
    };
    let items = (0..300).map(|_| {
        let begun = Instant::now();
        assert!(jail.run(&task).is_ok());
        begun.elapsed().as_secs_f64() * 1e3
    });
    let items = sorted(items.collect());
    told(
        "an item's process, start to end, median",
        percentile(&items, 50),
        "ms",
        &Goal::Most(3.0),
    );
}

/// A photograph of twelve megapixels, decoded and encoded anew.
fn photograph(settings: &Settings, policy: &Policy) {
    let (width, height) = (4000_u16, 3000_u16);
    let mut pixels = Vec::with_capacity(36_000_000);
    let mut noise = 1_u32;
    for y in 0..u32::from(height) {
        for x in 0..u32::from(width) {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = (noise >> 28) as u8;
            pixels.extend(
                [x / 16, y / 12, (x + y) / 28]
                    .map(|c| u8::try_from(c % 256).unwrap_or(0) / 2 + grain),
            );
        }
    }
    let mut jpeg = Vec::new();
    jpeg_encoder::Encoder::new(&mut jpeg, 85)
        .encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    let sanitizer = Sanitizer::start(settings).unwrap();
    let times = (0..7).map(|_| {
        let begun = Instant::now();
        let outcome = sanitizer.file("photo.jpg", Untrusted::new(jpeg.clone()), policy);
        assert!(outcome.file.is_some(), "{:?}", outcome.report);
        begun.elapsed().as_secs_f64() * 1e3
    });
    let times = sorted(times.collect());
    told(
        "a JPEG of 12 megapixels, median",
        percentile(&times, 50),
        "ms",
        &Goal::Most(150.0),
    );
}

/// Files that LibreOffice gets one by one.
const FEW: usize = 8;

/// The same files by LibreOffice and by us, in the same run.
fn beside_libreoffice(settings: &Settings, policy: &Policy, written: Vec<(String, Vec<u8>)>) {
    let scratch = tempfile::tempdir().unwrap();
    let sanitizer = Sanitizer::start(settings).unwrap();
    let mut groups: BTreeMap<&str, Vec<(PathBuf, Vec<u8>)>> = BTreeMap::new();
    for (number, (name, bytes)) in written.into_iter().enumerate() {
        let format = OOXML[..].iter().find(|format| name.ends_with(*format));
        let format = match format.and_then(|format| format.get(..1)) {
            Some("d") => "docx",
            Some("x") => "xlsx",
            _ => "pptx",
        };
        let path = scratch.path().join(format!("{number}.{format}"));
        std::fs::write(&path, &bytes).unwrap();
        groups.entry(format).or_default().push((path, bytes));
    }
    for (format, mut files) in groups {
        files.truncate(usize::try_from(crate::setting("SEKISHO_BENCH_PEER_FILES", 30)).unwrap());
        let paths: Vec<PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
        let few = paths.get(..FEW.min(paths.len())).unwrap_or_default();
        let convert = |paths, processes| office::convert(format, paths, processes, scratch.path());
        let (Some(theirs), Some(walled)) = (
            convert(&paths, Processes::One),
            convert(few, Processes::Each),
        ) else {
            println!("SKIPPED: LibreOffice (not on this machine)");
            return;
        };
        let begun = Instant::now();
        for (path, bytes) in &files {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let outcome = sanitizer.file(&name, Untrusted::new(bytes.clone()), policy);
            assert!(outcome.file.is_some(), "{:?}", outcome.report);
        }
        let ours = begun.elapsed().as_secs_f64() * 1e3 / files.len() as f64;
        let each = |them: &Converted| them.seconds * 1e3 / them.files.max(1) as f64;
        let (its, alone) = (each(&theirs), each(&walled));
        println!(
            "  {format}: ours {ours:.2} ms a file, LibreOffice {its:.1} ms ({} of {}), with a process for each {alone:.0} ms ({} of {})",
            theirs.files,
            files.len(),
            walled.files,
            few.len()
        );
        told(
            "LibreOffice's time, one process for all, over ours",
            its / ours,
            "times",
            &Goal::Least(50.0),
        );
        told(
            "LibreOffice's time, a process for each as ours, over ours",
            alone / ours,
            "times",
            &Goal::Least(50.0),
        );
    }
}

pub(crate) fn processor_seconds(who: UsageWho) -> f64 {
    let used = getrusage(who).unwrap();
    let seconds =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    seconds(used.user_time()) + seconds(used.system_time())
}

/// The sample files beside the checkout, else the tests' own documents.
fn samples(most: usize) -> Vec<Sample> {
    let corpus = tests::tree::root().join("../shared/corpus");
    let mut folders = vec![corpus];
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|e| OOXML.iter().any(|o| e == *o))
            {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.truncate(most);
    let read = |path: PathBuf| Sample {
        name: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        bytes: std::fs::read(path).unwrap(),
    };
    let found: Vec<Sample> = paths.into_iter().map(read).collect();
    if !found.is_empty() {
        return found;
    }
    println!("SKIPPED: the sample files (not beside the checkout); documents of the tests instead");
    let own = [4, 50, 500].map(|kib| tests::samples::docx(kib * 1024));
    let named = (1..).zip(own).map(|(number, bytes)| Sample {
        name: format!("{number}.docx"),
        bytes,
    });
    named.collect()
}
