const section = /^\s*\[+\s*([\w.:"' -]{1,200}?)\s*\]+\s*(?:[#;].*)?$/;
const setting = /^\s*["']?([A-Za-z][\w.-]{0,200})["']?\s*=\s*(\S.*)?$/;

/**
 * Settings in INI, TOML, or as assignments of Python or plain `key = value`, as YAML with the same lines and, where there is room, columns; undefined for another text. A section is a map under its whole
 * name: `[auth.generic_oauth]`.
 *
 * @example iniAsYaml('[server]\nport = 80') // '"server":\n port: 80'
 */
export function iniAsYaml(text: string): string | undefined {
  const lines = text.split('\n');
  if (!lines.some((line) => section.test(line) || /^(?:[A-Z][A-Z0-9_]{2,100}|c\.\w{1,60}\.\w{1,60})\s?=/.test(line)) && !isOfSettings(lines)) return undefined;
  if (lines.some((line) => /^(?:["']?[\w.-]{1,200}["']?:(?:\s|$)|[-{])/.test(line)) || !lines.some((line) => setting.test(line))) return undefined;
  let inside = false;
  const made = lines.map((line) => {
    const [, name] = section.exec(line) ?? [];
    if (name !== undefined) {
      inside = true;
      return `${JSON.stringify(name.replaceAll(/["']/g, ''))}:`;
    }
    const [, key, value = ''] = setting.exec(line) ?? [];
    if (key === undefined) return '';
    // `key = value` becomes ` key: "value"`: the value stays in its column.
    const head = `${inside ? ' ' : ''}${/^(?:true|false|yes|no|on|off|null|[yn])$/i.test(key) ? JSON.stringify(key) : key}: `;
    return head.padEnd(value === '' ? 0 : line.indexOf(value, line.indexOf('='))) + valueOf(value.trim());
  });
  return made.join('\n');
}

/** Nothing but settings and comments: a TOML file may begin without a section, and may have none. */
function isOfSettings(lines: readonly string[]): boolean {
  const said = lines.filter((line) => /^\s*[^\s#;]/.test(line));
  return said.length > 1 && said.every((line) => setting.test(line));
}

function valueOf(text: string): string {
  if (/^(?:true|false|\d+|\[[^[\]]*\])$/.test(text)) return text;
  const [, quote, inner] = /^(["'])(.*)\1\s*(?:[#;].*)?$/.exec(text) ?? [];
  if (quote !== undefined && inner !== undefined && !inner.includes(quote)) return JSON.stringify(inner);
  // A call of a program: what it gives is known when it runs.
  if (/^(?:os\.|environ\b|getenv|env\b)/.test(text)) return JSON.stringify('$(env)');
  return JSON.stringify(text.replace(/\s[#;].*$/, ''));
}
