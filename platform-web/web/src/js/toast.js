const SHOWN_MS = 6000;

/** Says something for a while; a click ends it, and so does time, unless the pointer rests on it. */
export function toast(text) {
  const box = document.getElementById("toasts");
  if (!box || !text) return;
  const note = document.createElement("div");
  note.className = "toast";
  note.textContent = text;
  box.replaceChildren(note);
  let timer = setTimeout(() => note.remove(), SHOWN_MS);
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", () => (timer = setTimeout(() => note.remove(), SHOWN_MS)));
  note.addEventListener("click", () => note.remove());
}
