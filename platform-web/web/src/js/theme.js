const YEAR_SECONDS = 31536000;

/** The theme buttons of the footer, without a round trip. The cookie is what the server reads next time. */
export function theme() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=theme]");
    if (!button) return;
    event.preventDefault();
    set(button.value);
    for (const other of button.form.querySelectorAll("button[name=theme]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
  });
}

function set(value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  const age = value === "auto" ? 0 : YEAR_SECONDS;
  document.cookie = `theme=${value}; path=/; max-age=${age}; samesite=lax${secure}`;
  if (value === "auto") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", value);
}
