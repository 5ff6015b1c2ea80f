/** Whether a key event belongs to an input method: the Enter that confirms pinyin is no Enter (hub-docs#2674). */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

/** Whether a single key is typed text here rather than a shortcut. */
export function isTyping(event) {
  const target = event.target;
  return (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    (target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select")))
  );
}
