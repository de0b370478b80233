import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestApp } from './app.js';
import { freePort } from './ports.js';

const CONFIG = join(import.meta.dirname, '..', '..', 'docker', 'nginx.conf');

/** The nginx of docker/compose.scaled.yml before two instances: the committed configuration, with the addresses and the folder of this test. */
export class Nginx {
  private constructor(
    readonly ports: { main: number; music: number; arcade: number },
    private readonly end: () => Promise<void>,
  ) {}

  static async start(instances: readonly [TestApp, TestApp], library: string): Promise<Nginx> {
    const folder = await mkdtemp(join(tmpdir(), 'rumpus-nginx-'));
    const ports = { main: await freePort(), music: await freePort(), arcade: await freePort() };
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
    const replaced: [string, string][] = [
      ['worker_processes auto;', `worker_processes 1; daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;`],
      ['http {', `http { access_log off; ${temporary}`],
      ['alias /library/;', `alias ${library}/;`],
    ];
    for (const [listener, port] of [['main', 8080], ['music', 5274], ['arcade', 5730]] as const) {
      replaced.push([`listen ${String(port)};`, `listen 127.0.0.1:${String(ports[listener])};`]);
      for (const [index, app] of instances.entries()) replaced.push([`rumpus-${String(index + 1)}:${String(port)};`, `127.0.0.1:${String(app.ports[listener])};`]);
    }
    let config = await readFile(CONFIG, 'utf8');
    for (const [committed, own] of replaced) {
      if (config.split(committed).length !== 2) throw new Error(`docker/nginx.conf has to say "${committed}" once.`);
      config = config.replace(committed, () => own);
    }
    const path = join(folder, 'nginx.conf');
    await writeFile(path, config);
    const child = spawn('nginx', ['-p', folder, '-c', path, '-e', join(folder, 'error.log')], { stdio: 'ignore', env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` } });
    const nginx = new Nginx(ports, async () => {
      const ended = once(child, 'exit');
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    });
    const deadline = Date.now() + 10_000;
    while (!(await fetch(`${nginx.url}/healthz`).then((answer) => answer.ok, () => false))) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`nginx does not answer: ${await readFile(join(folder, 'error.log'), 'utf8').catch(() => 'no log')}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return nginx;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.ports.main)}`;
  }

  stop(): Promise<void> {
    return this.end();
  }
}
