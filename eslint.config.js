import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Files beside the checkout are on no other machine: a fresh clone must pass without them. Only test/support/upstream.ts may reach there.
const beside = String.raw`/(^|[\u002f\\])(\.\.[\u002f\\]+|work[\u002f\\]+)shared([\u002f\\]|$)/`;
const nothingBesideTheCheckout = [
  `Literal[value=${beside}]`,
  `TemplateElement[value.raw=${beside}]`,
  String.raw`:matches(CallExpression, ArrayExpression):has(> Literal[value=/\.\.([\u002f\\]|$)/]) > Literal[value=/^shared([\u002f\\]|$)/]`,
].map((selector) => ({ selector, message: 'Read files of upstream through test/support/upstream.ts: they are not there in a fresh clone.' }));

// A literal object with apiVersion, kind and metadata: what is written, or what is written in part.
const typedObjects = {
  selector:
    ":not(TSSatisfiesExpression) > ObjectExpression:has(> Property[key.name='apiVersion'][value.type=/Literal/]):has(> Property[key.name='kind']):has(> Property[key.name='metadata'])",
  message: "Write `satisfies Written<'KIND'>` (lib/manifest/written.ts) after it: a field that the kind has not then does not compile.",
};

export default defineConfig(
  { ignores: ['build/', 'dist/', 'imports/', 'node_modules/'] },
  { files: ['**/*.{js,mjs,cjs}'], rules: { 'no-unused-vars': 'error', 'no-var': 'error', 'prefer-const': 'error', eqeqeq: 'error' } },
  {
    files: ['**/*.{js,mjs,cjs,ts}'],
    ignores: ['test/support/upstream.ts'],
    rules: { 'no-restricted-syntax': ['error', ...nothingBesideTheCheckout] },
  },
  {
    files: ['lib/**/*.ts'],
    ignores: ['**/*.{test,gallery}.ts'],
    rules: { 'no-restricted-syntax': ['error', ...nothingBesideTheCheckout, typedObjects] },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: 'error',
      // Input comes from people's own TypeScript and from YAML: checks that the types call needless are the product.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-base-to-string': 'off',
      // A recursive type must be written with an index signature.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
    },
  },
);
