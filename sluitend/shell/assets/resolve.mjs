// SPDX-License-Identifier: EUPL-1.2
// The component library asks for some 1,500 custom properties, each with a chain of fallbacks.
// Which ones have a value is known when we bundle, so the chains are walked here, not on a phone:
// a property that nobody sets gives way to its fallback, one that :root sets needs no fallback,
// and one of the library's that only :root sets is replaced by its value.

const UNSET = "\u0000";

function closing(text, open) {
  for (let depth = 0, at = open; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")" && (depth -= 1) === 0) return at;
  }
  throw new Error(`unbalanced parentheses near ${text.slice(open, open + 60)}`);
}

/** Replace each var() in `text`: `always` maps what :root sets, `ever` all that any rule sets. */
function walk(text, always, ever) {
  const start = text.indexOf("var(");
  if (start < 0) return text;
  const end = closing(text, start + 3);
  const inner = text.slice(start + 4, end);
  const comma = inner.indexOf(",");
  const name = (comma < 0 ? inner : inner.slice(0, comma)).trim();
  const fallback = comma < 0 ? UNSET : walk(inner.slice(comma + 1).trim(), always, ever);
  let value = `var(${name},${fallback})`;
  if (!ever.has(name)) value = fallback;
  else if (name.startsWith("--utrecht-") && always.has(name) && ever.get(name) === 1) value = always.get(name);
  else if (always.has(name) || fallback.includes(UNSET)) value = `var(${name})`;
  return text.slice(0, start) + value + walk(text.slice(end + 1), always, ever);
}

// The guaranteed-invalid value, as CSS writes it: `initial` for a custom property, else `unset`.
const DECLARATION = /(?<=[{;]\s*)([\w-]+)(\s*:\s*)([^;{}]*)/g;
const invalid = (name) => (name.startsWith("--") ? "initial" : "unset");

function* settings(css, pattern) {
  for (const [, body] of css.matchAll(pattern)) {
    for (const [, name, , value] of `{${body}`.matchAll(DECLARATION)) {
      if (name.startsWith("--") && value.trim() !== "initial") yield [name, value.trim()];
    }
  }
}

/** Return how often each custom property is set, in any rule. */
function counted(css) {
  const counts = new Map();
  for (const [name] of settings(css, /\{([^{}]*)\}/g)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/**
 * Return `css` without fallback chains that can never be walked; the result means the same.
 * `beside` is a sheet that is loaded along with it: what that one sets or uses counts too.
 */
export function resolve(css, beside = "") {
  for (let before = ""; before !== css; ) {
    before = css;
    const all = `${css}\n${beside}`;
    const always = new Map(settings(all, /(?<![\w-]):root\s*\{([^{}]*)\}/g));
    const ever = counted(all);
    css = css.replace(DECLARATION, (whole, name, colon, value) => {
      if (/^--(_|utrecht-)/.test(name) && !all.includes(`var(${name}`)) return "";
      if (name.startsWith("--") && value.trim() === "initial" && !ever.has(name)) return "";
      const walked = walk(value, always, ever);
      return `${name}${colon}${walked.includes(UNSET) ? invalid(name) : walked}`;
    });
  }
  return css;
}
