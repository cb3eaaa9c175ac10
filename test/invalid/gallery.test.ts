import { describe, expect, it } from 'vitest';
import { isPinoutError, type PinoutError } from '../../lib/contract/error.ts';
import { gallery as core } from './core.gallery.ts';
import type { Invalid } from './invalid.ts';

// Each room and each integration has a gallery of its own: test/invalid/*.gallery.ts and lib/integrations/<app>/<app>.gallery.ts.
const found = import.meta.glob<{ gallery: Readonly<Record<string, Invalid>> }>(['./*.gallery.ts', '../../lib/integrations/*/*.gallery.ts'], { eager: true });
const galleries = Object.values(found).map(({ gallery }) => gallery);

describe('the gallery of invalid inputs', () => {
  it('is found', () => {
    expect(galleries).toContain(core);
  });

  it.each(galleries.flatMap((gallery) => Object.entries(gallery)))('refuses %s', (_, { make, code, app, field, fix }) => {
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
