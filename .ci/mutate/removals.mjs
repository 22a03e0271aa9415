import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { STEPS } from './steps.mjs';

/**
 * One removal: a piece of a compiled file, and what stands there instead.
 *
 * @typedef {object} Removal
 * @property {string} name what is taken away, with its place
 * @property {string} file compiled file, from api/dist
 * @property {number} at where the piece begins
 * @property {string} piece an expression, or a statement that ends with `;` or `}`
 * @property {string} instead of the same kind
 * @property {string[]} [specs] compiled specs, from api/dist, that know it best; those of its feature unless named
 */

const AUTH = 'platform/auth';
const PREDICATE_SPECS = [`${AUTH}/scope-predicate.spec.js`];
const SOCKETS = ['platform/live/live-scopes.feature.spec.js', 'platform/live/live.feature.spec.js'];
const EVERYTHING = "return { sql: '(1=1)', values: [] };";

/** @returns {Removal[]} all removals of a scope of the code */
export function removalsOf(dist, scope) {
  switch (scope) {
    case 'scope':
      return [...predicates(dist), ...callers(dist)];
    case 'reach':
      return decisions(dist);
    case 'guard':
      return STEPS.map((step) => found(dist, step));
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
  return matches(dist, file, /return \{\s*sql: `[^`]*`,\s*values: [^;]*\};|return isOneOf\(columns[^;]*;/g, {
    instead: () => EVERYTHING,
    specs: PREDICATE_SPECS,
  });
}

/**
 * Each question that has the scope's condition in it, asked without it.
 *
 * @throws Error when there is one that is written as no other is
 */
function callers(dist) {
  const asking = filesOf(dist, 'features', 'platform').filter((file) => file !== `${AUTH}/scope-predicate.js`);
  return asking.flatMap((file) => {
    const written = [...read(dist, file).matchAll(/(?<!function )\bscopeCondition\(/g)];
    const known = matches(dist, file, /(?<=(?<!function )\bscopeCondition\()[\w.]+(?=,)/g, {
      instead: () => "{ kind: 'all' }",
    });
    if (written.length !== known.length) throw new Error(`${file} asks for the scope's condition in a way of its own`);
    return known;
  });
}

/**
 * What is decided by hand: from a scope by its kind or by whether an id is in it, and from a role by its permissions.
 * Each as the widest scope, or the role with every right, has it.
 */
const DECISIONS = [
  [/\bexpectWholeHouse\((?!scope\) \{)[^;]*;/g, ';'],
  [/\b(?:\w+\.)*scope\.kind === 'all'/g, 'true'],
  [/\b(?:\w+\.)*scope\.kind !== 'all'/g, 'false'],
  [/\b(?:\w+\.)*scope\.kind === 'sites'/g, 'false'],
  [/\b(?:\w+\.)*scope\.kind !== 'sites'/g, 'true'],
  [/\b(?:\w+\.)*scope\.kind !== 'customer'/g, 'false'],
  [/\b(?:\w+\.)*scope\.(?:customerIds|siteIds)\.includes\([^()]*\)/g, 'true'],
  [/\b(?:\w+\.)*scope\.customerId === [\w.]+/g, 'true'],
  [/(?<!function )\bisAllowed\([\w.]+, '[a-z-]+:[a-z-]+'\)/g, 'true'],
];
/** Files in which scopes become SQL, rooms or the tripwire's memory: other removals' affair, or only run in specs. */
const NO_DECISIONS = [`${AUTH}/scope-predicate.js`, 'platform/tripwire/scope-tripwire.js'];

function decisions(dist) {
  return filesOf(dist, 'features', 'platform')
    .filter((file) => !NO_DECISIONS.includes(file))
    .flatMap((file) =>
      DECISIONS.flatMap(([pattern, instead]) => matches(dist, file, pattern, { instead: () => instead })),
    );
}

/** Each kind of scope, led into the room of those who hear everything. */
function rooms(dist) {
  const file = 'platform/live/live-rooms.js';
  const end = read(dist, file).indexOf('export function headsOf');
  return matches(dist, file, /return (?:\[(?!ALL_ROOM)[^;]*|scope\.customerIds[^;]*);/g, {
    instead: () => 'return [ALL_ROOM];',
    specs: SOCKETS,
  }).filter(({ at }) => at < end);
}

/** @throws Error when there is no such place, or more than one */
function found(dist, [file, place, instead]) {
  const all = matches(dist, file, new RegExp(place, 'g'), { instead: () => instead });
  if (all.length !== 1) throw new Error(`${file} has ${all.length} places for ${String(place)} instead of one`);
  return all[0];
}

function matches(dist, file, pattern, { instead, specs }) {
  const text = read(dist, file);
  return [...text.matchAll(pattern)].map(({ 0: piece, index: at }) => ({
    ...{ name: nameOf(file, text, at, piece), file, at, piece, instead: instead(piece), specs },
  }));
}

function filesOf(dist, ...folders) {
  return folders.flatMap((folder) =>
    readdirSync(path.join(dist, folder), { recursive: true })
      .map((name) => `${folder}/${String(name).replaceAll(path.sep, '/')}`)
      .filter((name) => name.endsWith('.js') && !name.endsWith('.spec.js'))
      .sort(),
  );
}

const read = (dist, file) => readFileSync(path.join(dist, file), 'utf8');
const nameOf = (file, text, at, piece) =>
  `${file}:${text.slice(0, at).split('\n').length}: ${piece.split('\n', 1)[0].slice(0, 90)}`;
