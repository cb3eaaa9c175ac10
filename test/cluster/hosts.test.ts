import { describe, expect, it } from 'vitest';
import { hostsOf } from '../../lib/cluster/platform.ts';
import type { WiredApp } from '../../lib/cluster/app-ends.ts';
import { checkedTile, noPage } from '../../lib/contract/tile.ts';

const app = (launchUrl: string) => ({ end: {}, contracts: [{ tile: { name: 'x', launchUrl } }] }) as unknown as WiredApp;

describe('hosts of a cluster', () => {
  it('are those of pages: kubectl has none', () => {
    const apps = [app('https://b.example.org/login'), app(noPage), app('https://a.example.org/#/sso?identifier=1')];
    expect(hostsOf(apps, { idp: { host: 'auth.example.org' } } as never)).toEqual(['auth.example.org', 'a.example.org', 'b.example.org']);
  });
});

describe('the address of a tile', () => {
  it('may lead to a page inside the app', () => {
    expect(checkedTile({ name: 'V', launchUrl: 'https://v.example.org/#/sso?identifier=1-A' }, 'v').launchUrl).toBe(
      'https://v.example.org/#/sso?identifier=1-A',
    );
  });
  it('carries nothing else behind the #', () => {
    for (const launchUrl of ['https://v.example.org/#<b>', 'https://v.example.org/# /x', 'javascript:x#/y'])
      expect(() => checkedTile({ name: 'V', launchUrl }, 'v')).toThrow(/tile\.launchUrl/);
  });
});
