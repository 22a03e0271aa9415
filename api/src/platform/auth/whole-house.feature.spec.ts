import { DomainError, type ShelfForm } from '@linewatch/shared';
import { PollingSetupService } from '../../features/device-setup/polling-setup.service.js';
import { ShelvesService } from '../../features/faults/shelves.service.js';
import { WorkAnswers } from '../../features/maintenance/work-answers.js';
import { WorkPlanning } from '../../features/maintenance/work-planning.js';
import { WorkSteps } from '../../features/maintenance/work-steps.js';
import { WorksService } from '../../features/maintenance/works.service.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { makeScope, type Scope } from './scope.js';

const PATIENCE_MS = 180_000;
const ID = '01934f00-0000-7000-8000-000000000000';
const HOUR_MS = 3_600_000;

/** What an act comes to: its answer, or the code of its refusal. */
async function outcomeOf(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (error) {
    return error instanceof DomainError ? error.code : 'broken';
  }
}

describe('what is of the whole house', () => {
  const EVERYBODY = makeScope({ kind: 'all' });
  const SOME: readonly Scope[] = [
    makeScope({ kind: 'customer', customerId: ID }),
    makeScope({ kind: 'customers', customerIds: [ID] }),
    makeScope({ kind: 'sites', customerId: ID, siteIds: [ID] }),
  ];
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
    await api.database.transaction(async (tx) => {
      await tx.insertMany('snmp_credential', ['id', 'name', 'version', 'sealed'], ['id'], [['c', 'public', 'V2C', '']]);
      const profile = ['id', 'name', 'interval_s', 'timeout_ms', 'retries', 'backoff', 'max_repetitions'];
      await tx.insertMany('poll_profile', profile, ['id'], [['p', 'Standard', 60, 1_000, 1, 1.5, 20]]);
    });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  const personOf = (scope: Scope): Parameters<ShelvesService['make']>[0] =>
    ({ kind: 'user', userId: ID, role: 'NOC_OPERATOR', scope }) as Parameters<ShelvesService['make']>[0];
  /** Whatever is asked for: who asks is looked at first. */
  const NOTHING = { diversityReason: null } as never;

  const acts: Readonly<Record<string, (scope: Scope) => Promise<unknown>>> = {
    'SNMP access added': (scope) => api.app.get(PollingSetupService).addCredential(scope, NOTHING),
    'a poll profile added': (scope) => api.app.get(PollingSetupService).addPollProfile(scope, NOTHING),
    'a poll profile changed': (scope) => api.app.get(PollingSetupService).changePollProfile(scope, 'p', NOTHING),
    'a shelf of alarms made': (scope) => api.app.get(ShelvesService).make(personOf(scope), NOTHING),
    'a work planned': (scope) => api.app.get(WorkPlanning).plan(scope, personOf(scope), NOTHING),
    'a work changed': (scope) => api.app.get(WorkPlanning).change(scope, personOf(scope), ID, NOTHING),
    'a step of a work': (scope) => api.app.get(WorkSteps).step(scope, personOf(scope), ID, NOTHING),
    'a reply to an answer': (scope) => api.app.get(WorkAnswers).reply(scope, personOf(scope), ID, ID, NOTHING),
    'a work looked at before it is planned': (scope) => api.app.get(WorksService).preview(scope, NOTHING),
  };
  for (const [what, act] of Object.entries(acts)) {
    it(`is refused to who serves some customers, whatever let them come so far: ${what}`, async () => {
      for (const scope of SOME) {
        expect(await outcomeOf(act(scope)))
          .withContext(scope.kind)
          .toBe('session.forbidden');
      }
      expect(await outcomeOf(act(EVERYBODY))).not.toBe('session.forbidden');
    });
  }

  it('is not listed to who serves some customers', async () => {
    const setup = api.app.get(PollingSetupService);
    for (const list of [(scope: Scope) => setup.credentials(scope), (scope: Scope) => setup.pollProfiles(scope)]) {
      expect((await list(EVERYBODY)).items.length).toBeGreaterThan(0);
      for (const scope of SOME)
        expect((await list(scope)).items)
          .withContext(scope.kind)
          .toEqual([]);
    }
  });

  it('is not there for who serves some customers: shelves of alarms', async () => {
    const shelves = api.app.get(ShelvesService);
    const nothing = { code: null, objectType: null, objectId: null, circuitId: null, severityUpTo: null };
    const criteria = { ...nothing, deviceId: ID };
    const form: ShelfForm = { name: 'Works', reason: 'x', criteria, untilMs: Date.now() + HOUR_MS, version: null };
    const { id, version } = await shelves.make(personOf(EVERYBODY), form);
    for (const scope of SOME) {
      const person = personOf(scope);
      expect((await shelves.list(person)).items)
        .withContext(scope.kind)
        .toEqual([]);
      expect(await outcomeOf(shelves.change(person, id, { ...form, version }))).toBe('shelf.not-found');
      expect(await outcomeOf(shelves.remove(person, id))).toBe('shelf.not-found');
    }
    expect((await shelves.list(personOf(EVERYBODY))).items.map((shelf) => [shelf.id, shelf.version])).toEqual([
      [id, 1],
    ]);
  });
});
