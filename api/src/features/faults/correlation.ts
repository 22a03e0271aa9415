import type { AlarmCode, SuppressionRule } from '@linewatch/shared';
import type { AlarmRow } from './alarm-row.js';
import type { MappedCircuit } from './line-map.repository.js';

/** Which alarm another one lies under, and by which rule. */
export interface Parent {
  readonly parentId: string;
  readonly rule: SuppressionRule;
}

/** Ends of a circuit that go down so close together have one reason. */
export const TOGETHER_MS = 120_000;

const LOSSES: readonly AlarmCode[] = ['E1_LOS', 'SDH_LOS', 'E1_LOF', 'SDH_LOF', 'E1_AIS', 'SDH_AIS'];
const COMPLAINTS: readonly AlarmCode[] = ['E1_RAI', 'SDH_RDI'];
/** What explains the rest at one end comes first (ITU-T G.783). */
const LAYERS: readonly AlarmCode[] = [
  ...['SDH_LOS', 'SDH_LOF', 'SDH_AIS', 'SDH_LOP', 'SDH_UNEQ', 'SDH_PLM'],
  ...['E1_LOS', 'E1_LOF', 'E1_AIS'],
] as AlarmCode[];

/** What stands around some circuits, by what it is of. */
class Scenery {
  private readonly byObject = new Map<string, AlarmRow[]>();

  constructor(alarms: readonly AlarmRow[]) {
    for (const alarm of alarms) {
      const key = `${alarm.objectType}:${alarm.objectId}`;
      this.byObject.set(key, [...(this.byObject.get(key) ?? []), alarm]);
    }
  }

  at(type: string, id: string): readonly AlarmRow[] {
    return this.byObject.get(`${type}:${id}`) ?? [];
  }

  one(type: string, id: string, code: AlarmCode): AlarmRow | undefined {
    return this.at(type, id).find((alarm) => alarm.code === code);
  }
}

/**
 * Puts alarms under those that explain them; the first rule that fits decides (standards 2.7, rules 2 to 6). What is
 * not in the answer stands for itself.
 *
 * @param alarms all that stand at the circuits, their ports, measuring points and devices
 */
export function correlate(circuits: readonly MappedCircuit[], alarms: readonly AlarmRow[]): Map<string, Parent> {
  const scenery = new Scenery(alarms);
  const parents = new Map<string, Parent>();
  for (const circuit of circuits) {
    for (const [id, parent] of ofCircuit(circuit, scenery)) if (!parents.has(id)) parents.set(id, parent);
  }
  return parents;
}

function* ofCircuit(circuit: MappedCircuit, scenery: Scenery): Generator<[string, Parent]> {
  const down = scenery.one('CIRCUIT', circuit.circuitId, 'CIRCUIT_DOWN');
  const unreachable = circuit.ends
    .map(({ port }) => scenery.one('DEVICE', port?.object.deviceId ?? '', 'DEVICE_UNREACHABLE'))
    .find((alarm) => alarm !== undefined);
  const shared = circuit.ends
    .map(({ port }) => scenery.one('RESOURCE', port?.object.deviceId ?? '', 'SHARED_RESOURCE_DOWN'))
    .find((alarm) => alarm !== undefined && down !== undefined && isTogether(alarm, down));
  const portsDown = circuit.ends.flatMap(({ port }) => scenery.one('PORT', port?.object.id ?? '', 'PORT_DOWN') ?? []);
  for (const alarm of scenery.at('CIRCUIT', circuit.circuitId)) {
    const parent = ofCircuitAlarm(alarm, unreachable, shared, portsDown, circuit, scenery);
    if (parent !== undefined) yield [alarm.id, parent];
  }
  for (const [index, { port }] of circuit.ends.entries()) {
    if (port === null) continue;
    const far = circuit.ends.filter((_, place) => place !== index).flatMap((end) => end.port?.object.id ?? []);
    for (const alarm of [...scenery.at('PORT', port.object.id), ...pointsOf(scenery, port.object.id)]) {
      const parent = ofPortAlarm(
        alarm,
        { port: port.object.id, device: port.object.deviceId, far, down, shared, portsDown },
        scenery,
      );
      if (parent !== undefined && parent.parentId !== alarm.id) yield [alarm.id, parent];
    }
  }
}

