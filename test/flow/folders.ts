import type { ProblemCode } from '../../src/flow/problems.ts';

/** Problems of files and folders: shown in `folders.test.ts` on a real disk. */
export const FOLDER_CODES: readonly ProblemCode[] = ['folder-missing', 'file-unreadable', 'file-ignored'];
