//! The frame of a page: bar, rail, and where the module's own part goes. `frame.html` is for people who are
//! logged in, `plain.html` for everything before that.

use super::done::Done;
use super::keys::{self, Group};
use super::text::FrameText;
use crate::cx::Cx;
use crate::modules::emergency::Strip;
use crate::modules::settings::Look;
use crate::org::{Acting, PostId};

/// The frame around a page of someone who is logged in. `frame.html` reads it as `frame`.
#[derive(Debug)]
pub(crate) struct Frame {
    /// `ja` or `en`.
    pub lang: &'static str,
    /// `auto`, `light`, `dark` or `contrast`.
    pub theme: &'static str,
    /// `m`, `l` or `xl`.
    pub text: &'static str,
    /// Whether a single letter acts.
    pub letters: bool,
    /// 緊急のお知らせ that stand on top.
    pub emergency: Strip,
    /// What was done just now.
    pub done: Option<Done>,
    /// The frame's words.
    pub words: &'static FrameText,
    /// The title of the page, without the product's name.
    pub title: String,
    /// The organisation's name.
    pub organisation: String,
    /// The person's name.
    pub person: String,
    /// The post they act in, as `総務課総務係 係長`.
    pub post: String,
    /// Where their photo is, in the place of the sign for a person.
    pub face: Option<String>,
    /// 「総務課代表として」, where they act as an account.
    pub acting: Option<String>,
    /// Whom they may act as, themselves first; empty where there is no choice.
    pub accounts: Vec<AccountItem>,
    /// Their identity, by which this window tells their drafts from those of another.
    pub who: String,
    /// What their log-in is called by; another log-in, another name.
    pub session: String,
    /// The entries of the rail.
    pub rail: Vec<RailItem>,
    /// How many notices are unread.
    pub notices: u64,
    /// How many mails wait at the checkpoint.
    pub held: u64,
    /// What stands in the search box.
    pub search: String,
    /// Where live changes of this person come from; a page of somebody who has left does not follow the next.
    pub stream: String,
    /// The last change this page shows, so that nothing falls between the page and its stream.
    pub as_of: u64,
    /// The path (and query) of this page, for forms that come back to it.
    pub here: String,
    /// The pages this person keeps at hand.
    pub pins: Vec<PinItem>,
    /// Whether this page is among them.
    pub pinned: bool,
    /// The letters that act on this page.
    pub keys: Vec<Group>,
    /// The part of the manual that is about this page.
    pub help: &'static str,
}

/// One entry of the rail.
#[derive(Debug)]
pub(crate) struct RailItem {
    /// Where it leads.
    pub href: &'static str,
    /// The symbol's name: `mail`, `directory`.
    pub icon: &'static str,
    /// The module's name on screen.
    pub word: &'static str,
    /// What waits there; zero shows nothing.
    pub count: u64,
    /// Whether the page belongs to it.
    pub here: bool,
    /// Whether a line stands above it.
    pub divider_before: bool,
    /// The letter that follows `g` on the way there; empty for none.
    pub go: &'static str,
}

/// Somebody, or an account, to act as.
#[derive(Debug)]
pub(crate) struct AccountItem {
    /// As the form carries it; empty for themselves.
    pub value: String,
    /// What it is called.
    pub word: String,
    /// Its unread mails; zero shows nothing.
    pub count: u64,
    /// Whether it is acted as now.
    pub here: bool,
}

/// A page that is kept at hand, in the rail.
#[derive(Debug)]
pub(crate) struct PinItem {
    /// Where it leads.
    pub href: String,
    /// How it is called.
    pub name: String,
    /// Whether it is the page that is shown.
    pub here: bool,
}

/// The frame of a page before log-in. `plain.html` reads it as `plain`.
#[derive(Debug)]
pub(crate) struct Plain {
    /// `ja` or `en`.
    pub lang: &'static str,
    /// `auto`, `light`, `dark` or `contrast`.
    pub theme: &'static str,
    /// `m`, `l` or `xl`.
    pub text: &'static str,
    /// The frame's words.
    pub words: &'static FrameText,
    /// The title of the page.
    pub title: String,
    /// The organisation's name.
    pub organisation: String,
}

impl Plain {
    /// The plain frame with a title, as somebody wants it.
    pub(crate) fn new(look: Look, organisation: &str, title: &str) -> Self {
        Self {
            lang: look.language.tag(),
            theme: look.theme.tag(),
            text: look.size.tag(),
            words: super::text::frame(look.language),
            title: title.to_owned(),
            organisation: organisation.to_owned(),
        }
    }
}

/// The module a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Module {
    /// ポータル.
    Portal,
    /// メール.
    Mail,
    /// 職員録.
    Directory,
    /// 検索, which stands in the bar and not in the rail.
    Search,
    /// 管理, for whoever administers.
    Administration,
    /// 通知, which stand in the bar and not in the rail.
    Notices,
    /// 使い方.
    Help,
    /// 設定, which stands in the person's menu.
    Settings,
    /// 部品の見本, for whoever administers.
    Style,
    /// サインインの設定, which stands in the person's menu and not in the rail.
    Account,
}

