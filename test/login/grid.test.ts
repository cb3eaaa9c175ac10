import { describe, expect, it } from 'vitest';
import { chartApps } from '../support/grid/chart-apps.ts';
import { envApps } from '../support/grid/env-apps.ts';
import { fileApps } from '../support/grid/file-apps.ts';
import { judged } from '../support/grid/judged.ts';
import { chartWays, envWays, fileWays } from '../support/grid/ways.ts';

describe.each(Object.entries(envApps))('%s by variables', (_, app) => {
  it.each(Object.entries(envWays))('%s', (_, files) => {
    expect(judged(files(app.runs, app.env!), app)).toBe('both shelf');
  });
});

describe.each(Object.entries(fileApps))('%s by a file', (_, app) => {
  it.each(Object.entries(fileWays))('%s', (_, files) => {
    expect(judged(files(app.runs, ...app.file!), app)).toBe('both shelf');
  });
});

describe.each(Object.entries(chartApps))('%s by its chart', (_, app) => {
  it.each(Object.entries(chartWays))('%s', (_, files) => {
    expect(judged(files(app.runs, app.values), app)).toBe('both shelf');
  });
});
