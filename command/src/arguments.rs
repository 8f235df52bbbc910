//! The command line, in the language of whoever types it.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use uuid::Uuid;

use crate::words::{self, Words};

/// Ask and run a Sekisho checkpoint.
#[derive(Debug, Parser)]
#[command(name = "sekisho", version, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// The folder that holds the processes' folders.
    #[arg(long, global = true, value_name = "DIR", default_value = "var")]
    pub(crate) var: PathBuf,
    /// A TOML file that names the control sockets, where they are not below --var.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Answer as one JSON object.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The language of the answer; without it, the locale decides.
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub(crate) lang: Option<Language>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The languages the command speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// 日本語
    Ja,
    /// English
    En,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Prove that nothing was lost: accepted = delivered + held + refused with notice.
    Reconcile,
    /// Show where items are and were; with an item, every step of it.
    Ledger {
        /// The item's id.
        item: Option<Uuid>,
        /// How many of the latest items to show.
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: u32,
    },
    /// Check the audit trail.
    Audit {
        #[command(subcommand)]
        act: Audit,
    },
    /// Manage people who log in.
    User {
        #[command(subcommand)]
        act: User,
    },
    /// Say who administers, guards and audits; name the first administrator of a town.
    Role {
        #[command(subcommand)]
        act: Office,
    },
    /// Show whether every process is ready, and what it warns of.
    Status,
    /// Run the demo town Yamabiko on this machine until Ctrl-C.
    Demo(Demo),
    /// Become another program that ends with its parent.
    #[command(hide = true)]
    Child(Child),
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(crate) enum Audit {
    /// Check that no row of any audit trail was changed, on every node.
    Verify,
}

#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Add a person and print the code with which they choose their own password.
    Add(Person),
    /// Give a person who cannot get in a new code: what they had opens nothing any more, and every session ends.
    Recover {
        /// The name they log in with.
        login: String,
        /// Take away the second factors too: the phone is lost as well.
        #[arg(long)]
        reset_second: bool,
        /// For how many days the code is good, 1 to 30; without it, one day.
        #[arg(long, value_name = "N")]
        days: Option<u32>,
    },
    /// Shut a person out at once: every session ends, nothing of theirs is lost.
    Suspend {
        /// The name they log in with.
        login: String,
    },
    /// Take a suspension back.
    Restore {
        /// The name they log in with.
        login: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Office {
    /// Give somebody a role from today on.
    Grant(Given),
    /// Take a role from somebody at once.
    Revoke(Given),
    /// Show every role that is given today.
    List,
}

/// What somebody may do beside their daily work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Duty {
    /// 総合管理者: the whole appliance.
    System,
    /// 団体管理者: one organisation.
    Organisation,
    /// 所属管理者: one unit and those below it.
    Unit,
    /// 情報セキュリティ担当.
    Security,
    /// 監査担当.
    Auditor,
    /// 課代表: acts as the account of a unit.
    Representative,
}

impl Duty {
    /// Its word in the control protocol.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Organisation => "organisation",
            Self::Unit => "unit",
            Self::Security => "security",
            Self::Auditor => "auditor",
            Self::Representative => "representative",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Given {
    /// The name they log in with.
    pub(crate) login: String,
    /// Which role.
    #[arg(value_enum)]
    pub(crate) role: Duty,
    /// The unit that a unit's administrator cares for, or whose account it is.
    #[arg(long, required_if_eq_any([("role", "unit"), ("role", "representative")]))]
    pub(crate) unit: Option<String>,
    /// Let the person's main post bear it, so that the successor has it too.
    #[arg(long)]
    pub(crate) by_post: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Person {
    /// The name to log in with.
    pub(crate) login: String,
    /// The person's name.
    #[arg(long)]
    pub(crate) name: String,
    /// How the name is read, in hiragana.
    #[arg(long)]
    pub(crate) yomi: String,
    /// The mail address.
    #[arg(long)]
    pub(crate) address: String,
    /// The unit the person belongs to.
    #[arg(long)]
    pub(crate) unit: Option<String>,
    /// The person's post in it.
    #[arg(long)]
    pub(crate) post: Option<String>,
    /// For how many days the code is good, 1 to 30; without it, seven days.
    #[arg(long, value_name = "N")]
    pub(crate) days: Option<u32>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct Demo {
    /// The port that takes mail.
    #[arg(long, default_value_t = 2525, value_name = "PORT")]
    pub(crate) smtp: u16,
    /// The port of the web pages.
    #[arg(long, default_value_t = 8080, value_name = "PORT")]
    pub(crate) http: u16,
    /// The port between the two nodes.
    #[arg(long, default_value_t = 7443, value_name = "PORT")]
    pub(crate) link: u16,
    /// Join the nodes by a Unix socket instead of mutual TLS.
    #[arg(long)]
    pub(crate) link_unix: bool,
    /// Do not send the sample mails.
    #[arg(long)]
    pub(crate) no_samples: bool,
    /// Write the configuration and the keys, and start nothing.
    #[arg(long)]
    pub(crate) prepare_only: bool,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct Child {
    /// The process it must not outlive.
    #[arg(long)]
    pub(crate) parent: i32,
    /// The program and its arguments.
    #[arg(last = true, required = true)]
    pub(crate) program: Vec<OsString>,
}

impl Arguments {
    /// Reads the command line. Help, version and mistakes are answered here, and the process ends.
    pub(crate) fn read() -> (Self, &'static Words) {
        let language = language(std::env::args_os(), |name| std::env::var(name).ok());
        let matches = command(language).get_matches();
        let arguments = Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
        (arguments, words::of(language))
    }
}

/// The command with its help in a language.
fn command(language: Language) -> clap::Command {
    match language {
        Language::En => Arguments::command(),
        Language::Ja => words::help::japanese(Arguments::command()),
    }
}

/// The language asked for, by `--lang` or by the locale.
fn language(
    typed: impl Iterator<Item = OsString>,
    environment: impl Fn(&str) -> Option<String>,
) -> Language {
    let typed: Vec<OsString> = typed.collect();
    let asked = typed.iter().enumerate().find_map(|(place, word)| {
        let word = word.to_str()?;
        let value = match word.strip_prefix("--lang=") {
            Some(value) => value,
            None if word == "--lang" => typed.get(place + 1)?.to_str()?,
            None => return None,
        };
        Language::from_str(value, false).ok()
    });
    asked.unwrap_or_else(|| {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| environment(name).filter(|value| !value.is_empty()));
        match locale {
            Some(locale) if locale.starts_with("ja") => Language::Ja,
            _ => Language::En,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(typed: &[&str], lang: &str) -> Language {
        let lang = lang.to_owned();
        language(typed.iter().map(OsString::from), move |name| {
            (name == "LANG").then(|| lang.clone())
        })
    }

    #[test]
    fn the_command_line_is_well_formed_in_both_languages() {
        command(Language::En).debug_assert();
        command(Language::Ja).debug_assert();
    }

    #[test]
    fn the_locale_decides_unless_the_command_line_does() {
        assert_eq!(of(&["sekisho"], "ja_JP.UTF-8"), Language::Ja);
        assert_eq!(of(&["sekisho"], "C.UTF-8"), Language::En);
        assert_eq!(
            of(&["sekisho", "--lang", "en"], "ja_JP.UTF-8"),
            Language::En
        );
        assert_eq!(of(&["sekisho", "--lang=ja", "status"], ""), Language::Ja);
    }
}
