import { toast } from "./toast.js";
import { word } from "./words.js";

const DONE_MS = 2000;

/** Buttons with data-copy copy that text; those with data-copy-from, the text or value of the element named. */
export function copyButtons() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy], button[data-copy-from]");
    if (!button) return;
    const copied = await copy(textOf(button));
    toast(word(copied ? "copied" : "not-copied"));
    if (!copied) return;
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), DONE_MS);
  });
}

function textOf(button) {
  if (button.hasAttribute("data-copy")) return button.getAttribute("data-copy");
  const source = document.getElementById(button.getAttribute("data-copy-from"));
  return source?.value ?? source?.textContent ?? "";
}

/** The clipboard API is missing outside https and loopback; a selected field works everywhere. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text) {
  const field = document.createElement("textarea");
  field.className = "sr";
  field.value = text;
  document.body.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } finally {
    field.remove();
  }
}
