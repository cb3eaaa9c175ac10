import { describe, expect, it } from 'vitest';
import { codeAsYaml } from '../../lib/login/code-as-yaml.ts';
import { parseYaml } from '../../lib/manifest/parse-yaml.ts';

const read = (text: string) => parseYaml(codeAsYaml(text) ?? '')[0]?.value;

describe('the map of a login in JavaScript', () => {
  it.each(['function (issuer, profile, done) {\n    done(null, { name: profile.id });\n  }', '(a, b) => {\n    b(a);\n  }', 'async done => { done(); }'])(
    'may hold functions: %s',
    (body) => {
      const text = `module.exports = {\n  clientID: 'desk',\n  verify: ${body},\n  scope: ['openid'],\n};\n`;
      expect(read(text)).toEqual({ clientID: 'desk', verify: '$(code)', scope: ['openid'] });
      // What follows stays in its line.
      expect(
        codeAsYaml(text)!
          .split('\n')
          .findIndex((line) => line.includes('scope')),
      ).toBe(text.split('\n').findIndex((line) => line.includes('scope')));
    },
  );

  it('is none where it does not end, and as it is where a function has no body of its own', () => {
    expect(codeAsYaml("module.exports = { clientID: 'desk', verify: function () { done(); };\n")).toBeUndefined();
    expect(read("module.exports = {\n  clientID: 'desk',\n  name: (user) => user.id,\n  more: {},\n};\n")).toEqual({
      clientID: 'desk',
      name: '$(code)',
      more: {},
    });
  });
});
