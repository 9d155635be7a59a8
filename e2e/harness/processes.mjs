import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

/** What still runs when the test process dies goes with it. */
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** Starts a program that does not outlive the test process. */
export function launch(program, args, options) {
  const child = spawn(program, args, options);
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** Whether a program that was started has ended since. */
export const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

/** A port nobody listens on. */
export async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}
