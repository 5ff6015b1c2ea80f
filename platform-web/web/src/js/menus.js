/** Menus are details elements; Escape and a click elsewhere close them, as people expect of menus. */
export function menus() {
  document.addEventListener("click", (event) => closeAllBut(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    open?.querySelector("summary")?.focus();
    closeAllBut(null);
  });
}

function closeAllBut(kept) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== kept) menu.open = false;
  }
}
