import { deployment, helpers, values } from './usual-chart.ts';

/** A small chart, as the text of its files. `with`: values that are given at its installation. */
export interface SmallChart {
  readonly files: Readonly<Record<string, string>>;
  readonly with?: string;
  /** Helm itself refuses it. */
  readonly refused?: true;
  /** It asks for what no file says: these templates are left. */
  readonly left?: readonly string[];
}

const meta = 'apiVersion: v2\nname: app\nversion: 1.2.3\nappVersion: "4.5"\n';
const map = (data: string, name = 'a'): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${data}\n`;
const one = (values: string, data: string, more: Omit<SmallChart, 'files'> = {}): SmallChart => ({
  files: { 'Chart.yaml': meta, 'values.yaml': values, 'templates/a.yaml': map(data) },
  ...more,
});
const lines = (...all: readonly string[]): string => all.map((line, index) => `  k${index}: ${line}`).join('\n');

/** Charts by what they show. Helm renders each in test:real, and gives the same objects. */
export const charts: Readonly<Record<string, SmallChart>> = {
  'a usual chart': { files: { 'Chart.yaml': meta, 'values.yaml': values, 'templates/_helpers.tpl': helpers, 'templates/d.yaml': deployment } },
  'a usual chart with names of its own': {
    files: { 'Chart.yaml': meta, 'values.yaml': values, 'templates/_helpers.tpl': helpers, 'templates/d.yaml': deployment },
    with: 'fullnameOverride: board-\nmore: []\npodAnnotations: null\nautoscaling: true\nenv: {PORT: null, TWO: 2}\n',
  },
  'texts that print numbers': one(
    'big: 1234567\nport: 8080\nf: 1.5\nhuge: 100000000000\nzero: 0\nyes: true\n',
    lines(
      '{{ .Values.big | quote }}',
      '{{ .Values.big | int | quote }}',
      '"{{ .Values.port }}"',
      '{{ quote .Values.f }}',
      '{{ .Values.huge | quote }}',
      '{{ toYaml .Values.huge | quote }}',
      '{{ toJson .Values.big | quote }}',
      '{{ .Values.zero | default 5 | quote }}',
      '{{ printf "%v %d %s %t %q %5d|%-4s|%.2f" .Values.f 3 "x" .Values.yes "q" 7 "z" 1.005 | quote }}',
      '"{{ add 1 2.7 }} {{ mul 3 2 }} {{ div 7 2 }} {{ mod 7 4 }} {{ sub 1 3 }} {{ max 1 5 3 }} {{ min 4 2 }} {{ add1 4 }}"',
      '"{{ kindOf .Values.port }} {{ kindOf 1 }} {{ kindIs "map" .Values }} {{ typeOf .Values.f }}"',
    ),
  ),
  'nothing and empty texts': one(
    'nul: ~\nempty: ""\nm: {}\n',
    lines(
      '"{{ .Values.nul }}{{ .Values.missing }}"',
      '{{ default "x" .Values.nul }}',
      '{{ .Values.empty | default "y" }}',
      '"{{ .Values.m.a }}"',
      '"{{ coalesce .Values.nul .Values.empty "last" }}"',
      '"{{ empty .Values.m }} {{ not .Values.empty }} {{ and 1 0 }} {{ or "" "z" }}"',
      '"{{ ternary "a" "b" (eq .Values.empty "") }}"',
      '"{{ (.Values.missing).deeper }}"',
      '"{{ quote .Values.nul }}"',
      '"{{ hasKey .Values "nul" }}"',
    ),
  ),
  'blanks that are cut': one(
    'x: 1\n',
    '  a: "{{- "b" -}}"\n  {{- /* nothing */ -}}\n  {{- if .Values.x }}\n  c: d\n  {{- end }}\n  {{/* a comment */}}\n  e: |\n    one {{- " two" }}\n    {{ "three" -}}\n    four\n',
  ),
  texts: one(
    't: "Hello World-wide"\n',
    lines(
      '{{ .Values.t | lower }}',
      '{{ .Values.t | upper }}',
      '{{ .Values.t | kebabcase }}',
      '{{ .Values.t | snakecase }}',
      '{{ "  a b " | trim | quote }}',
      '{{ trimAll "-" "--x--" }}',
      '{{ trimPrefix "He" .Values.t }}',
      '{{ .Values.t | trunc 5 }}',
      '{{ .Values.t | trunc -4 }}',
      '{{ substr 0 5 .Values.t }}',
      '{{ nospace .Values.t }}',
      '{{ repeat 3 "ab" }}',
      '{{ "a,b,c" | splitList "," | join ";" }}',
      '{{ (split "/" "x/y/z")._1 }}',
      '"{{ contains "lo" .Values.t }} {{ hasPrefix "He" .Values.t }} {{ hasSuffix "x" .Values.t }}"',
      '{{ cat "a" "b" 3 | quote }}',
      '{{ print "a" 1 2 "b" | quote }}',
      '{{ list "b" "a" | sortAlpha | toJson | squote }}',
      '{{ regexReplaceAll "[^a-z]+" "ab12cd" "-" }}',
      '"{{ regexMatch "^[a-z]+$" "abc" }}"',
      '{{ title "hello big world" }}',
      '{{ untitle "Hello" }}',
      '{{ regexFind "[0-9]+" "ab12cd34" | quote }}',
      '{{ b64enc "hi" }}',
      '{{ b64dec "aGk=" }}',
      '{{ sha256sum "hi" }}',
      '{{ "x\\ty" | quote }}',
      '{{ `raw "text"` | squote }}',
    ),
  ),
  'lists and maps': one(
    'l: [3, one, true]\nm: {b: 2, a: {c: d}}\n',
    lines(
      '"{{ first .Values.l }} {{ last .Values.l }} {{ len .Values.l }} {{ index .Values.l 1 }} {{ index .Values.m "a" "c" }}"',
      '{{ rest .Values.l | toJson | squote }}',
      '{{ append .Values.l "x" | toJson | squote }}',
      '{{ concat .Values.l (list 1) | toJson | squote }}',
      '{{ without .Values.l "one" | toJson | squote }}',
      '{{ keys .Values.m | sortAlpha | join "," }}',
      '{{ dict "x" 1 "y" (list 2) | toJson | squote }}',
      '{{ merge (dict "a" "own") .Values.m | toJson | squote }}',
      '{{ mergeOverwrite (dict "a" "own" "z" 1) .Values.m | toJson | squote }}',
      '{{ pick .Values.m "b" | toJson | squote }}',
      '{{ omit .Values.m "b" | toJson | squote }}',
      '"{{ has "one" .Values.l }} {{ hasKey .Values.m "x" }} {{ get .Values.m "b" }} {{ dig "a" "c" "no" .Values.m }} {{ dig "a" "x" "no" .Values.m }}"',
      '"{{ .Values.m }} {{ .Values.l }}"',
      '{{ uniq (list 1 1 2) | toJson | squote }}',
      '{{ compact (list "" "a" 0) | toJson | squote }}',
      '{{ until 3 | toJson | squote }}',
      '{{ untilStep 1 7 3 | join "-" | quote }}',
      '{{ slice .Values.l 1 2 | toJson | squote }}',
      '{{ pluck "c" .Values.m.a | toJson | squote }}',
      '"{{ deepEqual (dict "a" 1) (dict "a" 1) }}"',
      '{{ set (dict "a" 1) "b" 2 | toJson | squote }}',
    ),
  ),
  'YAML and JSON in texts': {
    files: {
      'Chart.yaml': meta,
      'values.yaml': 'c: {z: "true", a: [1, two, {x: "a: b", y: ["-", "1.5", ""]}], t: "two\\nlines\\n", n: ~, "on": "#x", e: {}, f: []}\n',
      'templates/a.yaml': map(
        '  a.yaml: |\n    {{- toYaml .Values.c | nindent 4 }}\n  b.json: {{ .Values.c | toJson | quote }}\n  c.json: |\n    {{- toPrettyJson .Values.c.a | nindent 4 }}\n  d: {{ (fromYaml "x: [1, 2]").x | toJson | quote }}\n  e: {{ (fromJson "{\\"q\\": \\"r\\"}").q }}\n  f: {{ dict "u" "<a&b>" | toJson | quote }}\n  g: {{ dict "u" "<a&b>" | toRawJson | quote }}',
      ),
    },
  },
  'files by a pattern': {
    files: {
      'Chart.yaml': meta,
      'values.yaml': 'patterns: ["*.yaml", "objects/*.yaml"]\n',
      'templates/a.yaml':
        '{{- range $pattern := .Values.patterns }}{{ range $path, $_ := $.Files.Glob $pattern }}\n---\n{{ $.Files.Get $path }}\n{{- end }}{{ end }}\n---\n' +
        map('{{ (.Files.Glob "**.conf").AsConfig | indent 2 }}', 'all'),
      'one.yaml': map('  a: b', 'one'),
      'objects/two.yaml': map('  a: "{{ c }}"', 'two'),
      'objects/below/three.yaml': map('  a: d', 'three'),
      'x.conf': 'x = 1',
      'objects/below/y.conf': 'y = 2',
    },
  },
  control: one(
    'a: {x: 1, y: 2}\nl: [one, two, three]\n',
    '  {{- range $i, $e := .Values.l }}\n  {{- if eq $e "two" }}{{ continue }}{{ end }}\n  l{{ $i }}: {{ $e }}\n  {{- end }}\n  {{- range $k, $v := .Values.a }}\n  {{ $k }}: {{ $v | quote }}\n  {{- end }}\n  {{- range .Values.none }}\n  no: no\n  {{- else }}\n  none: "none"\n  {{- end }}\n  {{- with .Values.a }}\n  w: "{{ .x }} {{ $.Release.Name }}"\n  {{- end }}\n  {{- with .Values.none }}\n  n: "{{ . }}"\n  {{- else with .Values.a }}\n  o: "{{ .y }}"\n  {{- end }}\n  {{- if false }}\n  p: a\n  {{- else if eq .Release.Name "rel" }}\n  p: b\n  {{- else }}\n  p: c\n  {{- end }}\n  {{- $n := 0 }}\n  {{- range .Values.l }}\n  {{- $n = add $n 1 }}\n  {{- end }}\n  sum: {{ $n | quote }}\n  {{- range 2 }}\n  r{{ . }}: x\n  {{- end }}\n  {{- range .Values.l }}\n  {{- if eq . "two" }}{{ break }}{{ end }}\n  b{{ . }}: x\n  {{- end }}\n',
  ),
  comparisons: one(
    's: abc\nnum: 3\n',
    lines(
      '"{{ eq .Values.s "abc" "x" }} {{ ne .Values.s "x" }} {{ eq .Values.s "x" "abc" }} {{ lt 1 2 }} {{ ge 2 2 }} {{ gt "b" "a" }} {{ eq .Values.missing nil }}"',
      '"{{ eq (int .Values.num) 3 }} {{ semverCompare ">=1.2.0 <2" "1.3.4" }} {{ semverCompare "^2" "1.0.0" }} {{ semverCompare "~1.2" "1.2.9" }}"',
    ),
  ),
  'numbers of two kinds': one('num: 3\n', lines('"{{ eq .Values.num 3 }}"'), { refused: true }),
  'a value that is asked for': one('', lines('{{ required "say a" .Values.a }}'), { refused: true }),
  'a value below nothing': one('', lines('{{ .Values.a.b }}'), { refused: true }),
  'a failure': one('', '  {{- if true }}{{ fail "no" }}{{ end }}\n  a: b', { refused: true }),
  'a template that is not there': one('', lines('{{ include "elsewhere" . }}'), { refused: true }),
  'a block, a template and one that is replaced': {
    files: {
      'Chart.yaml': meta,
      'templates/a.yaml': `{{ define "x" }}one{{ end }}${map('  a: {{ template "x" . }}\n  b: {{ block "y" . }}{{ .Release.Name }}{{ end }}\n  c: {{ include "z" (dict "root" . "n" 2) }}')}`,
      'templates/_z.tpl': '{{ define "z" -}}\n{{ .root.Release.Namespace }}-{{ .n }}\n{{- end }}',
    },
  },
  'several documents and lists': {
    files: {
      'Chart.yaml': meta,
      'values.yaml': 'names: [a, b]\n',
      'templates/a.yaml': `{{- range .Values.names }}\n---\n${map('  n: {{ . }}', '{{ . }}')}{{- end }}\n---\n{{ if false }}\nkind: No\n{{ end }}\n---\n# a comment alone\n`,
    },
  },
  'files of a chart': {
    files: {
      'Chart.yaml': meta,
      'files/a.conf': 'key = value\nother = {{ x }}\n',
      'templates/a.yaml': map(
        '  a: {{ .Files.Get "files/a.conf" | quote }}\n  none: {{ .Files.Get "files/none" | quote }}\n{{ (.Files.Glob "files/a.conf").AsConfig | indent 2 }}\n  l: {{ .Files.Lines "files/a.conf" | first }}',
      ),
    },
  },
  'a chart below it': {
    files: {
      'Chart.yaml': `${meta}dependencies:\n  - {name: db, version: 0.1.0, condition: db.enabled}\n  - {name: db, alias: cache, version: 0.1.0}\n  - {name: gone, version: 0.1.0, condition: gone.enabled}\n`,
      'values.yaml': 'db: {enabled: true, size: 5Gi, gone: ~}\ncache: {size: 1Gi}\ngone: {enabled: false}\nglobal: {domain: example.net}\n',
      'charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 0.1.0\n',
      'charts/db/values.yaml': 'size: 2Gi\nkind: postgres\ngone: here\n',
      'charts/db/templates/_names.tpl': '{{ define "db.name" }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}',
      'charts/db/templates/a.yaml': map(
        '  size: {{ .Values.size }}\n  kind: {{ .Values.kind }}\n  domain: {{ .Values.global.domain }}\n  gone: "{{ .Values.gone }}"\n  t: {{ .Template.Name }}',
        '{{ include "db.name" . }}',
      ),
      'charts/gone/Chart.yaml': 'apiVersion: v2\nname: gone\nversion: 0.1.0\n',
      'charts/gone/templates/a.yaml': map('  a: b', 'gone'),
      'templates/a.yaml': map('  s: {{ .Values.db.size }}\n  k: {{ .Values.db.kind }}'),
    },
    with: 'db: {kind: mysql}\n',
  },
  'a library below it': {
    files: {
      'Chart.yaml': `${meta}dependencies:\n  - {name: common, version: 0.1.0}\n`,
      'charts/common/Chart.yaml': 'apiVersion: v2\nname: common\nversion: 0.1.0\ntype: library\n',
      'charts/common/templates/_m.tpl': `{{ define "common.map" }}${map('  a: {{ .name }}', '{{ .name | default .ctx.Chart.Name }}')}{{ end }}`,
      'templates/a.yaml': '{{- include "common.map" (dict "ctx" . "name" "b") }}\n---\n{{ include "common.map" (dict "ctx" .) }}',
    },
  },
  'values over values': {
    files: { 'Chart.yaml': meta, 'values.yaml': 'a: {b: 1, c: {d: 2}}\nl: [1, 2]\n', 'templates/a.yaml': map('  v: {{ .Values | toJson | quote }}') },
    with: 'a: {c: {e: 3}, b: ~}\nl: [3]\nn: ~\n',
  },
  'what a cluster of today has': one(
    '',
    lines('"{{ .Capabilities.APIVersions.Has "networking.k8s.io/v1" }} {{ semverCompare ">=1.19-0" .Capabilities.KubeVersion.GitVersion }}"'),
  ),
  'what only a cluster knows': {
    files: {
      'Chart.yaml': meta,
      'templates/a.yaml': map('  a: b'),
      'templates/b.yaml': map('  {{- if .Capabilities.APIVersions.Has "monitoring.example.net/v1" }}\n  a: b\n  {{- end }}\n  c: d', 'b'),
      'templates/c.yaml': map('  a: {{ (lookup "v1" "Secret" "x" "y").data | toJson | quote }}', 'c'),
      'templates/d.yaml': map('  a: {{ now | date "2006" | quote }}', 'd'),
    },
    left: ['templates/b.yaml', 'templates/c.yaml', 'templates/d.yaml'],
  },
  'tpl with names of the chart': {
    files: {
      'Chart.yaml': meta,
      'values.yaml': 'host: "{{ include \\"app.host\\" . }}"\nenv:\n  - name: A\n    value: "{{ .Values.other }}"\nother: deep\n',
      'templates/_h.tpl': '{{ define "app.host" }}{{ .Release.Name }}.example.net{{ end }}',
      'templates/a.yaml': map('  h: {{ tpl .Values.host . }}\n  e: {{ tpl (toYaml .Values.env) . | quote }}'),
    },
  },
};