function ofCircuitAlarm(
  { code }: AlarmRow,
  unreachable: AlarmRow | undefined,
  shared: AlarmRow | undefined,
  portsDown: readonly AlarmRow[],
  circuit: MappedCircuit,
  scenery: Scenery,
): Parent | undefined {
  if (code === 'CIRCUIT_UNKNOWN' || code === 'CIRCUIT_DOWN') {
    if (unreachable !== undefined) return { parentId: unreachable.id, rule: 'DEVICE_UNREACHABLE' };
  }
  if (code === 'CIRCUIT_DOWN' || code === 'CIRCUIT_DEGRADED') {
    if (shared !== undefined) return { parentId: shared.id, rule: 'SHARED_RESOURCE' };
    const [only, ...others] = portsDown;
    if (only !== undefined && others.length === 0) return { parentId: only.id, rule: 'LOWER_LAYER' };
  }
  if (code === 'FLAPPING') {
    const cause = circuit.ends.flatMap(({ port }) => scenery.one('PORT', port?.object.id ?? '', 'FLAPPING') ?? [])[0];
    if (cause !== undefined) return { parentId: cause.id, rule: 'LOWER_LAYER' };
  }
  return undefined;
}

interface Around {
  readonly port: string;
  readonly device: string | null;
  /** Ports at the other end. */
  readonly far: readonly string[];
  readonly down: AlarmRow | undefined;
  readonly shared: AlarmRow | undefined;
  readonly portsDown: readonly AlarmRow[];
}

function ofPortAlarm(alarm: AlarmRow, around: Around, scenery: Scenery): Parent | undefined {
  const unreachable = scenery.one('DEVICE', around.device ?? '', 'DEVICE_UNREACHABLE');
  if (unreachable !== undefined) return { parentId: unreachable.id, rule: 'DEVICE_UNREACHABLE' };
  const lower = lowerLayer(alarm, around.port, scenery);
  if (lower !== undefined) return { parentId: lower.id, rule: 'LOWER_LAYER' };
  if (COMPLAINTS.includes(alarm.code)) {
    const far = around.far.flatMap((port) => pointsOf(scenery, port)).find(({ code }) => LOSSES.includes(code));
    if (far !== undefined) return { parentId: far.id, rule: 'FAR_END' };
  }
  if (alarm.code !== 'PORT_DOWN') return undefined;
  const flapping = scenery.one('PORT', around.port, 'FLAPPING');
  if (flapping !== undefined) return { parentId: flapping.id, rule: 'FLAPPING' };
  if (around.down === undefined) return undefined;
  if (around.portsDown.length > 1 && around.portsDown.every((port) => isTogether(port, alarm))) {
    return { parentId: around.down.id, rule: 'BOTH_ENDS' };
  }
  return around.shared === undefined ? undefined : { parentId: around.down.id, rule: 'SHARED_RESOURCE' };
}

/** The alarm of the lowest layer at the same port, if it is below this one. */
function lowerLayer(alarm: AlarmRow, port: string, scenery: Scenery): AlarmRow | undefined {
  const lowest = pointsOf(scenery, port)
    .filter(({ code }) => LAYERS.includes(code))
    .sort((one, other) => LAYERS.indexOf(one.code) - LAYERS.indexOf(other.code))[0];
  if (lowest === undefined) return undefined;
  if (alarm.code === 'PORT_DOWN') return lowest;
  return LAYERS.includes(alarm.code) && LAYERS.indexOf(alarm.code) > LAYERS.indexOf(lowest.code) ? lowest : undefined;
}

/** Alarms of measuring points are of their port and have the point's number as qualifier, so that they are found there. */
function pointsOf(scenery: Scenery, port: string): readonly AlarmRow[] {
  return scenery.at('POINT', port);
}

function isTogether(one: AlarmRow, other: AlarmRow): boolean {
  return Math.abs(one.lastRaisedAt - other.lastRaisedAt) <= TOGETHER_MS;
}
