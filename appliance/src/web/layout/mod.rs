//! The frame of a page: bar, rail, and where the module's own part goes. `frame.html` is for people who are
//! logged in, `plain.html` for everything before that.

use super::text::FrameText;
use crate::cx::Cx;
use crate::org::Preference;

/// The frame around a page of someone who is logged in. `frame.html` reads it as `frame`.
#[derive(Debug)]
pub(crate) struct Frame {
    /// `ja` or `en`.
    pub lang: &'static str,
    /// `auto`, `light`, `dark` or `contrast`.
    pub theme: &'static str,
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
    /// The entries of the rail.
    pub rail: Vec<RailItem>,
    /// How many notices wait.
    pub notices: u64,
    /// What stands in the search box.
    pub search: String,
    /// Where live changes of this person come from; a page of somebody who has left does not follow the next.
    pub mail_stream: String,
    /// The last change this page shows, so that nothing falls between the page and its stream.
    pub as_of: u64,
    /// The path (and query) of this page, for forms that come back to it.
    pub here: String,
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
}

/// The frame of a page before log-in. `plain.html` reads it as `plain`.
#[derive(Debug)]
pub(crate) struct Plain {
    /// `ja` or `en`.
    pub lang: &'static str,
    /// `auto`, `light`, `dark` or `contrast`.
    pub theme: &'static str,
    /// The frame's words.
    pub words: &'static FrameText,
    /// The title of the page.
    pub title: String,
    /// The organisation's name.
    pub organisation: String,
}

impl Plain {
    /// The plain frame with a title, as somebody wants it.
    pub(crate) fn new(preference: Preference, organisation: &str, title: &str) -> Self {
        Self {
            lang: preference.language.tag(),
            theme: preference.theme.tag(),
            words: super::text::frame(preference.language),
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
    /// 人事異動, for whoever administers.
    Reassignment,
    /// サインインの管理, for whoever administers.
    SignIn,
    /// サインインの設定, which stands in the person's menu and not in the rail.
    Account,
}

/// What waits for this person, for the numbers in the frame.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Waiting {
    /// Unread mails in the inbox.
    pub unread: u64,
    /// Mails of which a part is held.
    pub held: u64,
    /// The last change these numbers know of; the page's stream goes on from there.
    pub as_of: u64,
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
        let words = super::text::frame(cx.language());
        let item = |of: Module, href, icon, word, count| RailItem {
            href,
            icon,
            word,
            count,
            here: of == module,
            divider_before: false,
        };
        // Shown where it leads somewhere; the pages ask for themselves.
        let sign_in = cx.administers.then(|| {
            let word = words.sign_in_rooms;
            item(Module::SignIn, "/admin/sign-in", "lock", word, 0)
        });
        let people = cx.administers.then(|| RailItem {
            divider_before: true,
            ..item(
                Module::Reassignment,
                "/admin/reassignment",
                "person",
                words.reassignment,
                0,
            )
        });
        Self {
            lang: cx.language().tag(),
            theme: cx.person.preference.theme.tag(),
            words,
            title,
            organisation: cx.organisation_name.clone(),
            person: cx.person.name.as_str().to_owned(),
            post: cx.post.clone(),
            rail: vec![
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
            .chain(people)
            .chain(sign_in)
            .collect(),
            notices: waiting.held,
            search: String::new(),
            mail_stream: format!("/mail/stream?for={}", cx.staff.uuid()),
            as_of: waiting.as_of,
            here: here.to_owned(),
        }
    }

    /// The same with words in the search box.
    pub(crate) fn searching(mut self, words: &str) -> Self {
        words.clone_into(&mut self.search);
        self
    }
}
