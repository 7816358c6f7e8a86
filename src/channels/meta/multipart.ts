import { randomBytes } from 'node:crypto';

/** Fields and one file, as `multipart/form-data` (RFC 7578). */
export type Form = { readonly fields: Readonly<Record<string, string>>; readonly file: FormFile };

/** Meta judges a file by `name`, `type` and content together: they must agree, or it is taken and never played. */
export type FormFile = { readonly field: string; readonly name: string; readonly type: string; readonly bytes: Uint8Array };

/** Written by hand, in one buffer: its length is known before it goes out, and a proxy need not buffer a stream of chunks. */
export function multipart({ fields, file }: Form): { readonly contentType: string; readonly body: Buffer } {
  const boundary = `anoura-${randomBytes(12).toString('hex')}`;
  const part = (disposition: string, type: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${type === '' ? '' : `Content-Type: ${type}\r\n`}\r\n`;
  const texts = Object.entries(fields).map(([name, value]) => `${part(`name="${name}"`, '')}${value}\r\n`);
  const head = part(`name="${file.field}"; filename="${file.name}"`, file.type);
  const body = Buffer.concat([Buffer.from(`${texts.join('')}${head}`), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}
