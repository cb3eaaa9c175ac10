import { describe, expect, it } from 'vitest';
import { iniAsYaml } from '../../lib/login/ini-as-yaml.ts';
import { parseYaml } from '../../lib/manifest/parse-yaml.ts';

const read = (text: string) => {
  const yaml = iniAsYaml(text);
  return yaml === undefined ? undefined : parseYaml(yaml)[0]?.value;
};

describe('settings that are no YAML', () => {
  it('are read from INI', () => {
    expect(read('; head\n[server]\nroot_url = https://a.example.net/ ; page\n[auth.generic_oauth]\nenabled = true\nclient_id = a=b\nempty =\n')).toEqual({
      server: { root_url: 'https://a.example.net/' },
      'auth.generic_oauth': { enabled: true, client_id: 'a=b', empty: '' },
    });
  });

  it('are read from TOML', () => {
    expect(read('name = "x # y" # note\n[[a."b"]]\nlist = ["p", "q"]\nn = 5\n')).toEqual({ name: 'x # y', 'a.b': { list: ['p', 'q'], n: 5 } });
  });

  it('are read from assignments of Python, and calls stay unknown', () => {
    expect(read("import os\nCLIENT_ID = 'a'\nCLIENT_SECRET = os.environ['S']\n")).toEqual({ CLIENT_ID: 'a', CLIENT_SECRET: '$(env)' });
    expect(read("from os import environ\nCLIENT_ID = environ.get('A')\n")).toEqual({ CLIENT_ID: '$(env)' });
  });

  it('keep their lines', () => {
    const text = '; head\n\n[server]\nport = 80\nmore\n';
    expect(iniAsYaml(text)?.split('\n')).toHaveLength(text.split('\n').length);
    expect(iniAsYaml(text)?.split('\n')[3]).toContain('port');
  });

  it('are left alone when they are YAML, JSON or prose', () => {
    expect(iniAsYaml('a: b\nC_D = e')).toBeUndefined();
    expect(iniAsYaml('{"a": "B_C = d"}')).toBeUndefined();
    expect(iniAsYaml('- a\n[b]\nc = d')).toBeUndefined();
    expect(iniAsYaml('nothing here\n[just brackets]\n')).toBeUndefined();
  });
});
