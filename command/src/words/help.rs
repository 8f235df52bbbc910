//! The help texts in Japanese. The English ones stand beside the arguments.

use clap::Command;

/// What a subcommand does; by its path.
const COMMANDS: [(&str, &str); 18] = [
    ("sekisho", "関所 (Sekisho) の状態を確かめ、動かします。"),
    (
        "sekisho reconcile",
        "突合: 受け付けた案件が、届けた・保留・通知して断ったのどれかに必ずあることを確かめます。",
    ),
    (
        "sekisho ledger",
        "受渡台帳: 案件が今どこにあり、どこを通ったかを示します。案件番号を付けると全段階を示します。",
    ),
    ("sekisho audit", "監査証跡を確かめます。"),
    (
        "sekisho audit verify",
        "すべてのノードの監査証跡が書き換えられていないことを確かめます。",
    ),
    ("sekisho user", "ログインする職員を管理します。"),
    (
        "sekisho user add",
        "職員を登録し、本人がパスワードを決めるための登録コードを示します。",
    ),
    (
        "sekisho user recover",
        "入れなくなった職員に、新しい登録コードを出します。今までのパスワードと開いている画面は終わります。",
    ),
    (
        "sekisho user suspend",
        "職員の利用をすぐに停止します。開いている画面はすべて終わり、データは残ります。",
    ),
    ("sekisho user restore", "職員の利用を再開します。"),
    (
        "sekisho role",
        "管理者・情報セキュリティ担当・監査担当を決めます。団体の最初の管理者もここで決めます。",
    ),
    ("sekisho role grant", "今日から役割を付けます。"),
    ("sekisho role revoke", "役割をすぐに外します。"),
    ("sekisho role list", "いま付いている役割をすべて示します。"),
    (
        "sekisho status",
        "各プロセスが動いているか、警報がないかを示します。",
    ),
    (
        "sekisho demo",
        "やまびこ市のデモをこのコンピュータで動かします。Ctrl-C で終わります。",
    ),
    (
        "sekisho child",
        "親プロセスと一緒に終わるプログラムになります。",
    ),
    ("sekisho help", "使い方を示します。"),
];

/// What an argument means; by its id.
const ARGUMENTS: [(&str, &str); 25] = [
    ("var", "各プロセスのフォルダが入っているフォルダ"),
    (
        "config",
        "制御ソケットの場所を書いた TOML ファイル (--var の下にないとき)",
    ),
    ("json", "答えを JSON で示します"),
    ("lang", "答えの言語 (指定しなければロケールに従います)"),
    ("help", "使い方を示します"),
    ("version", "版を示します"),
    ("item", "案件番号"),
    ("limit", "示す案件の数 (新しい順)"),
    ("login", "ログイン名"),
    ("name", "氏名"),
    ("yomi", "よみ (ひらがな)"),
    ("address", "メールアドレス"),
    ("unit", "所属"),
    ("post", "職位"),
    ("role", "役割"),
    (
        "by_post",
        "本人ではなく、就いている職に付けます。後任の方に引き継がれます",
    ),
    (
        "reset_second",
        "二段階の確認も取り消します (スマートフォンもなくしたとき)",
    ),
    (
        "days",
        "登録コードが使える日数 (1〜30。指定しなければ、登録は7日、再登録は1日)",
    ),
    ("smtp", "メールを受けるポート"),
    ("http", "画面のポート"),
    ("link", "2つのノードの間のポート"),
    (
        "link_unix",
        "ノードの間を相互 TLS ではなく Unix ソケットでつなぎます",
    ),
    ("no_samples", "見本のメールを送りません"),
    ("prepare_only", "設定と鍵を書くだけで、何も始めません"),
    ("parent", "一緒に終わる親プロセス"),
];

/// Puts the Japanese texts in.
pub(crate) fn japanese(command: Command) -> Command {
    translate(command, "")
}

fn translate(command: Command, above: &str) -> Command {
    let path = match above {
        "" => command.get_name().to_owned(),
        above => format!("{above} {}", command.get_name()),
    };
    let about = find(&COMMANDS, &path);
    let command = match about {
        Some(about) => command.about(about),
        None => command,
    };
    command
        .subcommand_help_heading("コマンド")
        .mut_args(
            |argument| match find(&ARGUMENTS, argument.get_id().as_str()) {
                Some(help) => argument.help(help),
                None => argument,
            },
        )
        .mut_subcommands(|command| translate(command, &path))
}

fn find(texts: &'static [(&str, &str)], key: &str) -> Option<&'static str> {
    texts
        .iter()
        .find(|(name, _)| *name == key)
        .map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::arguments::Arguments;

    fn walk(command: &Command, above: &str, missing: &mut Vec<String>) {
        let path = format!("{above} {}", command.get_name());
        if find(&COMMANDS, path.trim()).is_none() {
            missing.push(path.clone());
        }
        for argument in command.get_arguments() {
            let id = argument.get_id().as_str();
            if id != "program" && find(&ARGUMENTS, id).is_none() {
                missing.push(format!("{path} {id}"));
            }
        }
        command
            .get_subcommands()
            .for_each(|below| walk(below, &path, missing));
    }

    #[test]
    fn every_subcommand_and_every_argument_speaks_japanese() {
        let mut missing = Vec::new();
        walk(&Arguments::command(), "", &mut missing);
        assert!(missing.is_empty(), "no Japanese help for {missing:?}");
    }
}
