//! Passwords from standard input, one a line; on a terminal without showing what is typed.

use std::io::{self, BufRead, IsTerminal, Write};

use rustix::termios::{self, LocalModes, OptionalActions, Termios};
use sekisho_sanitizer::Password;
use sekisho_sanitizer::words::Lang;

/// More than this is no list of passwords.
const MOST_BYTES: u64 = 64 * 1024;

/// Reads the passwords.
pub(super) fn read(lang: Lang) -> io::Result<Vec<Password>> {
    let input = io::stdin();
    let _quiet = input.is_terminal().then(Quiet::now).transpose()?;
    if input.is_terminal() {
        let prompt = super::told::both(
            lang,
            "パスワードを1行に1つ入力し、最後にCtrl-Dを押してください(画面には出ません)",
            "type passwords, one a line, then Ctrl-D (they are not shown)",
        );
        writeln!(io::stderr(), "{prompt}")?;
    }
    lines(input.lock())
}

fn lines(input: impl BufRead) -> io::Result<Vec<Password>> {
    let mut passwords = Vec::new();
    for line in input.take(MOST_BYTES).lines() {
        let line = line?;
        // Spaces may belong to a password; the end of a line of Windows does not.
        let typed = line.strip_suffix('\r').unwrap_or(&line);
        if !typed.is_empty() {
            passwords.push(Password::new(typed));
        }
    }
    Ok(passwords)
}

/// A terminal that does not show what is typed, until this is dropped.
struct Quiet(Termios);

impl Quiet {
    fn now() -> io::Result<Self> {
        let before = termios::tcgetattr(io::stdin())?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        termios::tcsetattr(io::stdin(), OptionalActions::Flush, &quiet)?;
        Ok(Self(before))
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // Nothing is left to do where the terminal is gone.
        let _ = termios::tcsetattr(io::stdin(), OptionalActions::Flush, &self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::{Password, lines};

    #[test]
    fn one_line_is_one_password_and_spaces_stay() {
        let read = lines(&b"infected\r\n\n ab c \n\xe5\x90\x88\xe8\xa8\x80"[..]).unwrap();
        let typed: Vec<&str> = read.iter().map(Password::typed).collect();
        assert_eq!(typed, ["infected", " ab c ", "合言"]);
        assert!(lines(&b"\xff\xfe"[..]).is_err());
    }
}
