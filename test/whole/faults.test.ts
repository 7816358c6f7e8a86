import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from '@jest/globals';
import { peopleFrom, type Server, tempFolder, whatsappBody } from '../support/server.ts';
import { eventually, makeWorld, readiness, type World } from '../support/world.ts';

/** What a bad machine does to people who wrote: 503, so that the platform sends it again, and nothing lost or doubled afterwards. */
const hello = (...people: readonly string[]) => whatsappBody(...people.map((from) => ({ from, text: 'bonjour', id: `wamid.${from}` })));

/** A second connection to the server's database, which waits for its turn. */
const another = ({ database }: World) => new DatabaseSync(database, { timeout: 5_000 });

describe('a database that another connection has locked', () => {
  test.concurrent('503 and nothing is kept; the same webhook later is answered once', async () => {
    await using world = await makeWorld();
    const server = await world.start();
    const other = another(world);
    const stored = () => other.prepare('SELECT (SELECT count(*) FROM seen) + (SELECT count(*) FROM names) AS count').get()?.count;
    const [ann = '', bob = ''] = peopleFrom(1, 2);

    other.exec('BEGIN EXCLUSIVE');
    expect(await server.post('whatsapp', hello(ann, bob))).toBe(503);
    expect(stored()).toBe(0);
    expect(await readiness(server)).toEqual({ ready: false, reasons: ['the database cannot be reached'] });
    other.exec('ROLLBACK');

    expect(await server.post('whatsapp', hello(ann, bob))).toBe(200);
    expect(await server.post('whatsapp', hello(ann, bob))).toBe(200);
    await world.graph.waitFor(ann, 1);
    await world.graph.waitFor(bob, 1);
    expect(await readiness(server)).toEqual({ ready: true, reasons: [] });
    expect(await server.stop()).toBe(0);
    expect([ann, bob].map(world.graph.attempts)).toEqual([1, 1]);
    other.close();
  });

  test.concurrent('while the platform answers: what went out is not sent again', async () => {
    await using world = await makeWorld();
    const server = await world.start();
    const other = another(world);
    const [ann = ''] = peopleFrom(3, 1);
    world.graph.failWith(() => 'held');
    await server.post('whatsapp', hello(ann));
    await world.graph.waitFor(ann, 1);
    other.exec('BEGIN EXCLUSIVE');
    world.graph.release();
    await eventually(async () => server.output().includes('delivery cannot reach the store'));
    other.exec('ROLLBACK');

    world.graph.failWith(() => undefined);
    await server.post('whatsapp', whatsappBody({ from: ann, text: 'menu' }));
    await world.graph.waitFor(ann, 2);
    expect(await server.stop()).toBe(0);
    expect(world.graph.attempts(ann)).toBe(2);
    other.close();
  });
});

type Disk = {
  readonly label: string;
  /** Undefined where it cannot be had. */
  readonly folder: () => ReturnType<typeof tempFolder> | undefined;
  readonly fill: (world: World, server: Server) => void;
  readonly free: (world: World, server: Server) => void;
};
const DISKS: readonly Disk[] = [
  {
    label: 'a full disk',
    folder: () => {
      const { path, remove } = tempFolder();
      // Only root may do this, and not in every container.
      if (!run('mount', '-t', 'tmpfs', '-o', 'size=3m', 'anoura-test', path)) return void remove();
      return {
        path,
        remove: () => {
          run('umount', '-l', path);
          remove();
        },
      };
    },
    fill: ({ database }) => {
      const file = openSync(`${database}.ballast`, 'w');
      try {
        for (;;) writeSync(file, Buffer.alloc(4096));
      } catch {
        closeSync(file);
      }
    },
    free: ({ database }) => rmSync(`${database}.ballast`),
  },
  {
    label: 'files that may not grow',
    folder: () => (limit(process.pid, 'unlimited') ? tempFolder() : undefined),
    fill: ({ database }, { pid }) => void limit(pid, String(statSync(`${database}-wal`).size)),
    free: (_world, { pid }) => void limit(pid, 'unlimited'),
  },
  {
    label: 'a disk that takes no writing',
    folder: () => {
      const { path, remove } = tempFolder();
      // Only root may do this, and not every file system then stops who has the file open; one whose disk failed stops everybody.
      if (!stopsWriting(join(path, 'probe'))) return void remove();
      return {
        path,
        remove: () => {
          for (const part of PARTS) run('chattr', '-i', join(path, `anoura.db${part}`));
          remove();
        },
      };
    },
    fill: ({ database }) => {
      for (const part of PARTS) expect(run('chattr', '+i', database + part)).toBe(true);
    },
    free: ({ database }) => {
      for (const part of PARTS) expect(run('chattr', '-i', database + part)).toBe(true);
    },
  },
];

/** Of a database: what is written to. */
const PARTS = ['', '-wal'];

function stopsWriting(path: string): boolean {
  const file = openSync(path, 'w');
  try {
    if (!run('chattr', '+i', path)) return false;
    writeSync(file, 'x');
    return false;
  } catch {
    return true;
  } finally {
    run('chattr', '-i', path);
    closeSync(file);
  }
}

/** The soft limit on the size of files, of a running process; its own user may change it. */
const limit = (pid: number, bytes: string): boolean => run('prlimit', `--pid=${pid}`, `--fsize=${bytes}:`);

/** False as well where there is no such command. */
function run(command: string, ...options: readonly string[]): boolean {
  return spawnSync(command, options).status === 0;
}

describe.each(DISKS)('$label', ({ folder, fill, free }) => {
  const probe = folder();
  probe?.remove();
  const promise = '503 for what has no room; with room again, everyone is answered once and at once';
  if (probe === undefined) return test.skip(`cannot be had by this user on this machine: ${promise}`, () => undefined);

  test.concurrent(promise, async () => {
    await using world = await makeWorld({ folder: folder() });
    const server = await world.start();
    fill(world, server);
    const stored: string[] = [];
    const refused: string[][] = [];
    // What has been written once can be written again without more room, so it takes a while until there is none.
    for (let batch = 0; refused.length < 5 && batch < 500; batch += 1) {
      const people = peopleFrom(1_000 + batch * 20, 20);
      const status = await server.post('whatsapp', hello(...people));
      expect([200, 503]).toContain(status);
      if (status === 200) stored.push(...people);
      else refused.push(people);
    }
    expect(refused).toHaveLength(5);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);

    free(world, server);
    const everyone = [...stored, ...refused.flat()];
    for (const people of refused) expect(await server.post('whatsapp', hello(...people))).toBe(200);
    await Promise.all(everyone.map((person) => world.graph.waitFor(person, 1)));
    expect(await server.stop()).toBe(0);
    expect(everyone.filter((person) => world.graph.attempts(person) !== 1)).toEqual([]);
  });
});
