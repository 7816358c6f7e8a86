import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** A copy of the content that a test may edit, and the settings that make a server use it. */
export type ContentCopy = {
  readonly env: { readonly FLOWS_DIR: string; readonly LOCALES_DIR: string };
  /** Edits a file, as `locales/fr.yaml`; the text that is replaced must be there. */
  readonly replace: (file: string, from: string, to: string) => void;
  /** Takes back every edit of a file. */
  readonly restore: (file: string) => void;
};

export function copyContent(folder: string): ContentCopy {
  for (const part of ['flows', 'locales']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  const before = new Map<string, string>();
  return {
    env: { FLOWS_DIR: join(folder, 'flows'), LOCALES_DIR: join(folder, 'locales') },
    replace: (file, from, to) => {
      const text = readFileSync(join(folder, file), 'utf8');
      if (!text.includes(from)) throw new Error(`${file} does not contain: ${from}`);
      if (!before.has(file)) before.set(file, text);
      writeFileSync(join(folder, file), text.replace(from, to));
    },
    restore: (file) => writeFileSync(join(folder, file), before.get(file) ?? readFileSync(join(folder, file))),
  };
}

/** A copy of the small content of tests, the repair cafés, to put recordings beside it. */
export function copyRepair(folder: string): ContentCopy['env'] {
  cpSync(join(ROOT, 'test/fixtures/flow'), folder, { recursive: true });
  return { FLOWS_DIR: join(folder, 'flows'), LOCALES_DIR: join(folder, 'locales') };
}
