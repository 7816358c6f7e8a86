import type { EmulatedFile } from '../http/emulator.ts';
import { digits } from './emulator-platform.ts';

/** Files as a platform keeps them: by an id that it makes up, for as long as the server runs. */
export type EmulatedFiles = {
  readonly keep: (file: EmulatedFile) => string;
  readonly of: (id: string) => EmulatedFile | undefined;
};

/** More recordings than any content has; the oldest are forgotten, which is how staff see that a lost file is uploaded anew. */
const MOST_FILES = 500;

export function makeEmulatedFiles(): EmulatedFiles {
  const files = new Map<string, EmulatedFile>();
  return {
    keep: (file) => {
      const id = digits(16);
      files.set(id, file);
      for (const old of [...files.keys()].slice(0, -MOST_FILES)) files.delete(old);
      return id;
    },
    of: (id) => files.get(id),
  };
}
