// One-letter keys. Off while one types, and off altogether for whoever says so in the list of keys (speech input
// and tremor make single letters a trap).
const off = "sekisho-keys-off";

export function watchKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    if (localStorage.getItem(off)) return;
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : ""];
    if (act?.()) event.preventDefault();
  });
  const choice = document.querySelector("[data-keys-choice]");
  if (choice) {
    choice.hidden = false;
    const box = choice.querySelector("input");
    box.checked = !localStorage.getItem(off);
    box.addEventListener("change", () => {
      if (box.checked) localStorage.removeItem(off);
      else localStorage.setItem(off, "1");
    });
  }
}

const acts = {
  "/": () => {
    const field = document.querySelector("[data-key-search]");
    field?.focus();
    field?.select();
    return field;
  },
  "?": () => {
    document.getElementById("keys")?.showModal();
    return true;
  },
  j: () => move(1),
  k: () => move(-1),
  o: () => {
    const link = chosen();
    link?.click();
    return link;
  },
  u: () => {
    const row = chosen()?.closest(".row");
    return row && post(row, row.hasAttribute("data-unread") ? "read" : "unread");
  },
  e: () => {
    const form = document.querySelector('#reading [data-act="archive"]');
    const row = chosen()?.closest(".row");
    if (form && (!row || row.dataset.id === document.getElementById("reading").dataset.id)) {
      form.requestSubmit();
      return true;
    }
    return row && post(row, "archive");
  },
};

function links() {
  return [...document.querySelectorAll("#rows .row-link")];
}

// The row under the focus, or the one whose letter is open.
function chosen() {
  const focused = document.activeElement?.closest?.(".row-link");
  return focused ?? document.querySelector('#rows .row-link[aria-current="true"]');
}

function move(step) {
  const all = links();
  if (!all.length) return false;
  const at = all.indexOf(chosen());
  const next = at < 0 ? all[0] : all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function post(row, act) {
  const path = new URL(row.querySelector(".row-link").href).pathname;
  if (act === "archive") {
    move(1);
    if (document.activeElement?.closest(".row") === row) move(-1);
    window.htmx.ajax("POST", `${path}/${act}`, { source: row, target: "#list", swap: "outerHTML" });
  } else {
    const focused = document.activeElement?.closest(".row") === row;
    const open = row.querySelector(".row-link[aria-current]");
    window.htmx.ajax("POST", `${path}/${act}`, { source: row, target: row, swap: "outerHTML" }).then(() => {
      const link = document.querySelector(`#${CSS.escape(row.id)} .row-link`);
      if (open) link?.setAttribute("aria-current", "true");
      if (focused) link?.focus({ preventScroll: true });
    });
  }
  return true;
}
