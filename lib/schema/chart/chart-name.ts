/** What Helm takes for the name of a chart (helm.sh/helm/v3 pkg/chartutil/create.go, validateChartName). */
export const isChartName = (text: string): boolean => text.length <= 250 && /^[A-Za-z0-9._-]+$/.test(text) && !/^\.{1,2}$/.test(text);

const numbers = /^v?\d{1,20}(?:\.\d{1,20}){0,2}(?![\d.])/;
const parts = /^[0-9A-Za-z-]+$/;

/** What Helm takes for the version of a chart: SemVer, of which the last numbers may be missing (github.com/Masterminds/semver, NewVersion). */
export function isChartVersion(text: string): boolean {
  if (text.length > 200) return false;
  const [core] = numbers.exec(text) ?? [];
  if (core === undefined) return false;
  const [before = '', ...build] = text.slice(core.length).split('+');
  if (build.length > 1) return false;
  const isList = (list: string): boolean => list.split('.').every((part) => parts.test(part));
  return (before === '' || (before.startsWith('-') && isList(before.slice(1)))) && (build[0] === undefined || isList(build[0]));
}
