import { describe, expect, it } from 'vitest';
import { opaque } from '../../lib/helm/opaque-text.ts';
import { charts } from '../support/helm-charts/charts.ts';
import { objectsOf, renderSmall } from '../support/helm-charts/small-chart.ts';

const usual = charts['a usual chart']!;
const map = (data: string) => `kind: ConfigMap\nmetadata: {name: a}\ndata:\n${data}\n`;
const render = (data: string, values = '{}', installation = {}) =>
  renderSmall({ files: { 'Chart.yaml': 'name: app\nversion: 1.0.0\n', 'values.yaml': values, 'templates/a.yaml': map(data) } }, installation);
const data = (text: string, values = '{}', installation = {}) => {
  const { rendered, left } = render(text, values, installation);
  return left.length > 0 ? left[0]!.why : (objectsOf(rendered.map((one) => one.text))[0] as { data: unknown }).data;
};

describe('a chart', () => {
  // The same charts are rendered by helm in test/real/helm-charts.test.ts.
  it.each(Object.entries(charts))('%s: leaves what it says, and nothing else', (_, chart) => {
    const { rendered, left } = renderSmall(chart);
    if (chart.refused === true) expect(rendered).toEqual([]);
    else expect(left.map(({ path }) => path)).toEqual(chart.left ?? []);
  });

  it('becomes the objects that helm makes of it', () => {
    const [deployment] = objectsOf(renderSmall(usual).rendered.map((one) => one.text)) as Record<string, Record<string, unknown>>[];
    expect(deployment!['metadata']).toMatchObject({ name: 'rel-app', labels: { 'helm.sh/chart': 'app-1.2.3', 'app.kubernetes.io/version': '4.5' } });
    expect(JSON.stringify(deployment!['spec'])).toContain('"value":"https://id.example.net/rel/"');
  });

  it('says of each character which one of the template wrote it', () => {
    const [one] = renderSmall(usual).rendered;
    const source = usual.files['templates/d.yaml']!;
    const found = (text: string) => source.slice(0, one!.at(one!.text.indexOf(text))).split('\n').length;
    expect(found('name: rel-app')).toBe(source.split('\n').findIndex((line) => line.includes('app.fullname')) + 1);
    expect(found('https://id.example.net/rel/')).toBe(source.split('\n').findIndex((line) => line.includes('tpl')) + 1);
  });
});

describe('what is not known', () => {
  const byHand = { name: opaque('name of x') };

  it('goes through as a variable', () => {
    expect(data('  a: {{ .Release.Name }}\n  b: {{ printf "%s-db" .Release.Name | quote }}', '{}', byHand)).toEqual({
      a: '${name of x}',
      b: '${name of x}-db',
    });
  });

  it('is itself where a function changes it, and the same each time', () => {
    const made = data('  a: {{ .Release.Name | upper }}\n  b: {{ .Release.Name | upper }}\n  c: {{ .Release.Name | lower }}', '{}', byHand) as Record<
      string,
      string
    >;
    expect(made['a']).toBe(made['b']);
    expect(made['a']).not.toBe(made['c']);
    expect(made['a']).toMatch(/^\$\{/);
  });

  it('decides nothing', () => {
    expect(data('  a: {{ if eq .Release.Name "x" }}b{{ end }}', '{}', byHand)).toBe('it depends on what only the cluster knows');
    expect(data('  a: {{ contains "x" .Release.Name | quote }}', '{}', byHand)).toBe('it depends on what only the cluster knows');
  });

  it('is not the age of a cluster: none of today has what was removed long ago', () => {
    expect(
      data('  a: {{ .Capabilities.APIVersions.Has "policy/v1beta1" | quote }}\n  b: {{ semverCompare "<1.25-0" .Capabilities.KubeVersion.Version | quote }}'),
    ).toEqual({
      a: 'false',
      b: 'false',
    });
    expect(data('  a: {{ semverCompare ">=1.32-0" .Capabilities.KubeVersion.Version | quote }}')).toBe('it compares versions');
  });

  it('is random where the chart makes it up', () => {
    expect(data('  a: {{ randAlphaNum 16 | b64enc | quote }}')).toEqual({ a: '${b64enc random}' });
  });
});

describe('a chart that would not end', () => {
  it.each([
    ['calls itself', '{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}', /too deep/],
    ['counts', '{{ range until 9000 }}{{ range until 9000 }}{{ end }}{{ end }}', /too many steps/],
    ['counts very far', '{{ range until 1000000000 }}{{ end }}', /counts too far/],
    ['writes a lot', '{{ $x := repeat 90000 "a" }}{{ range until 5000 }}{{ $x }}{{ end }}', /writes too much/],
    ['has no end', '{{ if true }}', /has no end/],
    ['is no template', '{{ if }}{{ end }}{{ | }}', /empty|wrong/],
  ])('%s', (_, template, why) => {
    const { rendered, left } = render(`  a: b\n${template}`);
    expect(rendered).toEqual([]);
    expect(left[0]!.why).toMatch(why);
  });
});
