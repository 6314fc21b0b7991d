/**
 * The server under test, on a free port with an empty data folder.
 *
 * The real program by default: `PLUGGARR_BIN`, else the release or debug build of this repository.
 * With `PLUGGARR_E2E=mock` the mock server, which checks the UI alone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startMock } from '../dev/mock-server.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const isMock = process.env.PLUGGARR_E2E === 'mock';

/** `runLimit`: seconds after which an action is stopped, where the usual hour is too long for a test. */
export async function startServer({ runLimit } = {}) {
  if (isMock) {
    const { url, close } = await startMock();
    return { url, close };
  }
  const binary = findBinary();
  const data = await mkdtemp(join(tmpdir(), 'pluggarr-e2e-'));
  await mkdir(join(data, 'plugins'), { recursive: true });
  await cp(here('./plugins/'), join(data, 'plugins'), { recursive: true });

  const bind = `127.0.0.1:${await freePort()}`;
  const child = spawn(binary, ['serve', '--data-dir', data, '--bind', bind, '--sample'], {
    env: {
      ...process.env,
      ...(runLimit === undefined ? {} : { PLUGGARR_RUN_LIMIT: String(runLimit) }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      log += chunk;
    });
  }
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await Promise.race([once(child, 'exit'), sleep(15_000).then(() => child.kill('SIGKILL'))]);
    }
    await rm(data, { recursive: true, force: true });
  };
  try {
    await answers(`http://${bind}/api/core/version/`, child);
  } catch (error) {
    await close();
    throw new Error(`${error.message}\n${log.slice(-4000)}`, { cause: error });
  }
  return { url: `http://${bind}`, close, log: () => log };
}

function findBinary() {
  const candidates = [
    process.env.PLUGGARR_BIN,
    here('../../target/release/pluggarr'),
    here('../../target/debug/pluggarr'),
  ];
  const binary = candidates.find((path) => path !== undefined && existsSync(path));
  if (binary === undefined) {
    throw new Error(
      'No server to test: build it (`cargo build -p pluggarr`), set PLUGGARR_BIN, or run `npm run e2e:mock`.',
    );
  }
  return binary;
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

async function answers(url, child) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The server ended with code ${child.exitCode}`);
    const response = await fetch(url).catch(() => null);
    if (response?.ok === true) return;
    await sleep(100);
  }
  throw new Error(`No answer at ${url} within a minute`);
}
