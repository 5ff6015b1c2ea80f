/** A translated word that the page carries for scripts, as data-word-NAME on its body. */
export function word(name) {
  return document.body.getAttribute("data-word-" + name) ?? "";
}
