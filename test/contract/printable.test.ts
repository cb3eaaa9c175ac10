import { describe, expect, it } from 'vitest';
import { PinoutError } from '../../lib/contract/error.ts';
import { printable, printableLine } from '../../lib/contract/printable.ts';

describe('printable', () => {
  it('leaves nothing that a terminal obeys or a reader takes for another line', () => {
    const hostile = 'a\u001b]0;title\u0007\u001b[2J\r\n\t\u0085\u009b31m\u2028\u2029\u202eb\u2066\u200f\u061c';
    expect(printable(hostile)).toMatch(/^[\x20-\x7e]+$/);
    expect(printable(hostile)).toContain(String.raw`\u001b[2J\u000d\u000a`);
  });

  it('leaves names as they are', () => {
    for (const name of ['grafana', 'Größe · 日本語', 'a::b', 'fe80::1', '# [x]', '👩‍💻']) expect(printable(name)).toBe(name);
  });

  it.each(['##[error]x', 'a ##[stop-commands]x', '###[add-mask]x'])('starts no workflow command of the old form: %s', (text) => {
    expect(printable(text)).not.toContain('##[');
  });

  it.each(['::error::x', '  ::stop-commands::x', ':::x'])('starts no workflow command at the begin of a line: %s', (text) => {
    expect(printableLine(text).trimStart()).not.toMatch(/^::/);
  });

  it('is what an error is made of', () => {
    const error = new PinoutError({ code: 'host-invalid', app: 'a\u001b[2J', field: 'f', found: 'b\n::error::c\u202e', wanted: 'w', fix: 'x' });
    expect(error.message).toMatch(/^[\x20-\x7e]+$/);
    expect(error.app).toMatch(/^[\x20-\x7e]+$/);
  });
});
