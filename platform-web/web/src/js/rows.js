/** A file list comes without its last commits, which take longer to find; this fetches the same rows with them. */
export async function fillRows() {
  const body = document.querySelector("tbody[data-fill]");
  if (!body) return;
  const table = body.closest("table");
  table.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(body.getAttribute("data-fill"), { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error("status " + answer.status);
    const template = document.createElement("template");
    template.innerHTML = `<table>${await answer.text()}</table>`;
    const rows = template.content.querySelector("tbody");
    if (rows) body.replaceChildren(...rows.children);
  } catch {
    for (const cell of body.querySelectorAll(".msg")) cell.textContent = "—";
  } finally {
    table.removeAttribute("aria-busy");
  }
}
