// SPDX-License-Identifier: EUPL-1.2
// Bundles our styles with the component CSS from npm, and copies the scripts, to one folder.
// Usage: node build.mjs OUTPUT_FOLDER (run by `sluitend assets`)

import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { resolve as resolveFallbacks } from "./resolve.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../../..");
const output = path.resolve(process.argv[2] ?? path.join(here, "../static/shell/dist"));
const require = createRequire(path.join(root, "package.json"));
const { bundleAsync, transform } = require("lightningcss");

// The library carries a class for every state it can *simulate* and for uses that we do not have.
// Leaving those out halves the file. Real states (:hover, :focus-visible) stay.
const LEFT_OUT = [
  /^(?!utrecht-status-badge).*--(focus|focus-visible|hover|active|busy|pressed|visited)$/,
  /^utrecht-button--(ready|warning|hint|distanced)/,
  /--(warning|ready)$(?<!alert--warning|badge--warning)/,
  /--html-(content|table|span)$/,
  /^utrecht-button--disabled$/,
  /^utrecht-link--(forced-colors|box-content|placeholder)$/,
  /^utrecht-form-field--(checkbox|radio)$/,
  /^utrecht-form-field-description--(valid|invalid)$/,
  /^utrecht-status-badge--(success|inactive|valid|invalid|error)$/,
  /^utrecht-(un)?ordered-list--(level-\d|center)$/,
  /^utrecht-breadcrumb-nav__(separator.*|link--disabled)$/,
  /^utrecht-table(-container|__container|__data|__footer|__figcaption|__header--hidden|__row--|.*--numeric-)/,
  /^utrecht-breadcrumb-nav--arrows/,
  /^utrecht-table__(header|footer|header-cell|cell)--(sticky|selected)/,
  /^utrecht-(textbox|textarea|select|checkbox|radio-button)--(disabled|checked|invalid|read-only|required)$/,
  /^utrecht-textbox--(postal|house|voorvoegsel|tel|iban|placeholder)/,
  /^utrecht-pagination__page-link/,
  /^utrecht-table--(row-hover|row-focus-within|alternate-row-color|oneline|fixed)/,
];

const leftOut = (name) => LEFT_OUT.some((pattern) => pattern.test(name));
const isUsed = (selector) => !selector.some((part) => part.type === "class" && leftOut(part.name));

// A selector that is taken away takes its rule with it when it was the last one.
const visitor = { Selector: (selector) => (isUsed(selector) ? selector : []) };

const resolver = {
  resolve(specifier, from) {
    if (specifier.startsWith(".")) return path.resolve(path.dirname(from), specifier);
    return path.join(root, "node_modules", specifier);
  },
};

const targets = { chrome: 111 << 16, firefox: 113 << 16, safari: (16 << 16) | (4 << 8) };

async function bundleStyles(name) {
  const filename = path.join(here, "css", name);
  const { code } = await bundleAsync({ filename, minify: true, targets, resolver, visitor });
  return code.toString();
}

function writeStyles(name, css) {
  const { code } = transform({ filename: name, code: Buffer.from(css), minify: true, targets });
  const notice = "/*! Sluitend, EUPL-1.2. Component CSS: @utrecht/*-css, EUPL-1.2. */\n";
  writeFileSync(path.join(output, name), notice + code);
}

function copyScript(source, name) {
  // Comments and indentation are for the reader of the source, not for a phone on a staircase.
  const text = readFileSync(source, "utf8");
  const short = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !(line.startsWith("//") && !line.includes("SPDX")))
    .join("\n");
  writeFileSync(path.join(output, name), short + "\n");
}

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const everywhere = await bundleStyles("sluitend.css");
// Staff get both sheets: what the first one sets holds in the second. That one is resolved first, so
// that what it took over of the first does not travel to the public, and once more for what it sets
// and the first one no longer reads.
const desk = resolveFallbacks(await bundleStyles("desk.css"), everywhere);
const first = resolveFallbacks(everywhere, desk);
writeStyles("sluitend.css", first);
writeStyles("desk.css", resolveFallbacks(desk, first));
copyScript(path.join(here, "js/public.js"), "public.js");
copyScript(path.join(here, "js/staff.js"), "staff.js");
copyScript(path.join(here, "js/passkeys.js"), "passkeys.js");
copyScript(path.join(here, "js/keep.js"), "keep.js");
copyFileSync(path.join(root, "node_modules/htmx.org/dist/htmx.min.js"), path.join(output, "htmx.min.js"));
for (const name of ["sluitend.css", "desk.css", "public.js", "staff.js", "passkeys.js", "keep.js", "htmx.min.js"]) {
  console.log(`${name}: ${statSync(path.join(output, name)).size} bytes`);
}
