import { ownPackage } from '../contract/package.ts';
import { Code, literal, quoted } from './literal.ts';

/** The app of a new project: a function of pinout and its options. */
export interface FirstApp {
  readonly name: string;
  readonly call: 'forwardAuthApp' | 'helmApp';
  readonly options: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A small page behind the login, to try it with; where nothing in the cluster can guard it, one without a login. */
export function firstApp(canGuard: boolean): FirstApp {
  const page = { name: 'whoami', image: 'docker.io/traefik/whoami:v1.11.0', port: 80 };
  const from = quoted(ownPackage().name);
  if (canGuard) {
    const text = literal({ name: page.name, access: new Code('everyone()'), image: page.image, port: page.port });
    return {
      name: page.name,
      call: 'forwardAuthApp',
      options: { ...page, access: { kind: 'everyone' } },
      text: `import { everyone, forwardAuthApp } from ${from};\n\n// A page that shows who is signed in. Replace it with your first app.\nexport const whoami = forwardAuthApp(${text});\n`,
    };
  }
  return {
    name: page.name,
    call: 'helmApp',
    options: page,
    text: `import { helmApp } from ${from};\n\n// A page without a login. Replace it with your first app.\nexport const whoami = helmApp(${literal(page)});\n`,
  };
}
