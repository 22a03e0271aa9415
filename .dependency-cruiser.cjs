/**
 * Who may import whom: the arrows of docs/architecture.md. A rule that is in the way is talked about, not switched off.
 *
 * `@linewatch/shared` resolves to shared/dist, what a package's own files import resolves to their sources.
 */
const SHARED = '^shared/(src|dist)';
const SPEC = '\\.spec\\.ts$';
const TEST_CODE = ['\\.spec\\.ts$', '(^|/)testing/'];

/** A rule: files below `from` may import only what matches one of `to`. */
function only(name, comment, from, to, fromNot = [SPEC]) {
  return { name, comment, severity: 'error', from: { path: from, pathNot: fromNot }, to: { pathNot: to } };
}

/** A rule: files below `from` may not import anything that matches `to`. */
function never(name, comment, from, to, more = {}) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, ...(more.except && { pathNot: more.except }) },
    to: { path: to, ...(more.but && { pathNot: more.but }) },
  };
}

const NPM = (name) => `(^|/)node_modules/${name}(/|$)`;

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that resolves to nothing.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared-packages',
      comment: 'Each package names in its own package.json what it imports.',
      severity: 'error',
      from: { path: '^(shared|api|collectors|portal)/src' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: [NPM('fast-check'), NPM('jasmine-core')] },
    },
    {
      name: 'no-dev-packages-in-production',
      comment: 'What a test needs is not installed where the product runs.',
      severity: 'error',
      from: { path: '^(shared|api|collectors|portal)/src', pathNot: TEST_CODE },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    never(
      'no-tests-in-production',
      'Specs and builders stay out of production.',
      '^(shared|api|collectors|portal)/src',
      TEST_CODE,
      {
        // The package's index may offer the builders as an export of their own, to the specs of the others.
        except: [...TEST_CODE],
      },
    ),

    // shared: runs in a browser and in Node
    only('shared-is-a-leaf', 'shared knows no Node, no Nest, no Angular and no other package.', '^shared/src', [
      '^shared/src',
      NPM('zod'),
      NPM('temporal-polyfill'),
    ]),
    only('errors-know-nothing', 'Codes of errors stand below everything.', '^shared/src/errors', [
      '^shared/src/errors',
    ]),
    only('domain-is-pure', 'Rules know rules, errors, and the calendar of the world.', '^shared/src/domain', [
      '^shared/src/(domain|errors)',
      NPM('temporal-polyfill'),
    ]),
    only('contracts-are-shapes', 'A contract is a schema over words of the domain.', '^shared/src/contracts', [
      '^shared/src/(contracts|domain)',
      NPM('zod'),
    ]),

    // packages
    never('packages-meet-in-shared', 'api knows no other package but shared.', '^api/', '^(collectors|portal|e2e)/'),
    never('collectors-alone', 'collectors know no other package but shared.', '^collectors/', '^(api|portal|e2e)/'),
    never('portal-alone', 'The portal knows no other package but shared.', '^portal/', '^(api|collectors|e2e)/'),
    never(
      'e2e-alone',
      'The stories see what a customer sees, and know its words.',
      '^e2e/',
      '^(api|collectors|portal)/',
      {
        but: ['^portal/src/i18n/'],
      },
    ),
    never(
      'shared-by-its-name',
      'shared is imported by its name, not by its path.',
      '^(api|collectors|portal|e2e)/',
      '^shared/src',
    ),
    never(
      'nobody-imports-main',
      'main.ts starts a process; it has nothing to give.',
      '',
      '/src/(main|app\\.module)\\.ts$',
      {
        except: ['/src/(main|start-api)\\.ts$', ...TEST_CODE, '^e2e/'],
      },
    ),

    // api
    only('config-knows-zod', 'The environment is read below everything.', '^api/src/config', [
      '^api/src/config',
      NPM('zod'),
      NPM('@nestjs/common'),
    ]),
    never('platform-knows-no-feature', 'Features stand on the platform.', '^api/src/platform', '^api/src/features', {
      except: [SPEC],
    }),
    never(
      'database-knows-entities',
      'Of the features the database knows the entities.',
      '^api/src/database',
      '^api/src/(features|platform)',
      {
        but: ['\\.entity\\.ts$'],
        except: [SPEC],
      },
    ),
    {
      name: 'features-by-their-index',
      comment: 'A feature reaches another only through its index.ts, or by an event.',
      severity: 'error',
      from: { path: '^api/src/features/([^/]+)/', pathNot: [SPEC] },
      to: {
        path: '^api/src/features/([^/]+)/',
        pathNot: ['^api/src/features/$1/', '^api/src/features/[^/]+/index\\.ts$'],
      },
    },
    never(
      'edges-know-no-rows',
      'Controllers and gateways speak to services.',
      '\\.(controller|gateway)\\.ts$',
      '(\\.(entity|repository)\\.ts$)|(^api/src/database/)|((^|/)node_modules/(typeorm|@nestjs/typeorm)/)',
    ),
    never(
      'orm-in-its-place',
      'Only repositories, entities, modules and database/ know typeorm.',
      '^api/src',
      '(^|/)node_modules/(typeorm|@nestjs/typeorm)/',
      {
        except: ['\\.(repository|entity|module)\\.ts$', '^api/src/database/', ...TEST_CODE],
      },
    ),

    // collectors
    only('mibs-know-nothing', 'A MIB is object identifiers and decoders.', '^collectors/src/mibs', [
      '^collectors/src/mibs',
      SHARED,
    ]),
    only('stages-know-no-edge', 'A stage is handed its client and its clock.', '^collectors/src/pipeline', [
      '^collectors/src/(pipeline|readings|mibs|clock)',
      '^collectors/src/snmp/snmp-client\\.ts$',
      SHARED,
    ]),
    never(
      'net-snmp-in-its-place',
      'One folder knows net-snmp; the practice network is the other end.',
      '^collectors/src',
      NPM('net-snmp'),
      {
        except: ['^collectors/src/(snmp|practice-network|testing|bench)/', SPEC],
      },
    ),
    never(
      'snmp-knows-no-user',
      'The port of SNMP stands below those who use it.',
      '^collectors/src/snmp',
      '^collectors/src/(pipeline|scheduler|traps|uplink|practice-network)',
      {
        except: [SPEC],
      },
    ),
    never(
      'practice-network-apart',
      'The product does not know that a network is simulated.',
      '^collectors/src',
      '^collectors/src/practice-network',
      {
        except: ['^collectors/src/(practice-network|testing|bench)/', SPEC],
      },
    ),
    never(
      'practice-network-is-a-device',
      'Simulated devices share nothing with the one who asks them.',
      '^collectors/src/practice-network',
      '^collectors/src/(pipeline|scheduler|traps|uplink|config)',
      {
        except: [SPEC],
      },
    ),
    never(
      'uplink-knows-contracts',
      'What is sent is known by its contract alone.',
      '^collectors/src/uplink',
      '^collectors/src/(pipeline|scheduler|traps|snmp|mibs)',
      {
        except: [SPEC],
      },
    ),

    // portal
    never(
      'ui-is-dumb',
      'A component of ui/ knows inputs and outputs only.',
      '^portal/src/app/ui',
      '^portal/src/app/(core|features)',
      {
        except: [SPEC],
      },
    ),
    never(
      'ui-fetches-nothing',
      'A component of ui/ has no way to the server.',
      '^portal/src/app/ui',
      '(^|/)node_modules/(socket\\.io-client/|@angular/common/.*http)',
    ),
    never('core-knows-no-feature', 'Features stand on core.', '^portal/src/app/core', '^portal/src/app/features', {
      except: [SPEC],
    }),
    {
      name: 'features-apart',
      comment: 'A page of one feature reaches another by a route.',
      severity: 'error',
      from: { path: '^portal/src/app/features/([^/]+)/' },
      to: { path: '^portal/src/app/features/([^/]+)/', pathNot: ['^portal/src/app/features/$1/'] },
    },
    never('one-socket', 'The live feed is the only one who knows the socket.', '^portal/src', NPM('socket.io-client'), {
      except: ['^portal/src/app/core/live/', SPEC],
    }),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: '/dist-[^/]+/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'],
    },
    skipAnalysisNotInRules: true,
  },
};
