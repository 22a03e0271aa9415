import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * One removal: a piece of a compiled file, and what stands there instead.
 *
 * @typedef {object} Removal
 * @property {string} name what is taken away, with its place
 * @property {string} file compiled file, from api/dist
 * @property {number} at where the piece begins
 * @property {string} piece
 * @property {string} instead
 * @property {string[]} specs compiled specs that have to notice, from api/dist, the quickest first
 * @property {string} [filter] which of their specs
 */

const AUTH = 'platform/auth';
const PREDICATE_SPECS = [`${AUTH}/scope-predicate.spec.js`];
const ACCESS = `${AUTH}/access.feature.spec.js`;
const ABSENT = `${AUTH}/foreign-is-absent.feature.spec.js`;
const SOCKETS = ['platform/live/live-scopes.feature.spec.js', 'platform/live/live.feature.spec.js'];
const TABLE_OF_ROUTES = 'is said for every route that is served';
const EVERYTHING = "return { sql: '(1=1)', values: [] };";

/** Guards and checks that are found by their words; the build fails this list when one of them is gone. */
const STEPS = [
  [
    `${AUTH}/auth.guard.js`,
    'if (policy === undefined)\n            return false;',
    '',
    ['platform/http/http.feature.spec.js'],
  ],
  [`${AUTH}/auth.guard.js`, 'refuseForeign(request);', '', ['features/identity/session.feature.spec.js']],
  [
    `${AUTH}/auth.guard.js`,
    'this.expectLookOnly(caller, context, policy);',
    '',
    ['features/identity/view-as/view-as.feature.spec.js'],
  ],
  [
    `${AUTH}/auth.guard.js`,
    "throw new DomainError('session.forbidden'",
    "void new DomainError('session.forbidden'",
    ['features/circuits/circuits.feature.spec.js', ACCESS],
  ],
  [
    `${AUTH}/far-ends.js`,
    "return scope.kind === 'sites' &&",
    'return false &&',
    ['features/circuits/far-end.feature.spec.js'],
  ],
  ['platform/live/live.adapter.js', ', !isForeign)', ', true)', SOCKETS],
];

/** @returns {Removal[]} all removals of a scope of the code */
export function removalsOf(dist, scope) {
  switch (scope) {
    case 'scope':
      return [...predicates(dist), ...callers(dist)];
    case 'guard':
      return STEPS.map(([file, piece, instead, specs]) => removal(dist, file, piece, instead, specs));
    case 'policy':
      return policies(dist);
    case 'rooms':
      return rooms(dist);
    default:
      return [];
  }
}

/** The handful that everything else stands on, each noticed within seconds. */
export function central(dist) {
  return [...predicates(dist), ...rooms(dist).slice(0, 1)];
}

/** Each way in which a scope becomes SQL, made to reach everything. */
function predicates(dist) {
  const file = `${AUTH}/scope-predicate.js`;
  const text = read(dist, file);
  return [...text.matchAll(/return \{\s*sql: `[^`]*`,\s*values: [^;]*\};|return isOneOf\(columns[^;]*;/g)].map(
    ({ 0: piece, index }) => ({
      ...{ name: `${file}: ${firstLine(piece)}`, file, at: index, piece, instead: EVERYTHING },
      specs: [...PREDICATE_SPECS, ABSENT],
    }),
  );
}

/** Each question that has the scope's condition in it, asked without it. */
function callers(dist) {
  return filesOf(dist, 'features').flatMap((file) => {
    const text = read(dist, file);
    return [...text.matchAll(/(?<!function )\bscopeCondition\(scope,/g)].map(({ 0: piece, index }) => ({
      name: `${file}:${lineOf(text, index)}: ${piece} …)`,
      ...{ file, at: index, piece, instead: "scopeCondition({ kind: 'all' }," },
      specs: [...besides(dist, file), ABSENT, ACCESS],
    }));
  });
}

/** Each permission of a handler, made one that every person has. */
function policies(dist) {
  return filesOf(dist, 'features').flatMap((file) => {
    const text = read(dist, file);
    return [...text.matchAll(/\bPolicy\('(?!session:own)[a-z-]+:[a-z-]+'\)/g)].map(({ 0: piece, index }) => ({
      name: `${file}:${lineOf(text, index)}: ${piece}`,
      ...{ file, at: index, piece, instead: "Policy('session:own')", specs: [ACCESS], filter: TABLE_OF_ROUTES },
    }));
  });
}

/** Each kind of scope, led into the room of those who hear everything. */
function rooms(dist) {
  const file = 'platform/live/live-rooms.js';
  const text = read(dist, file);
  const end = text.indexOf('export function headsOf');
  return [...text.slice(0, end).matchAll(/return (?:\[(?!ALL_ROOM)[^;]*|scope\.customerIds[^;]*);/g)].map(
    ({ 0: piece, index }) => ({
      ...{ name: `${file}: ${piece}`, file, at: index, piece, instead: 'return [ALL_ROOM];', specs: SOCKETS },
    }),
  );
}

function removal(dist, file, piece, instead, specs) {
  const at = read(dist, file).indexOf(piece);
  if (at < 0) throw new Error(`${file} has no longer: ${piece}`);
  return { name: `${file}: ${firstLine(piece)}`, file, at, piece, instead, specs };
}

/** The specs in the folder of a file: they know it best. */
function besides(dist, file) {
  const folder = path.posix.dirname(file);
  return readdirSync(path.join(dist, folder))
    .filter((name) => name.endsWith('.spec.js') && !name.includes('.process.'))
    .map((name) => `${folder}/${name}`);
}

function filesOf(dist, folder) {
  return readdirSync(path.join(dist, folder), { recursive: true })
    .map((name) => `${folder}/${String(name).replaceAll(path.sep, '/')}`)
    .filter((name) => name.endsWith('.js') && !name.endsWith('.spec.js'))
    .sort();
}

const read = (dist, file) => readFileSync(path.join(dist, file), 'utf8');
const firstLine = (text) => text.split('\n', 1)[0].slice(0, 90);
const lineOf = (text, index) => text.slice(0, index).split('\n').length;
