/** Line numbers of the file view: a click links a line, with shift a range; `#L10-L24` marks the lines it names. */
export function lineLinks() {
  const code = document.querySelector("table.code");
  if (!code) return;
  code.addEventListener("click", (event) => {
    const link = event.target.closest("th a");
    const first = range()?.[0];
    if (!link || !event.shiftKey || !first) return;
    event.preventDefault();
    const line = Number(link.parentElement.parentElement.id.slice(1));
    history.replaceState(null, "", `#L${Math.min(first, line)}-L${Math.max(first, line)}`);
    mark(code);
  });
  addEventListener("hashchange", () => mark(code));
  if (mark(code)) document.getElementById("L" + range()[0])?.scrollIntoView({ block: "center" });
}

function range() {
  const match = /^#L(\d{1,7})(?:-L(\d{1,7}))?$/.exec(location.hash);
  return match && [Number(match[1]), Number(match[2] ?? match[1])];
}

function mark(code) {
  for (const row of code.querySelectorAll("tr.hit")) row.classList.remove("hit");
  const lines = range();
  if (!lines) return false;
  const last = Math.min(lines[1], lines[0] + code.rows.length);
  for (let line = lines[0]; line <= last; line++) document.getElementById("L" + line)?.classList.add("hit");
  return true;
}
