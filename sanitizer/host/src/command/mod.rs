//! `sekisho-sanitize`: files and folders in, new files and a readable report out.
//!
//! ```text
//!  arguments ─▶ gather ─▶ work ─▶ put ─────▶ new files, a tree like the one given
//!                 policy ──┘ │ └▶ preview ─▶ one page a file, in place of the new file
//!                            └──▶ told, row ─▶ the report, for people or for programs
//! ```
//!
//! Nothing is ever written over, nothing outside the output folder, and no half file is left behind. What cannot be
//! made safe is held with its reason; what cannot be read does not stop the rest. Passwords stand in no output.

mod gather;
mod passwords;
mod policy;
mod preview;
mod put;
mod row;
mod rows;
mod shown;
mod told;
mod work;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use miette::{Context, IntoDiagnostic};
use sekisho_sanitizer::words::Lang;
use sekisho_sanitizer::{Sanitizer, Settings, Slots, Treatment};

use self::work::{End, Tally, Work};

/// Some files are held.
const HELD: u8 = 1;
/// The command could not do its work, or not all of it.
const FAILED: u8 = 2;

const CODES: &str = "\
終了コード / exit codes:
  0  すべて書き出しました / every file was written anew
  1  保留したファイルか部分があります / some files, or parts of some, are held
  2  実行できないか、読み書きできないファイルがありました / the command could not work, or some file could not be read or written

例 / examples:
  sekisho-sanitize 見積.xlsm -o 無害化済
  sekisho-sanitize 受領フォルダー -o 無害化済 --policy 方針.toml
  sekisho-sanitize 契約書.docx -o 無害化済 --password-stdin < パスワード.txt
  sekisho-sanitize 受領フォルダー -o 確認用 --preview";

/// ファイルを無害化します(新しく作り直します)。 Makes files safe by writing them anew.
#[derive(Debug, Parser)]
#[command(name = "sekisho-sanitize", version, after_help = CODES)]
struct Arguments {
    /// 無害化するファイルやフォルダー / files and folders to make safe
    #[arg(required = true, value_name = "FILE|DIR")]
    inputs: Vec<PathBuf>,
    /// 出力先のフォルダー(今あるファイルには上書きしません) / folder for the new files; nothing there is written over
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// 種類ごとの方法などの方針(TOML) / policy file (TOML)
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// 信頼する署名者の証明書(PEM・DERのファイルかフォルダー) / certificates of trusted signers (PEM or DER, a file or a folder)
    #[arg(long, value_name = "PATH")]
    signers: Option<PathBuf>,
    /// すべての種類をこの方法で扱う(方針より優先) / this method for every kind, whatever the policy says
    #[arg(long, value_enum, value_name = "METHOD")]
    method: Option<Method>,
    /// パスワードを標準入力から読む(1行に1つ、16個まで) / read passwords from standard input, one a line, at most 16
    #[arg(long)]
    password_stdin: bool,
    /// 報告をJSONで出す(1ファイル1行) / print the report as JSON, one line a file
    #[arg(long)]
    json: bool,
    /// ファイルは書き出さず、確認用のHTMLを1つずつ作る / write no new files, only one HTML page a file that shows what would be written
    #[arg(long)]
    preview: bool,
    /// 報告の言語 / language of the report
    #[arg(long, value_enum, default_value_t = Language::Ja)]
    lang: Language,
    /// 同時に処理する数 / how many at once
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    /// 日本語
    Ja,
    /// English
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// 同じ形式で作り直す / the same format, written anew
    Rebuild,
    /// 文字だけにする / plain text
    Text,
    /// 新しいPDFにする / a new PDF
    Reissue,
    /// 画像にする / pixels
    Flatten,
    /// 保留する / hold
    Hold,
}

/// Runs the command.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let lang = match arguments.lang {
        Language::Ja => Lang::Ja,
        Language::En => Lang::En,
    };
    shown::carets();
    match work(&arguments, lang) {
        Ok(tally) if tally.failed > 0 => ExitCode::from(FAILED),
        Ok(tally) if tally.held > 0 || tally.partly > 0 => ExitCode::from(HELD),
        Ok(_) => ExitCode::SUCCESS,
        Err(report) => {
            let _ = writeln!(io::stderr(), "{report:?}");
            ExitCode::from(FAILED)
        }
    }
}

fn work(arguments: &Arguments, lang: Lang) -> miette::Result<Tally> {
    let say = |ja: &'static str, en: &'static str| told::both(lang, ja, en);
    let mut policy = policy::load(arguments.policy.as_deref(), lang)?;
    if let Some(method) = arguments.method {
        policy = policy::all_by(policy, treatment(method));
    }
    let passwords = if arguments.password_stdin {
        passwords::read(lang).into_diagnostic().wrap_err(say(
            "パスワードを読めませんでした",
            "could not read the passwords",
        ))?
    } else {
        Vec::new()
    };
    let mut settings = Settings::beside_this_program()
        .into_diagnostic()
        .wrap_err(say(
            "このプログラムのあるフォルダーが分かりません",
            "could not find this program's own folder",
        ))?;
    settings.signers.clone_from(&arguments.signers);
    if let Some(jobs) = arguments.jobs {
        settings.slots = Slots {
            quick: jobs.max(1),
            slow: settings.slots.slow,
        };
    }
    let sanitizer = Sanitizer::start(&settings).into_diagnostic().wrap_err(say(
        "無害化の隔離された環境を始められませんでした",
        "could not start the sanitizer behind its walls",
    ))?;
    fs::create_dir_all(&arguments.output)
        .into_diagnostic()
        .wrap_err_with(|| {
            let shown = shown::path(&arguments.output);
            match lang {
                Lang::Ja => format!("出力先のフォルダー {shown} を作れませんでした"),
                Lang::En => format!("could not make the output folder {shown}"),
            }
        })?;
    let gathered = gather::all(&arguments.inputs, &arguments.output);
    let work = Work {
        sanitizer: &sanitizer,
        policy: &policy,
        passwords: &passwords,
        output: &arguments.output,
        preview: arguments.preview.then_some(lang),
        jobs: settings.slots.quick,
    };
    let bar = work::progress(&gathered, lang);
    let mut out = io::stdout().lock();
    let tally = work.run(&gathered, &bar, |end: &End<'_>| {
        let line = if arguments.json {
            serde_json::to_string(&row::Row::of(end)).into_diagnostic()?
        } else {
            told::lines(end, lang)
        };
        bar.suspend(|| writeln!(out, "{line}"))
            .into_diagnostic()
            .wrap_err(say("報告を出せませんでした", "could not print the report"))
    })?;
    bar.finish_and_clear();
    if !arguments.json {
        let summary = told::summary(&tally, gathered.links, arguments.preview, lang);
        writeln!(out, "{summary}")
            .into_diagnostic()
            .wrap_err(say("報告を出せませんでした", "could not print the report"))?;
    }
    Ok(tally)
}

fn treatment(method: Method) -> Treatment {
    match method {
        Method::Rebuild => Treatment::Rebuild,
        Method::Text => Treatment::Text,
        Method::Reissue => Treatment::Reissue,
        Method::Flatten => Treatment::Flatten,
        Method::Hold => Treatment::Hold,
    }
}
