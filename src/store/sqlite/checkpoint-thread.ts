import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** The thread of `makeCheckpointer`: a connection that does nothing but write the log back when told to. */
const db = new DatabaseSync(String(workerData), { timeout: 0 });
db.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -64');
const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');

parentPort?.on('message', (told) => {
  if (told === 'close') {
    db.close();
    parentPort?.close();
    return;
  }
  try {
    // The second time there is only what was committed during the first.
    for (let round = 0; round < 2; round++) checkpoint.get();
  } catch {
    // A disk that fails tells everybody who writes; the log stays until it works again.
  }
  parentPort?.postMessage('done');
});
