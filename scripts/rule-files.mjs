// What is made of the rules, as texts: the registry of their families, a page for each, and their list; and the codes of errors.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { format } from 'prettier';

export const registryPath = 'lib/check/registry.ts';
const options = { ...JSON.parse(readFileSync('.prettierrc.json', 'utf8')), endOfLine: 'lf' };
const note = 'Written by scripts/rules.mjs from the rules. Run: npm run rules';

const inFolder = (folder, fits) =>
  readdirSync(folder)
    .filter(fits)
    .sort()
    .map((name) => `${folder}/${name}`);

/** The registry, as the files of the rules want it. */
export async function registryText() {
  // A family is a file of lib/check/rules or of an identity provider's rules, or a file rules….ts in the folder of an app. It exports one array.
  const paths = [
    ...inFolder('lib/check/rules', (name) => name.endsWith('.ts')),
    ...readdirSync('lib/idp', { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(`lib/idp/${entry.name}/rules`))
      .flatMap(({ name }) => inFolder(`lib/idp/${name}/rules`, (file) => file.endsWith('.ts'))),
    ...readdirSync('lib/integrations', { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => inFolder(`lib/integrations/${name}`, (file) => /^rules.*(?<!\.test|\.gallery)\.ts$/.test(file))),
  ];
  const families = paths.map((path) => {
    const name = /^export const (\w+): readonly Rule\[\] = /m.exec(readFileSync(path, 'utf8'))?.[1];
    if (name === undefined) throw new Error(`${path} exports no constant of the type readonly Rule[]`);
    return { name, from: path.replace('lib/check/', './').replace('lib/', '../') };
  });
  return await format(
    [
      `// ${note}`,
      "import type { Rule } from '../repository/rule.ts';",
      ...families.map(({ name, from }) => `import { ${name} } from '${from}';`),
      '',
      '/** Every rule, in the order of their codes. */',
      `export const rules: readonly Rule[] = [${families.map(({ name }) => `...${name}`).join(', ')}].sort((a, b) => (a.code < b.code ? -1 : 1));`,
      '',
    ].join('\n'),
    { ...options, parser: 'typescript' },
  );
}

const made = '<!-- Written by scripts/rules.mjs from the rule. Run: npm run rules -->';
const markdown = (text) => format(text, { ...options, parser: 'markdown' });

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;

/** All other files by their paths, and pages of rules that are gone. */
export async function filesOfRules(rules, symptomGroups) {
  const files = {};
  for (const { code, symptom, cause, fix, more, source } of rules)
    files[`docs/rules/${code}.md`] = await markdown(
      [
        `# ${code}`,
        `**What you see.** ${symptom}`,
        `**Cause.** ${cause}`,
        `**Fix.** ${sentence(fix)}${more === undefined ? '' : `${more.startsWith('**') ? '\n\n' : ' '}${more}`}`,
        ...(source === undefined ? [] : [`**Source.** ${source}`]),
        made,
      ].join('\n\n'),
    );
  const pages = readdirSync('docs/rules')
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort((a, b) => (a.slice(0, -3) < b.slice(0, -3) ? -1 : 1));
  const others = pages.filter((name) => !(`docs/rules/${name}` in files));
  const gone = others.filter((name) => readFileSync(`docs/rules/${name}`, 'utf8').includes(made));
  files['docs/rules/README.md'] = await markdown(
    [
      `<!-- ${note} -->`,
      '',
      '# Rules',
      '',
      `What \`pinout check\` looks for: ${rules.length} rules. \`error\`: a login fails or a hole is open. \`warning\`: it will bite later. \`info\`: worth knowing. A rule may say less when it is less sure. Rules about style run with \`--strict\` alone, and always on files that pinout wrote. What was not judged (\`summary\`) and defaults of the upstream that many keep on purpose (\`note\`) are a line below the counts, and findings with \`--strict\`. How to run and to silence them: [Check any repository](../tasks/check-any-repository.md).`,
      '',
      '| Rule | Severity | What |',
      '| --- | --- | --- |',
      ...rules.map(
        ({ code, severity, title, strict, coverage, choice }) =>
          `| [${code}](${code}.md) | ${severity}${strict === true ? ', strict' : coverage === true ? ', summary' : choice === undefined ? '' : ', note'} | ${title.replaceAll('|', '\\|')} |`,
      ),
      '',
      '## What both ends of a login are compared by',
      '',
      '| Field | Rule |',
      '| --- | --- |',
      ...rules.flatMap(({ code, compares = [] }) => compares.map((field) => `| ${field} | [${code}](${code}.md) |`)),
      '',
      'What `pinout validate` finds by the schema of a kind (`pinout check` says it too), and findings of `pinout synth --check`:',
      '',
      ...others.filter((name) => !gone.includes(name)).map((name) => `- [${name.slice(0, -3)}](${name})`),
      '',
    ].join('\n'),
  );
  const linkTo = (see) =>
    rules.some(({ code }) => code === see) || existsSync(`docs/rules/${see}.md`) ? `[${see}](rules/${see}.md)` : `[${see.split('/').at(-1)}](${see}.md)`;
  const inCode = (text) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);
  files['docs/symptoms.md'] = await markdown(
    [
      `<!-- ${note} -->`,
      '# Symptoms',
      'Messages that people see when a login does not work, in the words of the program that says them; `…` stands for what differs. Under each: the causes, the likeliest first, and the command that tells them apart. The same in a terminal, from a whole line of a log or a part of it:',
      "```sh\npinout help 'user not a member of one of the required groups'\n```",
      ...symptomGroups.flatMap(({ heading, symptoms }) => [
        `## ${heading}`,
        ...symptoms.flatMap(({ text, says, source, causes, tell }) => [
          `### ${inCode(text)}`,
          `${says}. Tell by: ${inCode(tell)}`,
          causes
            .map(
              ({ cause, see }, index) =>
                `${index + 1}. ${/^(?:the|a|an|its?|nothing|nobody|one|both|no|two|another|retries|inside|each|failed|signing|there|old|port|these?)\b/.test(cause) ? `${cause[0].toUpperCase()}${cause.slice(1)}` : cause}: ${linkTo(see)}`,
            )
            .join('\n'),
          `Source: ${source}`,
        ]),
      ]),
    ].join('\n\n'),
  );
  const codes = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^## (.+)$/gm)].map(([, code]) => code);
  files['lib/contract/error-codes.ts'] = await format(
    [
      '// Written by scripts/rules.mjs from the headings of docs/errors.md. Run: npm run rules',
      '/** Codes of what pinout refuses, and of findings that no rule makes. */',
      `export const errorCodes = [${codes.map((code) => `'${code}'`).join(', ')}] as const;`,
      '',
      'export type ErrorCode = (typeof errorCodes)[number];',
      '',
    ].join('\n'),
    { ...options, parser: 'typescript' },
  );
  return { files, gone };
}
