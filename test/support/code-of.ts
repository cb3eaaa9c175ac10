/** Code that decides: without comments, links to pages, and sentences, which may name any app, provider or engine as an example. */
export const codeOf = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, (quoted) => (quoted.includes(' ') || quoted.includes('](http') ? "''" : quoted))
    .replace(/`(?:[^`\\]|\\.)*`/g, (template) => (template.includes(' ') ? (template.match(/\$\{[^}]*\}/g) ?? []).join(' ') : template));
