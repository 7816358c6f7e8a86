import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { wholeFile } from './documents.ts';
import type { RecordingFile } from './recordings.ts';
import type { Report } from './report.ts';

/** The recordings below a folder, in the order of their names. Without that folder there are none. Notes for people are left alone. */
export function readAudio(folder: string, report: Report): RecordingFile[] {
  return filesIn(folder, report).flatMap((path) => {
    const name = relative(folder, path).replaceAll('\\', '/');
    if (/\.(ogg|mp3)$/.test(name)) return readOne(path, name, report);
    if (!/(^|\/)\.|\.(md|txt|ya?ml)$/.test(name)) {
      const hint = 'recordings end in .ogg (Opus, for WhatsApp) and .mp3 (for Messenger); keep originals elsewhere';
      report.add('file-ignored', wholeFile(path), 'this is not read as a recording', hint);
    }
    return [];
  });
}

function filesIn(folder: string, report: Report): readonly string[] {
  try {
    const entries = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted();
  } catch {
    report.add('file-unreadable', wholeFile(folder), 'this folder cannot be read', 'let the server read it');
    return [];
  }
}

function readOne(path: string, name: string, report: Report): RecordingFile[] {
  try {
    return [{ path, name, bytes: readFileSync(path) }];
  } catch {
    report.add('file-unreadable', wholeFile(path), 'this recording cannot be read', 'let the server read it');
    return [];
  }
}
