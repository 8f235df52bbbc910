// Small manners of menus, dialogs and bars that HTML alone does not have.

export function watchMenus() {
  const menus = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
    const keys = document.getElementById("keys");
    const asks = event.target.closest("[data-open-keys]") && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (asks && keys) {
      event.preventDefault();
      for (const menu of menus()) menu.open = false;
      keys.showModal();
    }
    if (event.target.closest("[data-close-done]")) closeDone();
    if (event.target.matches("dialog.dialog")) event.target.close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = [...menus()];
    for (const menu of open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    if (!open.length && !document.querySelector("dialog[open]")) closeDone();
  });
  document.addEventListener("htmx:after:swap", offerClose);
  offerClose();
}

// A bar is only closed where script can close it; without, it is gone with the next page.
function offerClose() {
  for (const button of document.querySelectorAll("[data-close-done][hidden]")) button.hidden = false;
}

function closeDone() {
  const done = document.getElementById("done");
  if (!done?.firstElementChild) return;
  const held = done.contains(document.activeElement);
  done.replaceChildren();
  if (held) document.getElementById("main")?.focus({ preventScroll: true });
}
