import angular from 'angular-eslint';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const PRODUCTION = ['shared/src/**/*.ts', 'api/src/**/*.ts', 'collectors/src/**/*.ts', 'portal/src/**/*.ts'];
const SPECS = ['**/*.spec.ts', '**/testing/**/*.ts', 'e2e/**/*.ts'];

/** What the scripts of .ci may take for granted without an import. */
const NODE_GLOBALS = Object.fromEntries(
  [
    ...['process', 'console', 'Buffer', 'URL', 'URLSearchParams', 'AbortController', 'AbortSignal', 'fetch'],
    ...['performance', 'structuredClone', 'TextDecoder', 'TextEncoder', 'queueMicrotask'],
    ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'],
  ].map((name) => [name, 'readonly']),
);

/** Mistakes in plain JavaScript and in TypeScript alike. */
const HABITS = {
  eqeqeq: 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'object-shorthand': 'error',
  'no-else-return': 'error',
  'no-unneeded-ternary': 'error',
  'no-empty': 'error',
  'no-constructor-return': 'error',
  'no-unreachable-loop': 'error',
  'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
  'max-depth': ['error', 4],
  'max-lines': ['error', { max: 300, skipBlankLines: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
};

const HTML_FROM_DATA = {
  selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|bypassSecurityTrust.*)$/]',
  message: 'Text of devices, customers and files is never markup.',
};
const DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name, so that a thing has one name everywhere.',
};

/** Packages that one folder only may know, with where that is. */
const TYPEORM = { name: 'typeorm', message: 'Only repositories, entities, modules and database/ know typeorm.' };
const NET_SNMP = { name: 'net-snmp', message: 'Only collectors/src/snmp and the practice network know net-snmp.' };
const CLASSIC_ZOD = { name: 'zod', message: 'Use zod/mini here: classic zod costs the browser 70 kB.' };

const ENVIRONMENT = {
  object: 'process',
  property: 'env',
  message: 'config/ reads the environment, once, at the start.',
};
const CHANCE = { object: 'Math', property: 'random', message: 'Take node:crypto, or a seed that is handed in.' };
const WALL_CLOCK = { object: 'Date', property: 'now', message: 'Time is an argument of a domain rule.' };

export default defineConfig(
  globalIgnores([
    '**/dist/**',
    '**/dist-*/**',
    '**/node_modules/**',
    'data/**',
    '.angular/**',
    '**/test-results/**',
    'coverage/**',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },

  {
    files: ['**/*.mjs', '**/*.cjs', '*.js'],
    languageOptions: { ecmaVersion: 2023, globals: NODE_GLOBALS },
    rules: { ...HABITS, 'no-undef': 'error', 'no-unused-vars': 'error' },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' },
    },
  },

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        // Named one by one: a spec belongs to another project than the code beside it.
        project: [
          './shared/tsconfig.json',
          './shared/tsconfig.spec.json',
          './api/tsconfig.json',
          './api/tsconfig.spec.json',
          './collectors/tsconfig.json',
          './collectors/tsconfig.spec.json',
          './portal/tsconfig.spec.json',
          './e2e/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      ...HABITS,
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // TypeORM's entities are classes that rows are written into as plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },

  {
    files: PRODUCTION,
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', HTML_FROM_DATA, DEFAULT_EXPORT],
      'no-restricted-imports': ['error', { paths: [TYPEORM, NET_SNMP] }],
    },
  },
  {
    files: ['shared/src/**/*.ts', 'portal/src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [TYPEORM, NET_SNMP, CLASSIC_ZOD] }] },
  },
  {
    files: ['shared/src/domain/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', CHANCE, WALL_CLOCK] },
  },
  {
    files: ['api/src/**/*.ts', 'collectors/src/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', ENVIRONMENT, CHANCE] },
  },
  {
    files: [
      'api/src/**/*.repository.ts',
      'api/src/**/*.entity.ts',
      'api/src/**/*.module.ts',
      'api/src/database/**/*.ts',
      'api/src/testing/**/*.ts',
      'api/src/**/*.spec.ts',
    ],
    rules: { 'no-restricted-imports': ['error', { paths: [NET_SNMP] }] },
  },
  {
    files: [
      'collectors/src/snmp/**/*.ts',
      'collectors/src/practice-network/**/*.ts',
      'collectors/src/testing/**/*.ts',
      // What the collector is measured against.
      'collectors/src/bench/plain-loop.ts',
    ],
    rules: { 'no-restricted-imports': ['error', { paths: [TYPEORM] }] },
  },

  {
    files: ['portal/src/**/*.ts'],
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'lw', style: 'kebab-case' }],
      '@angular-eslint/directive-selector': ['error', { type: 'attribute', prefix: 'lw', style: 'camelCase' }],
      '@angular-eslint/prefer-signals': 'error',
      '@angular-eslint/prefer-output-readonly': 'error',
    },
  },
  {
    files: ['portal/src/**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
    rules: {
      '@angular-eslint/template/button-has-type': 'error',
      '@angular-eslint/template/no-duplicate-attributes': ['error', { allowStylePrecedenceDuplicates: true }],
      '@angular-eslint/template/use-track-by-function': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'BoundAttribute[name=/^(innerHTML|outerHTML|srcdoc)$/]', message: HTML_FROM_DATA.message },
      ],
    },
  },
  // Before the application stands there is nobody else to tell.
  { files: ['portal/src/main.ts'], rules: { 'no-console': 'off' } },
  // A lazily loaded file of routes is found by its default export.
  { files: ['**/*.routes.ts'], rules: { 'no-restricted-syntax': ['error', HTML_FROM_DATA] } },

  {
    files: SPECS,
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: true }],
      'max-lines-per-function': 'off',
      'no-restricted-properties': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: [
      '**/config/**/*.ts',
      'collectors/src/**/main.ts',
      'api/src/{main,run,collector-command,secrets-command,audit-verify,database-grants,leak-test-command}.ts',
      'api/src/bench/collect-house.ts',
      'collectors/src/practice-network/cli.ts',
    ],
    rules: { 'no-restricted-properties': ['error', CHANCE] },
  },
  // A page object offers what can be seen and done; whether that is right is the story's affair.
  {
    files: ['e2e/pages/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: '@playwright/test', importNames: ['expect'], message: 'Stories assert, pages do not.' }] },
      ],
    },
  },
  { files: ['e2e/**/*.config.ts', 'e2e/fixtures/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  // Lists of data and tables of the schema are long, and shorter would not be clearer.
  {
    files: ['shared/src/demo/**/*.ts', 'api/src/database/migrations/**/*.ts', 'shared/src/errors/domain-error.ts'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
);
