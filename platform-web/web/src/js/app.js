// Everything here only makes pages nicer: each of them works without (docs: web/README.md).
import { copyButtons } from "./copy.js";
import { lineLinks } from "./lines.js";
import { menus } from "./menus.js";
import { shortcuts } from "./shortcuts.js";
import { theme } from "./theme.js";
import { fillRows } from "./rows.js";
import { passwordSwitch } from "./password.js";

document.documentElement.classList.add("js");
copyButtons();
menus();
shortcuts();
theme();
lineLinks();
fillRows();
passwordSwitch();
