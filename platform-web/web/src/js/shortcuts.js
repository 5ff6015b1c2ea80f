import { isComposing, isTyping } from "./keys.js";

const GO_MS = 1200;
const GO = { h: "/", m: "/models", d: "/datasets", c: "/code" };

/** `/` search, `y` permalink, `t` files, `g` and a letter to go somewhere; the page marks its own with data-key. */
export function shortcuts() {
  let goUntil = 0;
  document.addEventListener("keydown", (event) => {
    if (isComposing(event) || isTyping(event) || event.defaultPrevented) return;
    if (goUntil > Date.now()) {
      goUntil = 0;
      if (go(event.key)) return event.preventDefault();
    }
    if (event.key === "g") goUntil = Date.now() + GO_MS;
    else if (event.key === "/") focusSearch(event);
    else follow(event.key, event);
  });
  guardForms();
}

function go(key) {
  const inRepository = document.querySelector(`[data-go="${CSS.escape(key)}"]`)?.getAttribute("href");
  const target = inRepository ?? (Object.hasOwn(GO, key) ? GO[key] : undefined);
  if (target) location.assign(target);
  return target !== undefined;
}

function focusSearch(event) {
  const search = document.getElementById("search");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
}

function follow(key, event) {
  if (key.length !== 1) return;
  const link = document.querySelector(`a[data-key="${CSS.escape(key)}"]`);
  if (!link) return;
  event.preventDefault();
  location.assign(link.href + (key === "y" ? location.hash : ""));
}

/** Some browsers submit the form on the Enter that ends a composition. */
function guardForms() {
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter" && isComposing(event) && event.target.matches?.("input")) event.preventDefault();
    },
    true,
  );
}
