import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const nodeGlobals = Object.fromEntries(
  [
    'process',
    'console',
    'Buffer',
    'URL',
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'setImmediate',
    'globalThis',
    'AbortController',
    'require',
    'module',
    '__dirname',
  ].map((name) => [name, 'readonly']),
);

export default defineConfig(
  {
    ignores: [
      '**/dist/**',
      'node_modules/**',
      'data/**',
      'figures/**',
      'notebooks/**',
      '.native/**',
      '.venv/**',
      '.lab/**',
      '.bench/**',
      '.postgres/**',
      '.machines/**',
      '.milvus/**',
      '.setup/**',
      '.site/**',
      'vitest.config.ts',
      'src/shims/**/*.d.ts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['src/tsconfig.json', 'src/demo/page/tsconfig.json', 'test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['src/**'], rules: { 'max-lines': ['error', 200] } },
  { files: ['test/**'], rules: { 'max-lines': ['error', 300] } },
  { files: ['**/*.{mjs,cjs,js}'], languageOptions: { globals: nodeGlobals } },
  {
    files: ['src/site/site.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'document',
          'window',
          'location',
          'fetch',
          'addEventListener',
          'matchMedia',
          'IntersectionObserver',
          'ResizeObserver',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  { files: ['**/*.cjs', 'src/shims/**/*.js'], languageOptions: { sourceType: 'commonjs' } },
  prettier,
);
