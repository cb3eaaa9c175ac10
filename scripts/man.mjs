// Writes build/pinout.1, the man page, from what the commands take.
import { readFileSync, writeFileSync } from 'node:fs';
import { pageNames } from '../build/cli/pages.js';
import { commonOptions } from '../build/cli/spec.js';
import { helpSpec, specs } from '../build/cli/specs.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Text of roff: a backslash, a hyphen and a leading dot have a meaning there. */
const roff = (text) =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replace(/^(?=[.'])/gm, '\\&');
const option = ([name, { type, value = 'VALUE', choices, about }]) =>
  `.TP\n\\fB${roff(`--${name}`)}\\fR${type === 'boolean' ? '' : ` \\fI${roff(value)}\\fR`}\n${roff(about)}${choices === undefined ? '' : `: ${roff(choices.join(', '))}`}\n`;
const command = ([name, { arguments: given, about, options, details }]) =>
  `.SS pinout ${roff(name)}${given === undefined ? '' : ` ${roff(given)}`}\n${roff(about)}\n${Object.entries(options).map(option).join('')}${
    details === undefined ? '' : `.PP\n.nf\n${roff(details.trimEnd())}\n.fi\n`
  }`;

writeFileSync(
  'build/pinout.1',
  `.TH PINOUT 1 "" "pinout ${roff(version)}" "User Commands"
.SH NAME
pinout \\- single sign\\-on wiring as code
.SH SYNOPSIS
.B pinout
.I COMMAND
[options]
.SH DESCRIPTION
pinout writes both ends of each login as plain YAML for Flux, and checks the logins of any repository.
.SH COMMANDS
${Object.entries(specs).map(command).join('')}${command(['help', { ...helpSpec, options: {} }])}.PP
Pages: ${[...pageNames().values()].flat().map(roff).join(', ')}
.SH OPTIONS OF EVERY COMMAND
${Object.entries(commonOptions).map(option).join('')}.TP
\\fB\\-h\\fR, \\fB\\-\\-help\\fR
show the help of a command
.TP
\\fB\\-V\\fR, \\fB\\-\\-version\\fR
print the version
.SH EXIT STATUS
0 clean, 1 findings, 2 wrong use, 3 cannot read or reach.
.SH ENVIRONMENT
.TP
.B NO_COLOR
no colours on a terminal
.TP
.B CDK8S_OUTDIR
where synth writes, unless \\-\\-out says it
.TP
.B PINOUT_STACK
with an unexpected error, its stack trace
`,
);
