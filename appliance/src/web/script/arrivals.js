// Mail as it arrives, without a reload: the row, the counts, the title, one quiet sentence.
import { showEmergencies } from "./emergency.js";
import { say, words } from "./say.js";

// How long a new row is marked, in milliseconds; nothing moves or blinks.
const marked = 5000;

// All windows of one person share one stream: a browser keeps only six connections to a house, and a clerk more
// windows than that. Whoever holds the lock listens and passes on; when that window closes, the next one goes on
// where it was. Where there are no locks (a page without TLS), each window listens for itself.
export function watchArrivals() {
  const { stream, seen: shown } = words();
  if (!stream) return;
  const channel = new BroadcastChannel(stream);
  // What came between the making of this page and its stream is told first.
  let seen = shown ?? "";
  const hear = ({ kind, id, data }) => {
    if (id) seen = id;
    heard[kind](data);
  };
  channel.addEventListener("message", (event) => hear(event.data));
  const listen = () => {
    const source = new EventSource(seen ? `${stream}&after=${seen}` : stream);
    const pass = (word) => {
      channel.postMessage(word);
      hear(word);
    };
    for (const kind of ["arrival", "changed", "notice", "emergency", "counts"]) {
      source.addEventListener(kind, (event) => pass({ kind, id: event.lastEventId, data: JSON.parse(event.data) }));
    }
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) pass({ kind: "over" });
    });
    window.addEventListener("pagehide", () => source.close());
    return new Promise(() => {});
  };
  if (navigator.locks) navigator.locks.request(stream, listen);
  else listen();
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

const heard = {
  arrival: arrived,
  changed,
  counts: counted,
  emergency: showEmergencies,
  notice: ({ title, sentence, speaks }) => speaks && say([title, sentence].filter(Boolean).join("　")),
  // A refused stream is never tried again by the browser: the session is over, the reload shows the log-in page.
  over: () => location.reload(),
};

async function arrived(mail) {
  const shown = await insert(mail);
  const from = [mail.from, mail.subject].filter(Boolean).join("  ");
  // In quiet hours the row and the numbers change, and nothing is said.
  if (!mail.quiet) say(`${words().arrived}  ${from}`, { seen: !shown });
}

// Puts the new row on top of the list, where the list shows the newest of that folder.
async function insert(mail) {
  const list = document.getElementById("list");
  if (list?.dataset.folder !== mail.folder || list.dataset.filtered === "yes") return false;
  if (document.getElementById(`row-${mail.id}`)) return true;
  const answer = await fetch(`/mail/row/${mail.id}?folder=${mail.folder}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return false;
  const rows = document.getElementById("rows");
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  const row = holder.content.querySelector(".row");
  if (!rows || !row || document.getElementById(row.id)) return Boolean(row);
  list.querySelector(".empty")?.remove();
  row.classList.add("is-new");
  // The one who reads further down keeps the lines under the eye.
  const before = list.scrollTop;
  rows.prepend(row);
  if (before > 0) list.scrollTop = before + row.offsetHeight;
  window.htmx.process(row);
  setTimeout(() => row.classList.remove("is-new"), marked);
  return before < row.offsetHeight;
}

function changed(mail) {
  const row = document.getElementById(`row-${mail.id}`);
  const list = document.getElementById("list");
  if (!row || !list) return;
  if (list.dataset.folder !== mail.folder && list.dataset.folder !== "held") row.remove();
  else row.toggleAttribute("data-unread", mail.unread);
}

function counted(counts) {
  const all = { ...counts, mail: counts.inbox };
  for (const mark of document.querySelectorAll("[data-count]")) {
    const count = all[mark.dataset.count];
    if (count === undefined) continue;
    mark.textContent = count;
    mark.hidden = count === 0;
  }
  // Lists that show what was counted ask for themselves anew.
  document.body.dispatchEvent(new CustomEvent("sekisho-counts"));
  const title = document.title.replace(/^\(\d+\) /, "");
  document.title = counts.inbox > 0 ? `(${counts.inbox}) ${title}` : title;
}
