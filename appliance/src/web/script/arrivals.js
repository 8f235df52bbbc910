// Mail as it arrives, without a reload: the row, the counts, the title, one quiet sentence.
import { say, words } from "./say.js";

// How long a new row is marked, in milliseconds; nothing moves or blinks.
const marked = 5000;

export function watchArrivals() {
  const stream = words().stream;
  if (!stream) return;
  const source = new EventSource(stream);
  source.addEventListener("arrival", (event) => arrived(JSON.parse(event.data)));
  source.addEventListener("changed", (event) => changed(JSON.parse(event.data)));
  source.addEventListener("counts", (event) => counted(JSON.parse(event.data)));
  // A refused stream is never tried again by the browser: the session is over, the reload shows the log-in page.
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) location.reload();
  });
  window.addEventListener("pagehide", () => source.close());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

async function arrived(mail) {
  const shown = await insert(mail);
  const from = [mail.from, mail.subject].filter(Boolean).join("  ");
  say(`${words().arrived}  ${from}`, { seen: !shown });
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
  const title = document.title.replace(/^\(\d+\) /, "");
  document.title = counts.inbox > 0 ? `(${counts.inbox}) ${title}` : title;
}
