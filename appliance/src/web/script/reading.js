// The letter beside the list: which row it belongs to, what the window is called, where the focus goes.

export function watchReading() {
  document.addEventListener("click", (event) => {
    const more = event.target.closest("[data-open-more]");
    const details = more && document.getElementById(more.dataset.openMore);
    if (details && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      details.open = true;
      details.scrollIntoView({ block: "nearest" });
      details.querySelector("summary").focus({ preventScroll: true });
    }
    if (event.target.closest("[data-print]")) window.print();
  });

  let byKey = false;
  document.addEventListener("click", (event) => (byKey = event.detail === 0), true);
  // A mail that was moved leaves the list at once; the stream says the same to the other windows.
  document.addEventListener("htmx:before:swap", (event) => {
    const form = event.detail.ctx.sourceElement?.closest?.("form[data-act]");
    const letter = form?.closest("#reading");
    if (letter) document.getElementById(`row-${letter.dataset.id}`)?.remove();
  });
  document.addEventListener("htmx:after:swap", (event) => {
    show();
    const target = event.detail.ctx.target;
    if (target?.id === "reading") opened(byKey);
  });
  show();
  document.querySelector(".row-link[aria-current]")?.scrollIntoView({ block: "nearest" });
}

// A printer is only offered where script can call one.
function show() {
  for (const button of document.querySelectorAll("[data-print][hidden]")) button.hidden = false;
}

function opened(byKey) {
  const reading = document.getElementById("reading");
  if (!reading?.dataset.id) return;
  if (reading.dataset.title) document.title = reading.dataset.title;
  for (const link of document.querySelectorAll(".row-link[aria-current]")) link.removeAttribute("aria-current");
  const row = document.getElementById(`row-${reading.dataset.id}`);
  row?.removeAttribute("data-unread");
  const link = row?.querySelector(".row-link");
  link?.setAttribute("aria-current", "true");
  reading.scrollTop = 0;
  const alone = link && link.offsetParent === null;
  if (alone) for (const scroller of [window, document.getElementById("main")]) scroller.scrollTo(0, 0);
  else link?.scrollIntoView({ block: "nearest" });
  if (byKey || alone) reading.querySelector(".reading-subject")?.focus({ preventScroll: true });
}
