// Single letters. What they do stands in the page: `data-key="e"` is pressed by e, `data-go="m"` by g and then m. They
// rest while one types, and altogether for whoever has switched them off (speech input and tremor make them a trap).

// How long g waits for its letter, in milliseconds.
const patience = 2000;

export function watchKeys() {
  let gone = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.documentElement.dataset.letters === "off") return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : "";
    if (!key) return;
    if (event.timeStamp - gone < patience) {
      gone = -Infinity;
      if (press(`[data-go="${CSS.escape(key)}"]`)) event.preventDefault();
    } else if (key === "g") {
      gone = event.timeStamp;
    } else if (acts[key]?.() || press(`[data-key~="${CSS.escape(key)}"]`)) {
      event.preventDefault();
    }
  });
}

// Presses the first such thing that can be seen; an address is gone to though its menu be closed.
function press(selector) {
  const all = [...document.querySelectorAll(selector)];
  const one = all.find((thing) => thing.checkVisibility()) ?? all.find((thing) => thing.href);
  if (!one || one.disabled) return false;
  if (one instanceof HTMLFormElement) one.requestSubmit();
  else one.click();
  return true;
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
  z: () => press("#done [data-undo]"),
  n: () => press('a[rel="next"]'),
  p: () => press('a[rel="prev"]'),
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