impl Module {
    /// The letter that follows `g` on the way there; empty for what is not in the rail.
    fn go(self) -> &'static str {
        match self {
            Self::Portal => "p",
            Self::Mail => "m",
            Self::Directory => "d",
            Self::Administration => "a",
            Self::Search
            | Self::Notices
            | Self::Help
            | Self::Settings
            | Self::Style
            | Self::Account => "",
        }
    }

    /// The part of the manual that is about it.
    fn help(self) -> &'static str {
        match self {
            Self::Portal => "/help/portal",
            Self::Mail => "/help/mail",
            Self::Directory => "/help/directory",
            Self::Search => "/help/search",
            Self::Administration => "/help/administration",
            Self::Notices => "/help/notices",
            Self::Settings => "/help/display",
            Self::Account => "/help/start#sign-in",
            Self::Help | Self::Style => "/help",
        }
    }
}

/// What waits for this person, for the numbers in the frame.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waiting {
    /// Unread mails of each account that they may act as, their own first; empty for whoever acts as none.
    pub accounts: Vec<(Option<PostId>, u64)>,
    /// Unread mails in the inbox.
    pub unread: u64,
    /// Mails of which a part is held.
    pub held: u64,
    /// Notices that are unread.
    pub notices: u64,
    /// The last change these numbers know of; the page's stream goes on from there.
    pub as_of: u64,
}

fn accounts(cx: &Cx, waiting: &Waiting) -> Vec<AccountItem> {
    let now = cx.acting.as_ref().map(Acting::post);
    let name = |post: Option<PostId>| match post {
        None => super::text::acting_self(cx.language(), cx.person.name.as_str()),
        Some(post) => {
            let account = cx.accounts.iter().find(|one| one.post() == post);
            let path = account.map_or("", Acting::path);
            super::text::account(cx.language(), path)
        }
    };
    let item = |(post, count): &(Option<PostId>, u64)| AccountItem {
        value: post.map_or_else(String::new, |post| post.uuid().to_string()),
        word: name(*post),
        count: *count,
        here: *post == now,
    };
    waiting.accounts.iter().map(item).collect()
}

impl Frame {
    /// The frame around a page of `module` for this person.
    pub(crate) fn new(
        cx: &Cx,
        module: Module,
        waiting: Waiting,
        title: String,
        here: &str,
    ) -> Self {
        let (words, look) = (super::text::frame(cx.language()), cx.look());
        let item = |of: Module, href, icon, word, count| RailItem {
            href,
            icon,
            word,
            count,
            here: of == module,
            divider_before: false,
            go: of.go(),
        };
        // Shown where it leads somewhere; the pages ask for themselves.
        let rooms = cx.administers.then(|| RailItem {
            divider_before: true,
            ..item(
                Module::Administration,
                "/admin",
                "shield",
                words.administration,
                0,
            )
        });
        let rail: Vec<RailItem> = vec![
            item(Module::Portal, "/", "home", words.portal, 0),
            item(
                Module::Mail,
                "/mail/inbox",
                "mail",
                words.mail,
                waiting.unread,
            ),
            item(
                Module::Directory,
                "/directory",
                "directory",
                words.directory,
                0,
            ),
        ]
        .into_iter()
        .chain(rooms)
        .collect();
        Self {
            lang: cx.language().tag(),
            theme: look.theme.tag(),
            text: look.size.tag(),
            letters: look.letters,
            emergency: Strip::new(cx, &cx.emergencies),
            done: cx.done.clone(),
            words,
            title,
            organisation: cx.organisation_name.clone(),
            person: cx.person.name.as_str().to_owned(),
            post: cx.post.clone(),
            face: cx.face.clone(),
            acting: cx
                .acting
                .as_ref()
                .map(|acting| super::text::acting_as(cx.language(), acting.path())),
            accounts: accounts(cx, &waiting),
            who: cx.staff.uuid().to_string(),
            session: cx.session.key.handle(),
            pins: pins(cx, here),
            pinned: cx.favourites.holds(here),
            keys: keys::of_page(cx, module, &rail, words),
            help: module.help(),
            rail,
            notices: waiting.notices,
            held: waiting.held,
            search: String::new(),
            stream: format!("/stream?for={}", cx.whose()),
            as_of: waiting.as_of,
            here: here.to_owned(),
        }
    }

    /// The same with another part of the manual behind its question mark.
    pub(crate) fn helped_by(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    /// The same with words in the search box.
    pub(crate) fn searching(mut self, words: &str) -> Self {
        words.clone_into(&mut self.search);
        self
    }
}

/// What is kept at hand; the page that is shown is marked.
fn pins(cx: &Cx, here: &str) -> Vec<PinItem> {
    let pins = cx.favourites.pins().iter();
    pins.map(|pin| PinItem {
        href: pin.href().to_owned(),
        name: pin.name().to_owned(),
        here: pin.href() == here,
    })
    .collect()
}
