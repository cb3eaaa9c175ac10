import { main } from '../lib/cli/main.ts';

const folder = 'test/support/my-repository';
const command = 'npx --no-install pinout check my-repository';
const colours: Readonly<Record<string, string>> = { 31: '#ff7b72', 33: '#e3b341', 36: '#79c0ff', 2: '#8b949e' };
const size = { letter: 8.4, line: 20, left: 18, top: 56 };
const columns = 118;

interface Piece {
  readonly text: string;
  readonly colour?: string;
}

const escaped = (text: string): string => text.replace(/[&<>]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[letter]!);

/** Lines as a terminal of this width shows them: words go to the next line, under the first. */
function wrapped(text: string): Piece[][] {
  return text
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const pieces = piecesOf(line);
      const rows: Piece[][] = [[]];
      let used = 0;
      for (const { text: whole, colour } of pieces)
        for (const word of whole.split(/(?<= )/)) {
          if (used > 0 && used + word.trimEnd().length > columns) {
            rows.push([{ text: '    ' }]);
            used = 4;
          }
          rows.at(-1)!.push({ text: word, ...(colour === undefined ? {} : { colour }) });
          used += word.length;
        }
      return rows;
    });
}

/** Text between the colour codes of a terminal. */
function piecesOf(line: string): Piece[] {
  const [first = '', ...rest] = line.split('\u001b[');
  const parts = rest.map((part): Piece => {
    const end = part.indexOf('m');
    const colour = colours[part.slice(0, end)];
    return { text: part.slice(end + 1), ...(colour === undefined ? {} : { colour }) };
  });
  return [{ text: first }, ...parts].filter(({ text }) => text !== '');
}

/** What a person sees who checks a repository with three mistakes: the real output of the command, as a picture. */
export async function terminalPicture(): Promise<readonly [file: string, text: string]> {
  let talk = '';
  await main(['check', folder], { out: (text) => (talk += text), talk: (text) => (talk += text), env: {}, terminal: true });
  // A progress line is gone when the command ends.
  const shown = talk.split('\r\u001b[2K').at(-1)!.replaceAll(folder, 'my-repository');
  const rows: Piece[][] = [[{ text: '$ ', colour: '#7ee787' }, { text: command }], ...wrapped(shown)];
  const width = Math.round(size.left * 2 + columns * size.letter);
  const height = size.top + rows.length * size.line + 8;
  const lines = rows.map((row, index) => {
    const spans = row.map(({ text, colour }) => (colour === undefined ? escaped(text) : `<tspan fill="${colour}">${escaped(text)}</tspan>`)).join('');
    return `  <text x="${size.left}" y="${size.top + index * size.line}" xml:space="preserve">${spans}</text>\n`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">
  <title>${escaped(command)}</title>
  <rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>
  <circle cx="24" cy="22" r="6" fill="#ff5f57"/><circle cx="44" cy="22" r="6" fill="#febc2e"/><circle cx="64" cy="22" r="6" fill="#28c840"/>
${lines.join('')}</svg>
`;
  return ['docs/terminal.svg', svg];
}
