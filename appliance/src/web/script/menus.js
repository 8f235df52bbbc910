// Small manners of menus and dialogs that HTML alone does not have.

export function watchMenus() {
  const menus = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
    if (event.target.closest("[data-open-keys]")) {
      for (const menu of menus()) menu.open = false;
      document.getElementById("keys")?.showModal();
    }
    if (event.target.matches("dialog.dialog")) event.target.close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  for (const button of document.querySelectorAll("[data-open-keys][hidden]")) button.hidden = false;
}
