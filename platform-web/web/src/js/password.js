/** A button that shows the password typed so far. */
export function passwordSwitch() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-shows]");
    if (!button) return;
    const field = document.getElementById(button.getAttribute("data-shows"));
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
}
