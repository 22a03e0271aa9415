import type { Database } from '../database/database.js';
import { AlarmEngine } from '../features/faults/alarm-engine.js';
import { AlarmRepository } from '../features/faults/alarm.repository.js';
import { ConditionJudge } from '../features/faults/condition-judge.js';
import { Correlator } from '../features/faults/correlator.js';
import {
  DeviceConditions,
  DeviceRestarts,
  HouseConditions,
  UnknownCircuits,
} from '../features/faults/device-conditions.js';
import { ErrorWatch } from '../features/faults/error-watch.js';
import { FaultKeeper } from '../features/faults/fault-keeper.js';
import { FaultTelling } from '../features/faults/fault-telling.js';
import { FaultTurn } from '../features/faults/fault-turn.js';
import { FaultRepository } from '../features/faults/fault.repository.js';
import { LevelWatch } from '../features/faults/level-watch.js';
import { LineJudge } from '../features/faults/line-judge.js';
import { LineMap } from '../features/faults/line-map.repository.js';
import { MetricValues } from '../features/faults/metric-values.js';
import { PointWatch } from '../features/faults/point-watch.js';
import { PointRepository } from '../features/faults/point.repository.js';
import { SharedResources } from '../features/faults/shared-resources.js';
import { ShelfRepository } from '../features/faults/shelves.repository.js';
import { Silencing } from '../features/faults/silencing.js';
import { ThresholdRepository } from '../features/faults/threshold.repository.js';
import { WatchRepository } from '../features/faults/watch.repository.js';
import { RollupRepository, SampleStore, StateIntervalRepository } from '../features/telemetry/index.js';
import { WorksCover } from '../features/works-cover/index.js';
import type { Clock } from '../platform/clock/clock.js';
import { NoticeBoard } from '../platform/notices/notice-board.js';

/** The alarm engine over a database, without jobs: a spec says when it looks. */
export async function startFaults(database: Database, clock: Clock): Promise<AlarmEngine> {
  const turn = new FaultTurn();
  await database.transaction((tx) => turn.prepare(tx));
  const alarms = new AlarmRepository();
  const map = new LineMap();
  const board = new NoticeBoard();
  const telling = new FaultTelling(board);
  const metrics = new MetricValues(database, new SampleStore(database), new RollupRepository(database));
  const points = new PointWatch(new PointRepository(database));
  return new AlarmEngine(
    database,
    clock,
    turn,
    new WatchRepository(),
    alarms,
    new LineJudge(map, new StateIntervalRepository()),
    new ConditionJudge(
      alarms,
      new DeviceConditions(map),
      new DeviceRestarts(),
      new UnknownCircuits(),
      new HouseConditions(),
    ),
    new LevelWatch(database, metrics, new ThresholdRepository(database), points, map, board),
    new ErrorWatch(database, new WatchRepository(), metrics),
    new Silencing(alarms, new ShelfRepository(database), new WorksCover()),
    new Correlator(alarms, new SharedResources(map)),
    new FaultKeeper(new FaultRepository(turn), map, telling),
    telling,
    map,
  );
}
