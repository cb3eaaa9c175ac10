import { readFileSync } from 'node:fs';
import { yamlToJson } from './lib/kubernetes/yaml-to-json.ts';
import { parseAllDocuments } from 'yaml';
for (const f of ['/work/shared/cases/security/12-authentication-alias-bomb/explain.yaml']) {
  const t = readFileSync(f,'utf8');
  console.time('parse'); parseAllDocuments(t,{version:'1.1',merge:true,uniqueKeys:false}); console.timeEnd('parse');
  console.time('all'); const r = yamlToJson(t); console.timeEnd('all'); console.log('error' in r ? r.error : 'ok');
}
const plainAliases = 'a: &a x\nb:\n' + '  - *a\n'.repeat(20000);
console.time('p'); const r = yamlToJson(plainAliases); console.timeEnd('p'); console.log(Object.keys(r));
