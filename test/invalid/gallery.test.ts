import { describe, expect, it } from 'vitest';
import { isPinoutError, type PinoutError } from '../../lib/contract/error.ts';
import { gallery } from './gallery.ts';

describe('the gallery of invalid inputs', () => {
  it.each(Object.entries(gallery))('refuses %s', (_, { make, code, app, field, fix }) => {
    let refused: unknown;
    try {
      make();
    } catch (error) {
      refused = error;
    }
    expect(isPinoutError(refused), String(refused)).toBe(true);
    const error = refused as PinoutError;
    expect(error).toMatchObject({ code, app });
    expect(error.field).toContain(field);
    expect(error.fix).toContain(fix);
    expect(error.found).not.toBe('');
    expect(error.wanted).not.toBe('');
    expect(error.message).not.toMatch(/\n|undefined|\[object/);
    expect(error.message).not.toContain('hunter2');
  });
});
