// Builds the style sheet, the scripts and the icon sprite into the folder given: names carry a hash of the content,
// manifest.json maps plain names to them, and each file has a .gz beside it. Fails when a file outgrows its budget.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const out = process.argv[2];
if (!out) {
  console.error("usage: node build.mjs FOLDER");
  process.exit(2);
}

/** Bytes after gzip that a page's first view may cost (ux.md rule 12). */
const BUDGET = { "app.css": 12_000, "app.js": 25_000, "sprite.svg": 4_500 };
const TARGET = ["chrome108", "firefox115", "safari16.4"];

const read = (name) => readFile(new URL(name, import.meta.url), "utf8");

/** Two theme blocks from one source: a chosen theme, and the system's when none is chosen. */
async function tokens() {
  const [common, light, dark] = await Promise.all(["common", "light", "dark"].map((name) => read(`src/css/${name}.css`)));
  return `:root { ${common} ${light} }
:root[data-theme=dark] { ${dark} }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { ${dark} } }`;
}

const tokensPlugin = {
  name: "tokens",
  setup(plugin) {
    plugin.onResolve({ filter: /^granary:tokens$/ }, () => ({ path: "tokens", namespace: "granary" }));
    plugin.onLoad({ filter: /.*/, namespace: "granary" }, async () => ({ contents: await tokens(), loader: "css" }));
  },
};

async function bundle(entry) {
  const result = await build({
    entryPoints: [new URL(entry, import.meta.url).pathname],
    bundle: true,
    minify: true,
    format: "esm",
    target: TARGET,
    legalComments: "none",
    write: false,
    plugins: [tokensPlugin],
  });
  return Buffer.from(result.outputFiles[0].contents);
}

/** The icons named in icons.txt as symbols; their stroke comes from the style sheet. */
async function sprite() {
  const names = (await read("src/icons.txt")).split(/\s+/).filter(Boolean);
  const symbols = await Promise.all(names.map(symbol));
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

async function symbol(name) {
  const svg = await read(`node_modules/lucide-static/icons/${name}.svg`);
  const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  const shapes = inner.replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>");
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

async function main() {
  const files = {
    "app.css": await bundle("src/css/app.css"),
    "app.js": await bundle("src/js/app.js"),
    "sprite.svg": await sprite(),
    "favicon.svg": Buffer.from(await read("src/favicon.svg")),
  };
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const manifest = {};
  for (const [name, bytes] of Object.entries(files)) {
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
    const hashed = name.replace(/\.(\w+)$/, `-${hash}.$1`);
    const zipped = gzipSync(bytes, { level: 9 });
    refuseForeign(name, bytes);
    if (zipped.length > (BUDGET[name] ?? Infinity)) {
      throw new Error(`${name} has ${zipped.length} bytes after gzip; its budget is ${BUDGET[name]}`);
    }
    await writeFile(join(out, hashed), bytes);
    await writeFile(join(out, `${hashed}.gz`), zipped);
    manifest[name] = hashed;
    console.log(`${hashed}: ${bytes.length} bytes, ${zipped.length} after gzip`);
  }
  await writeFile(join(out, "manifest.json"), JSON.stringify(manifest));
}

/** No page may load anything from elsewhere (ux.md rule 4). */
function refuseForeign(name, bytes) {
  const foreign = bytes.toString("utf8").replaceAll("http://www.w3.org/2000/svg", "").match(/https?:\/\/[^\s"')]+/);
  if (foreign) throw new Error(`${name} refers to ${foreign[0]}`);
}

await main();
