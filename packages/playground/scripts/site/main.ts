/**
 * `npm run site`: the playground as the first page, and the repository's documents, READMEs, examples and pictures as pages behind it, in
 * `out/site`. Every link is checked: to a page, an anchor, a file. `-- --serve` hands it out on this machine.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, extname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildPlayground } from "../build";
import { serve } from "../serve";
import { escaped, type Rendered, render } from "./markdown";
import { buildModules } from "./modules";
import { galleryOf, page, sourcePage } from "./page";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const site = join(root, "out/site");
/** Where the repository's files are on the site, by their paths there. */
const GUIDE = "guide";

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${folder}/${name}`);

const documents = [
  "README.md",
  ...filesIn("docs", ".md"),
  "examples/README.md",
  ...filesIn("examples/expected", ".md"),
  ...filesIn("examples/audits", ".md"),
  ...filesIn("packages", "").flatMap((folder) => filesIn(folder, ".md")),
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
].filter((path) => existsSync(join(root, path)));

/** The file of the repository that a link of a document leads to; undefined for what leads out of it. */
function targetOf(
  from: string,
  link: string,
): { readonly path: string; readonly anchor: string } | undefined {
  if (/^(?:[a-z]+:|\/\/)/i.test(link)) return undefined;
  const [path = "", anchor = ""] = link.split("#");
  return {
    path: path === "" ? from : posix.normalize(posix.join(posix.dirname(from), decodeURI(path))),
    anchor,
  };
}

const isText = (path: string): boolean =>
  /\.(?:ts|mjs|js|py|json|txt|sh|c|yaml|toml|cff)$|(?:LICENSE|\.ci\/run)$/.test(path);

/** Where a file is on the site, below the guide. */
function placeOf(path: string): string {
  const bare = path.replace(/\/$/, "");
  if (statSync(join(root, bare)).isDirectory()) return `${bare}/index.html`;
  if (bare.endsWith(".md")) return bare.replace(/\.md$/, ".html");
  return isText(bare) ? `${bare}.html` : bare;
}

const problems: string[] = [];
const wanted = new Set<string>();

function linkOn(from: string, link: string): string {
  const target = targetOf(from, link);
  if (target === undefined) return link;
  if (target.path.startsWith("..") || !existsSync(join(root, target.path))) {
    problems.push(`${from}: ${link} leads to no file`);
    return link;
  }
  if (!target.path.endsWith(".md")) wanted.add(target.path.replace(/\/$/, ""));
  const relative = posix.relative(posix.dirname(placeOf(from)), placeOf(target.path));
  return target.anchor === "" ? relative : `${relative}#${target.anchor}`;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(site, path)), { recursive: true });
  writeFileSync(join(site, path), text);
}

/** A file that a document leads to: a picture as it is, a program as a page, a folder as a list. */
function writeLinked(path: string): void {
  const from = join(root, path);
  const to = `${GUIDE}/${placeOf(path)}`;
  if (statSync(from).isDirectory()) {
    const names = readdirSync(from).filter(
      (name) => !name.startsWith(".") && name !== "node_modules" && name !== "dist",
    );
    const items = names.map((name) => {
      const inside = `${path}/${name}`;
      const isPage = name.endsWith(".md") ? documents.includes(inside) : extname(name) === ".svg";
      if (isPage && !name.endsWith(".md")) wanted.add(inside);
      return isPage
        ? `<li><a href="${escaped(posix.basename(placeOf(inside)))}">${escaped(name)}</a></li>`
        : `<li>${escaped(name)}</li>`;
    });
    write(
      to,
      page({
        title: path,
        body: `<h1>${escaped(path)}</h1><ul>${items.join("")}</ul>`,
        depth: to.split("/").length - 1,
      }),
    );
  } else if (isText(path)) write(to, sourcePage(path, readFileSync(from, "utf8"), to.split("/").length - 1));
  else {
    mkdirSync(dirname(join(site, to)), { recursive: true });
    copyFileSync(from, join(site, to));
  }
}

function checkAnchors(pages: ReadonlyMap<string, Rendered>): void {
  for (const [from, { links }] of pages) {
    for (const link of links) {
      const target = targetOf(from, link);
      const found = target && pages.get(target.path);
      if (target === undefined || target.anchor === "" || found === undefined) continue;
      if (!found.anchors.has(decodeURI(target.anchor))) problems.push(`${from}: ${link} leads to no heading`);
    }
  }
}

const { values } = parseArgs({ options: { serve: { type: "boolean" }, port: { type: "string" } } });
await buildPlayground(site, { guide: `${GUIDE}/README.html` });
await buildModules(join(site, "modules"));
copyFileSync(fileURLToPath(new URL("site.css", import.meta.url)), join(site, "site.css"));
const pages = new Map(
  documents.map((path) => [
    path,
    render(readFileSync(join(root, path), "utf8"), (link) => linkOn(path, link)),
  ]),
);
checkAnchors(pages);
for (const [path, { html, title }] of pages) {
  const to = `${GUIDE}/${placeOf(path)}`;
  write(to, page({ title, body: html, depth: to.split("/").length - 1, here: path }));
}
const pictures = filesIn("examples/expected", ".svg");
for (const picture of pictures) wanted.add(picture);
write(`${GUIDE}/gallery.html`, galleryOf(pictures));
const done = new Set<string>();
for (const path of wanted) {
  if (!done.has(path)) writeLinked(path);
  done.add(path);
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
const links = [...pages.values()].reduce((sum, each) => sum + each.links.length, 0);
console.log(
  `${site}: the playground, ${pages.size} documents, ${done.size} linked files; ${links} links lead somewhere`,
);
if (values.serve) {
  const { url } = await serve(site, Number(values.port ?? 4173));
  console.log(`The site is at ${url} (Ctrl+C ends it)`);
}
