import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".md": "text/markdown; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** What is sent is compressed as servers of static pages do. */
const COMPRESSED = new Set([".html", ".js", ".css", ".md", ".svg"]);

export interface Served {
  readonly url: string;
  /** What was asked for, with the bytes that were sent. */
  readonly sent: readonly { readonly path: string; readonly bytes: number }[];
  close(): void;
}

/** Hands out the files of a folder, on this machine alone. */
export async function serve(folder: string, port = 0): Promise<Served> {
  const sent: { path: string; bytes: number }[] = [];
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const inside = normalize(decodeURIComponent(pathname));
    let path = join(folder, inside);
    if (existsSync(path) && statSync(path).isDirectory()) path = join(path, "index.html");
    if (inside.split(/[\\/]/).includes("..") || !existsSync(path)) {
      sent.push({ path: inside, bytes: -1 });
      response.writeHead(404).end();
      return;
    }
    const ending = extname(path);
    const isCompressed = COMPRESSED.has(ending);
    const body = isCompressed ? gzipSync(readFileSync(path), { level: 9 }) : readFileSync(path);
    sent.push({ path: inside, bytes: body.length });
    response.setHeader("Content-Type", TYPES[ending] ?? "application/octet-stream");
    if (isCompressed) response.setHeader("Content-Encoding", "gzip");
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const { port: own } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${own}/`,
    sent,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
