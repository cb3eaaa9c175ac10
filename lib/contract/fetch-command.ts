/** Programs in images that can fetch a URL. */
export const fetchers = ['curl', 'wget', 'node', 'php', 'python'] as const;
export type Fetcher = (typeof fetchers)[number];

const scripts = {
  node: 'fetch(process.argv[1],{signal:AbortSignal.timeout(10000)}).then(async(r)=>{if(!r.ok)throw new Error("HTTP "+r.status);console.log(await r.text())}).catch((e)=>{console.error(String(e.cause??e));process.exit(1)})',
  php: '$c=curl_init($argv[1]);curl_setopt_array($c,[CURLOPT_RETURNTRANSFER=>true,CURLOPT_FAILONERROR=>true,CURLOPT_TIMEOUT=>10]);$t=curl_exec($c);if($t===false){fwrite(STDERR,curl_error($c).PHP_EOL);exit(1);}echo $t.PHP_EOL;',
  python: 'import sys,urllib.request;print(urllib.request.urlopen(sys.argv[1],timeout=10).read().decode())',
} as const;

/**
 * Program and arguments that print what a URL answers, and fail when it cannot be had. The address is an argument of its own, never part of a script.
 *
 * @example fetchCommand('wget', url) // ['wget', '-q', '-O', '-', '-T', '10', url]
 */
export function fetchCommand(fetcher: Fetcher, url: string): readonly string[] {
  switch (fetcher) {
    case 'curl':
      return ['curl', '-fsS', '--max-time', '10', url];
    case 'wget':
      return ['wget', '-q', '-O', '-', '-T', '10', url];
    case 'node':
      return ['node', '-e', scripts.node, url];
    case 'php':
      return ['php', '-r', scripts.php, '--', url];
    case 'python':
      return ['python3', '-c', scripts.python, url];
  }
}
