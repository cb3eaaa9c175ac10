/** True when a certificate for one name is good for a host: the same name, or a wildcard one label above. */
export function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith('*.') && host.includes('.') && host.slice(host.indexOf('.')) === name.slice(1));
}
