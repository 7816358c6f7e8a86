import { createHash } from 'node:crypto';

/** 132 bits: nobody makes two files that share them. */
const LENGTH = 22;

/** Names a file by what is in it. */
export const soundHash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url').slice(0, LENGTH);
