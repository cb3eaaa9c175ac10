import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { overview } from './overview.ts';
import { docPage, errorSections, pageNames, pageOf } from './pages.ts';
import { helpText, nearest } from './parse.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';
import { rules } from '../check/registry.ts';
import { helpPage } from '../contract/help-page.ts';
import { findSymptoms, type Match } from '../symptoms/find-symptoms.ts';
import { printableLine } from '../contract/printable.ts';

/** `pinout help TOPIC`: how a command is used, a page of docs/, the page of a rule or an error, or the causes of a message. */
export async function helpCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const words = args.filter((arg) => !/^--?[a-z]/.test(arg));
  io.out(words.length === 0 ? overview() : textOf(words.join(' ')));
  return Promise.resolve({ code: exit.clean, findings: [], printed: true });
}

function textOf(topic: string): string {
  if (Object.hasOwn(specs, topic)) {
    const page = `tasks/${topic}`;
    return `${helpText(topic, specs[topic as keyof typeof specs])}${docPage(page) === undefined ? '' : `\nThe page about it: ${helpPage(page)}\n`}`;
  }
  const found = pageOf(topic) ?? docPage(topic);
  if (found !== undefined) return `${found.trimEnd()}\n`;
  // A code that does not exist is a typo, and no message.
  const known = /^[a-z]+(?:-[a-z0-9]+)+$/.test(topic) ? [] : findSymptoms(topic);
  if (known.length > 0) return renderSymptoms(known);
  const names = [...Object.keys(specs), ...[...pageNames().values()].flat(), ...rules.map(({ code }) => code), ...errorSections().keys()];
  throw new UsageError(
    `no command, page, rule, error or message ${JSON.stringify(topic.slice(0, 200))}${nearest(topic, names)}: pinout help lists the pages, pinout check --list the rules, ${helpPage('symptoms')} the messages`,
  );
}

/** Messages that a text may be: the first with its causes, and so do others that are about as likely. */
function renderSymptoms(matches: readonly Match[]): string {
  const [best] = matches;
  const likely = matches.filter(({ score }, index) => index === 0 || score >= best!.score * 0.9);
  return likely
    .map(({ symptom: { text, says, causes, tell, source } }) =>
      [
        printableLine(text),
        `  reported by: ${says}`,
        ...causes.map(({ cause, see }, index) => `  ${index + 1}. ${cause}\n     more: ${helpPage(see.replace(/^.*\//, ''))}`),
        `  to confirm: ${tell}`,
        `  source: ${source}`,
        '',
      ].join('\n'),
    )
    .join('\n');
}
