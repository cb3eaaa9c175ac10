/** Spellings of an integration's name in the files that are made for it. */
export interface Spelling {
  /** Name of the folder: `my-app`. */
  readonly name: string;
  /** Function for `apps/`: `myApp`. */
  readonly camel: string;
  /** Types: `MyApp`. */
  readonly pascal: string;
  /** Prefix of environment variables: `MY_APP`. */
  readonly upper: string;
  /** For people: `My App`. */
  readonly title: string;
}

/** @example spellingOf('my-app').pascal // 'MyApp' */
export function spellingOf(name: string): Spelling {
  const words = name.split('-').filter((word) => word !== '');
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join('');
  return { name, pascal, camel: pascal.charAt(0).toLowerCase() + pascal.slice(1), upper: words.join('_').toUpperCase(), title: words.map(capital).join(' ') };
}
