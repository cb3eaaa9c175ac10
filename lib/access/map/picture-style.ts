/** Colours by name, for a light and a dark ground. Every text has a contrast of at least 4.5 to what is below it. */
const colours = {
  light: {
    ground: '#fbfaf8',
    panel: '#ffffff',
    line: '#ddd9d2',
    ink: '#1d2127',
    faint: '#5a6069',
    app: '#ffffff',
    appLine: '#b9c0ca',
    group: '#e3f2ee',
    groupLine: '#3f8a78',
    groupInk: '#0d4a3d',
    everyone: '#fdf0d5',
    everyoneLine: '#b97a10',
    everyoneInk: '#6d4500',
    pillar: '#243447',
    pillarInk: '#ffffff',
    entrance: '#7fb3a5',
    wire: '#8592a3',
    accent: '#2f5bd0',
    error: '#c0281f',
    warning: '#9a5b00',
    unpaired: '#6b5aa8',
    tint: '#eef2fb',
  },
  dark: {
    ground: '#14171b',
    panel: '#1c2026',
    line: '#343a43',
    ink: '#e9ebee',
    faint: '#a4acb8',
    app: '#22272e',
    appLine: '#4a525e',
    group: '#12352e',
    groupLine: '#4fa692',
    groupInk: '#bfeadd',
    everyone: '#3c2d10',
    everyoneLine: '#d39a35',
    everyoneInk: '#ffdf9e',
    pillar: '#3a4a60',
    pillarInk: '#ffffff',
    entrance: '#3f7d6e',
    wire: '#76818f',
    accent: '#8fb0ff',
    error: '#ff8379',
    warning: '#f0b04a',
    unpaired: '#b9a8f5',
    tint: '#242c3c',
  },
} as const;

type Theme = keyof typeof colours;

export const variables = (theme: Theme): string =>
  Object.entries(colours[theme])
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

/** How the picture looks. On its own it brings its colours; in the page these are the page's. */
export function pictureStyle(theme?: Theme): string {
  return `${theme === undefined ? '' : `svg{${variables(theme)};background:var(--ground)}`}
.picture{font-family:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-size:14px}
.ground{fill:var(--ground)}
.picture text{fill:var(--ink)}
.heads text{fill:var(--faint);font-size:12px;font-weight:600;letter-spacing:.04em}
.node.group rect{fill:var(--group);stroke:var(--groupLine);stroke-width:1.25}
.node.group text{fill:var(--groupInk);font-size:13px;font-weight:500}
.node.everyone rect{fill:var(--everyone);stroke:var(--everyoneLine)}
.node.everyone text{fill:var(--everyoneInk)}
.node.app rect{fill:var(--app);stroke:var(--appLine);stroke-width:1.25}
.node.app .mark{fill:var(--groupLine);stroke:none}
.node.app .name{font-weight:600}
.picture .node.app .host{fill:var(--faint);font-size:12px}
.node.app.error rect{stroke:var(--error);stroke-width:2}
.node.app.error .mark{fill:var(--error)}
.node.app.warning .mark{fill:var(--warning)}
.node.app.unpaired rect{stroke:var(--unpaired);stroke-dasharray:5 4}
.node.app.unpaired .mark{fill:var(--unpaired)}
.picture .flag{font-weight:700}
.picture .error .flag{fill:var(--error)}
.picture .warning .flag{fill:var(--warning)}
.picture .unpaired .flag{fill:var(--unpaired)}
.entrance{fill:none;stroke:var(--entrance);stroke-width:1.75}
.entrance.perhaps{stroke-dasharray:3 4}
.wire path{fill:none;stroke:var(--wire);stroke-width:1.25}
.picture .wire text{fill:var(--faint);font-size:11.5px}
.picture .wire text.secret{font-size:11px}
.picture .node.app .mark{stroke:none}
.picture .key *{fill:none;stroke:var(--faint);stroke-width:1.3;stroke-dasharray:none}
.wire.broken path{stroke-dasharray:6 5;stroke:var(--unpaired)}
.wire.broken circle{fill:var(--ground);stroke:var(--unpaired);stroke-width:2}
.wire.error path,.wire.error circle{stroke:var(--error)}
.pillar rect{fill:var(--pillar)}
.picture .pillar text{fill:var(--pillarInk);font-size:16px;font-weight:600}
.pillar.unknown rect{fill:none;stroke:var(--unpaired);stroke-dasharray:6 5;stroke-width:1.5}
.picture .pillar.unknown text{fill:var(--ink);font-weight:400;font-size:14px}`;
}
