// What is being typed survives a reload, a session that ran out, a closed window that is opened again. It lies in this
// window's own storage, for this person alone, and goes when it was sent or when they log out. A form says it by
// standing in <keep-draft name="…">; without script it is a form like any other.
import { words } from "./say.js";

const prefix = "sekisho-draft:";

class KeepDraft extends HTMLElement {
  connectedCallback() {
    // The form inside may not be read yet.
    queueMicrotask(() => this.begin());
  }

  begin() {
    const form = this.querySelector("form");
    const { person, session } = words();
    if (!form || !person || this.form) return;
    this.form = form;
    this.key = `${prefix}${person}:${this.getAttribute("name")}`;
    const base = read(form);
    const draft = load(this.key);
    if (draft && !same(draft.fields, base)) this.restore(draft);
    else sessionStorage.removeItem(this.key);
    form.addEventListener("input", () => {
      const page = location.pathname + location.search;
      save(this.key, { page, session, sent: false, fields: read(form) });
    });
    form.addEventListener("submit", () => {
      const draft = load(this.key);
      if (draft) save(this.key, { ...draft, session, sent: true });
    });
  }

  restore(draft) {
    write(this.form, draft.fields);
    this.closest("details")?.setAttribute("open", "");
    const bar = document.createElement("p");
    bar.className = "draft-bar";
    bar.setAttribute("role", "status");
    const text = document.createElement("span");
    text.textContent = words().draftBack;
    const clear = document.createElement("button");
    clear.type = "button";
    clear.className = "button";
    clear.textContent = words().draftClear;
    clear.addEventListener("click", () => {
      sessionStorage.removeItem(this.key);
      this.form.reset();
      bar.remove();
      this.form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
    bar.append(text, clear);
    this.form.prepend(bar);
  }
}

export function watchDrafts() {
  const { person, session, draftOpen } = words();
  if (!person) return;
  let left = null;
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith(prefix)) continue;
    const draft = load(key);
    const mine = key.startsWith(`${prefix}${person}:`);
    // Sent within this session: it arrived, or the form shows it again by itself. Sent within one that had run out: it did not.
    if (!mine || !draft || (draft.sent && draft.session === session)) sessionStorage.removeItem(key);
    else if (draft.sent && draft.page !== location.pathname + location.search) left = draft;
  }
  customElements.define("keep-draft", KeepDraft);
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") !== "/logout") return;
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  });
  if (left) offer(left.page, draftOpen);
}

// What could not be sent because the session had run out waits on its page.
function offer(page, text) {
  const live = document.getElementById("live");
  if (!live || !page.startsWith("/") || page.startsWith("//")) return;
  const line = document.createElement("p");
  line.className = "live-line";
  const link = document.createElement("a");
  link.href = page;
  link.textContent = text;
  line.append(link);
  live.append(line);
}

function fields(form) {
  return [...form.elements].filter((field) => {
    if (!field.name || field.type === "password" || field.type === "file" || field.type === "submit") return false;
    // The number of the change goes with what was typed from it, so that a change made meanwhile is shown, not lost.
    return field.type !== "hidden" || field.name === "revision";
  });
}

function read(form) {
  return fields(form).map((field) => [field.name, /radio|checkbox/.test(field.type) ? [field.value, field.checked] : field.value]);
}

function write(form, saved) {
  for (const [place, field] of fields(form).entries()) {
    const [name, value] = saved[place] ?? [];
    if (name !== field.name) continue;
    if (Array.isArray(value)) field.checked = value[1] && value[0] === field.value;
    else field.value = value;
  }
}

// The number of the change alone is nothing that was typed.
function same(a, b) {
  const typed = (all) => JSON.stringify(all.filter(([name]) => name !== "revision"));
  return typed(a) === typed(b);
}

function load(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function save(key, draft) {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // The storage is full or forbidden: the form works as it does without script.
  }
}
