import { gzipSync } from 'node:zlib';

/** One entry of an archive, as odd as a test wants it. */
export interface TarEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  /** `0` file, `1` hard link, `2` symbolic link, `6` pipe. */
  readonly type?: string;
  readonly link?: string;
  /** Size that the header claims. */
  readonly size?: number;
}

/** A ustar archive, byte by byte: writers of archives refuse most of what an attacker would send. */
export function tar(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(({ content = '', ...entry }) => blocks(entry, Buffer.from(content))), Buffer.alloc(1024)]);
}

export const tgz = (entries: readonly TarEntry[]): Buffer => gzipSync(tar(entries));

function blocks({ name, type = '0', link = '', size }: Omit<TarEntry, 'content'>, content: Buffer): Buffer[] {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100, 'utf8');
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${(size ?? content.length).toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100, 'utf8');
  header.write('ustar\0' + '00', 257);
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}
