// A server that behaves like Guanxi at its edges, to test the harness itself.
import { createServer } from "node:http";

const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";
const page = (body) =>
  `<!doctype html><html lang="en"><head><title>Stand-in</title><meta name="viewport" content="width=device-width">` +
  `</head><body><main><h1>Hi</h1>${body}</main></body></html>`;
const PAGES = {
  "/": page("<p>All is well.</p>"),
  "/inline-script": page("<script>window.ran = true</script>"),
  "/no-label": page('<input type="text">'),
  "/throws": page('<script src="/throws.js"></script>'),
};

let ready = false;
setTimeout(() => (ready = true), 200);

const server = createServer((request, response) => {
  response.setHeader("content-security-policy", POLICY);
  if (request.url === "/health/ready") {
    response.writeHead(ready ? 200 : 503).end();
  } else if (request.url === "/throws.js") {
    response.setHeader("content-type", "text/javascript");
    response.end("throw new Error('on purpose')");
  } else if (request.url === "/favicon.ico") {
    response.writeHead(204).end();
  } else if (request.url === "/broken") {
    response.writeHead(500, { "content-type": "text/html" }).end(page(""));
  } else {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(PAGES[request.url] ?? page(""));
  }
});

const [host, port] = process.env.GUANXI_LISTEN.split(":");
server.listen(Number(port), host, () => {
  console.log(`first start: http://${process.env.GUANXI_LISTEN}/setup#token=abc123`);
  console.log(`data in ${process.env.GUANXI_DATA} ${process.env.GUANXI_DATABASE_URL ?? ""}`);
});
process.on("SIGTERM", () => {
  server.closeAllConnections();
  server.close(() => process.exit(process.env.STAND_IN_EXIT ?? 0));
});
