import { gunzipSync } from 'node:zlib';

const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** What an archive and all archives inside it may hold together. Helm itself reads no more bytes (pkg/chart/loader, MaxDecompressedChartSize). */
export class Budget {
  private bytes = 100 * 1024 * 1024;
  private entries = 20_000;
  private archives = 100;
  /** Subcharts inside subcharts. */
  static readonly deepest = 5;
  /** Helm's MaxDecompressedFileSize. */
  static readonly largestFile = 5 * 1024 * 1024;

  /** One more file or folder. @throws Error beyond the limit */
  entry(): void {
    this.entries -= 1;
    if (this.entries < 0) throw new Error('more than 20,000 files');
  }

  /** Bytes of a file that is not packed. @throws Error beyond the limit */
  read(bytes: number): void {
    this.bytes -= bytes;
    if (this.bytes < 0) throw new Error('more than 100 MiB');
  }

  /** The bytes inside an archive: unpacking stops where the budget ends, however small the archive is. @throws Error beyond the limit */
  unpack(archive: Buffer): Buffer {
    this.archives -= 1;
    if (this.archives < 0) throw new Error('more than 100 archives inside it');
    if (this.bytes <= 0) throw new Error('more than 100 MiB');
    const isGzip = archive[0] === 0x1f && archive[1] === 0x8b;
    if (!isGzip) throw new Error('not a gzip archive');
    let unpacked: Buffer;
    try {
      unpacked = gunzipSync(archive, { maxOutputLength: this.bytes });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new Error('more than 100 MiB', { cause: error });
      throw error;
    }
    this.bytes -= unpacked.length;
    // The reader of tar files would unpack what is packed twice, without this limit.
    if ((unpacked[0] === 0x1f && unpacked[1] === 0x8b) || unpacked.subarray(0, 4).equals(zstd)) throw new Error('packed twice');
    return unpacked;
  }
}
