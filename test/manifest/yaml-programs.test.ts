import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../lib/manifest/dialect.ts';
import { parseYaml } from '../../lib/manifest/parse-yaml.ts';
import { byChance, isStrictAlone, left } from './yaml/left.ts';
import { type Answer, taken, verdict } from './yaml/verdict.ts';

/** What sigs.k8s.io/yaml 1.6.0 and PyYAML 6.0.3 made of a text (test/real/yaml-parsers.test.ts asks them anew). */
interface Recorded {
  readonly about: string;
  readonly text: string;
  readonly go: Answer;
  readonly pyyaml: Answer;
}

const recorded = readFileSync(new URL('yaml/programs.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

describe.each<Dialect>(['go', 'pyyaml'])('YAML is read as its program reads it: %s', (dialect) => {
  const exceptions = new Set(left.filter((one) => one.dialect === dialect).map(({ text }) => text));
  const isChance = (text: string) => dialect === 'go' && byChance.has(text);

  it.each([...new Set(recorded.map(({ about }) => about))])('%s', (about) => {
    const texts = recorded.filter((one) => one.about === about && !exceptions.has(one.text) && !isChance(one.text));
    const say = (of: (one: Recorded) => Answer) => texts.map((one) => `${JSON.stringify(one.text)}: ${taken(of(one))}`);
    expect(say(({ text }) => verdict(text, dialect))).toEqual(say((one) => one[dialect]));
  });

  it('still disagrees where it is said to', () => {
    for (const { text } of recorded.filter((one) => exceptions.has(one.text))) {
      const one = recorded.find((each) => each.text === text)!;
      expect(taken(verdict(text, dialect)), text).not.toEqual(taken(one[dialect]));
    }
  });
});

it('a key stands twice where strict decoding says so', () => {
  const judged = recorded.filter(({ text, go }) => go.error === undefined && !isStrictAlone(text));
  const twice = (of: (one: Recorded) => Answer) => judged.filter((one) => of(one).strict !== undefined).map(({ text }) => text);
  expect(twice(({ text }) => verdict(text, 'go'))).toEqual(twice(({ go }) => go));
  expect(twice(({ go }) => go).length).toBeGreaterThan(10);
});

it('says what goyaml says', () => {
  const refused = recorded.filter(({ go }) => go.error !== undefined);
  const same = refused.filter(({ text, go }) => parseYaml(text).some(({ faults }) => faults.some(({ said }) => said === go.error)));
  // What Go prints of a key that cannot be one is a dump of its memory.
  const other = refused.filter((one) => !same.includes(one) && !one.go.error!.includes('map key')).map(({ text }) => text.slice(0, 40));
  const known = [
    'a: *x b\n',
    'a: "b\n---\nc"\n',
    "a: 'b\n---\n'\n",
    '['.repeat(40),
    ...left.filter(({ text }) => text.startsWith('{"a": "')).map(({ text }) => text),
  ];
  expect(other.sort()).toEqual(known.sort());
  expect(same.length).toBeGreaterThan(390);
});
